import { ImapAccount } from './imap/account.ts';
import type { RemoteMailboxes, RemotePlace } from './imap/remote-effects.ts';
import type { ImapTimings } from './imap/timings.ts';
import type {
  ListedMailbox,
  MailAccountStatus,
  MailObserver,
  MailStore,
  ParseMessage,
  SecretSource,
  SpecialUse,
} from './ports.ts';
import type { MailSettings } from './settings.ts';
import type { Envelope } from './smtp/compose.ts';
import type { SmtpTimings } from './smtp/connection.ts';
import type { SendOutcome } from './smtp/outcome.ts';
import { sendMail } from './smtp/send.ts';
import { ensureSentCopy, serverSavesSent } from './smtp/sent-copy.ts';

export interface MailChannelOptions<Parsed> {
  accountId: string;
  settings: MailSettings;
  secret: SecretSource;
  store: MailStore<Parsed>;
  parse: ParseMessage<Parsed>;
  observer: MailObserver;
  timings?: { imap?: Partial<ImapTimings>; smtp?: Partial<SmtpTimings> };
}

/** A message ready to leave: made once, sent and filed as it is. */
export interface ReadyMessage {
  envelope: Envelope;
  source: Buffer;
  messageId: string;
  /** Milliseconds since the epoch. */
  date: number;
}

/** Names to use, in the account's own hierarchy, where the server marks no mailbox for a purpose. */
const USUAL_NAMES: Partial<Record<SpecialUse, string>> = {
  archive: 'Archive',
  drafts: 'Drafts',
  junk: 'Junk',
  sent: 'Sent',
  trash: 'Trash',
};

/** One mail account: its sync, what the user's actions do on its server, and its sending. */
export class MailChannel<Parsed> {
  private readonly imap: ImapAccount<Parsed>;

  constructor(private readonly options: MailChannelOptions<Parsed>) {
    const { timings, ...account } = options;
    this.imap = new ImapAccount({ ...account, ...(timings?.imap ? { timings: timings.imap } : {}) });
  }

  get status(): MailAccountStatus {
    return this.imap.currentStatus;
  }

  /** The mailboxes on the server; every method is idempotent. */
  get remote(): RemoteMailboxes {
    return this.imap.remote;
  }

  start(): void {
    this.imap.start();
  }

  stop(): Promise<void> {
    return this.imap.stop();
  }

  pause(): void {
    this.imap.pause();
  }

  resume(): void {
    this.imap.resume();
  }

  /** Resolves when every mailbox is in line with the server, rejects with the `MailError` that prevents it. */
  syncNow(): Promise<void> {
    return this.imap.syncNow();
  }

  /** After a changed password, or when the user asks to try again. */
  retry(): void {
    this.imap.retry();
  }

  networkChanged(): void {
    this.imap.networkChanged();
  }

  /** The computer woke up. */
  resumed(): void {
    this.imap.resumed();
  }

  /** One attempt to send; never rejects. After `ambiguous`, ask `findSent` before another one. */
  send(message: ReadyMessage): Promise<SendOutcome> {
    const { settings, secret, timings } = this.options;
    return sendMail(settings, secret, message, timings?.smtp);
  }

  /** Where the message is in Sent; `null` when it is not there. Rejects with a `MailError`. */
  async findSent(messageId: string): Promise<RemotePlace | null> {
    const places = await this.remote.findByMessageId(await this.mailboxFor('sent'), messageId);
    return places.at(-1) ?? null;
  }

  /**
   * Files a message that was sent, once. Resolves to `null` when the server files it itself and has not yet. Rejects
   * with a `MailError`.
   */
  async fileSent(message: ReadyMessage): Promise<RemotePlace | null> {
    return ensureSentCopy(this.remote, {
      mailbox: await this.mailboxFor('sent'),
      source: message.source,
      messageId: message.messageId,
      date: message.date,
      serverSaves: serverSavesSent(this.options.settings.smtp.host),
    });
  }

  /** Path of the mailbox for a purpose; made with its usual name where the server has none. */
  async mailboxFor(use: 'archive' | 'drafts' | 'junk' | 'sent' | 'trash'): Promise<string> {
    const mailboxes = await this.options.store.listMailboxes(this.options.accountId);
    const marked = mailboxes.find(({ specialUse }) => specialUse === use);
    if (marked) return marked.path;
    const name = USUAL_NAMES[use] as string;
    const path = `${personalPrefix(mailboxes)}${name}`;
    return mailboxes.find((mailbox) => mailbox.path === path)?.path ?? this.remote.createMailbox(path);
  }
}

/** `INBOX.` on servers that keep every mailbox below the inbox, else nothing. */
function personalPrefix(mailboxes: ListedMailbox[]): string {
  const others = mailboxes.filter(({ path }) => path.toUpperCase() !== 'INBOX');
  const delimiter = mailboxes.find(({ path }) => path.toUpperCase() === 'INBOX')?.delimiter ?? '/';
  const prefix = `INBOX${delimiter}`;
  return others.length > 0 && others.every(({ path }) => path.toUpperCase().startsWith(prefix)) ? prefix : '';
}
