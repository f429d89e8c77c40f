import type { RemoteMailboxes, RemotePlace } from '../imap/remote-effects.ts';

/** Submission servers that put what they send into Sent themselves, by the end of their host name. */
const SAVES_ITSELF = ['gmail.com', 'googlemail.com', 'outlook.com', 'office365.com', 'hotmail.com'];

/** Whether a copy appears in Sent without our doing. */
export function serverSavesSent(smtpHost: string): boolean {
  const host = smtpHost.toLowerCase();
  return SAVES_ITSELF.some((domain) => host === domain || host.endsWith(`.${domain}`));
}

/**
 * Sees to it that Sent holds the message once: looks for its Message-ID and stores a copy only where there is none
 * and the server does not do it itself. May be repeated. Resolves to `null` when the server's own copy is not there
 * yet.
 */
export async function ensureSentCopy(
  remote: RemoteMailboxes,
  sent: {
    mailbox: string;
    source: Buffer;
    messageId: string;
    /** Milliseconds since the epoch. */
    date: number;
    serverSaves: boolean;
  },
): Promise<RemotePlace | null> {
  if (sent.serverSaves) return (await remote.findByMessageId(sent.mailbox, sent.messageId)).at(-1) ?? null;
  return remote.append(sent.mailbox, {
    source: sent.source,
    flags: ['\\Seen'],
    messageId: sent.messageId,
    internalDate: sent.date,
  });
}
