import type { ByteSource } from '../byte-source.ts';
import type { RemoteMailboxes, RemotePlace } from '../imap/remote-effects.ts';

/** Submission servers that put what they send into Sent themselves, by the end of their host name. */
const SAVES_ITSELF = ['gmail.com', 'googlemail.com', 'outlook.com', 'office365.com', 'hotmail.com'];

/** Whether a copy appears in Sent without our doing. */
export function serverSavesSent(smtpHost: string): boolean {
  const host = smtpHost.toLowerCase();
  return SAVES_ITSELF.some((domain) => host === domain || host.endsWith(`.${domain}`));
}

/** Sees to it that Sent holds the message once: where its Message-ID is there already, nothing is stored. */
export function fileSent(
  remote: RemoteMailboxes,
  sent: {
    mailbox: string;
    source: ByteSource;
    messageId: string;
    /** Milliseconds since the epoch. */
    date: number;
  },
): Promise<RemotePlace> {
  return remote.append(sent.mailbox, {
    source: sent.source,
    flags: ['\\Seen'],
    messageId: sent.messageId,
    internalDate: sent.date,
  });
}
