import type { ImapFlow } from 'imapflow';
import type { SecretSource } from '../credential.ts';
import { MailError, needsUser } from '../errors.ts';
import { explainError } from '../explain-error.ts';
import type { ListedMailbox } from '../ports.ts';
import type { MailSettings } from '../settings.ts';
import { Admission } from './admission.ts';
import { closeImap, openImap } from './connection.ts';
import { listMailboxes, type MailboxNumbers, mailboxNumbers } from './mailbox-list.ts';
import type { ImapTimings } from './timings.ts';

export interface WatcherEvents {
  /** Something changed in the inbox: a message came or went, or a flag. */
  inboxChanged(): void;
  /** The mailboxes as they stood at `askedAt` (milliseconds since the epoch) or after; at the start and every poll. */
  polled(listed: ListedMailbox[], numbers: MailboxNumbers[], askedAt: number): void;
  /** The numbers of those mailboxes that somebody looks at. */
  glanced(numbers: MailboxNumbers[], askedAt: number): void;
  /** The connection ended by itself. Sent once; the watcher is over. */
  lost(error: MailError): void;
  /** Works with a connection that does something else, where the server refuses one to the watcher. */
  borrow<T>(work: (client: ImapFlow) => Promise<T>): Promise<T>;
}

/**
 * The idling connection of an account: IDLE on the inbox (RFC 2177), interrupted at every poll to look at the numbers
 * of all mailboxes. The poll is also what notices a connection that died silently.
 */
export class MailboxWatcher {
  private client: ImapFlow | null = null;
  private started = false;
  private ended = false;
  private wake: (() => void) | null = null;
  private readonly admission: Admission;
  private looked: string[] = [];
  /** On the clock that nobody sets. */
  private polledAt = Number.NEGATIVE_INFINITY;

  constructor(
    private readonly settings: MailSettings,
    private readonly secret: SecretSource,
    private readonly timings: ImapTimings,
    private readonly events: WatcherEvents,
  ) {
    this.admission = new Admission(timings);
  }

  /** Does nothing when it was started before. */
  start(): void {
    if (this.started) return;
    this.started = true;
    void this.watch().catch((error: unknown) => {
      const explained = explainError(error, this.settings.imap.host);
      this.client?.close();
      if (!this.ended) {
        this.ended = true;
        this.events.lost(explained);
      }
    });
  }

  /** Somebody looks at these mailboxes: their numbers are asked for now. */
  glance(paths: string[]): void {
    if (!this.client) return;
    this.looked = paths;
    this.wake?.();
  }

  /** Polls now, and gives the connection up when it does not say anything soon. */
  check(): void {
    this.admission.reset();
    this.polledAt = Number.NEGATIVE_INFINITY;
    const { client } = this;
    if (client && !client.isClosed) {
      const { received } = client.stats();
      const timer = setTimeout(() => {
        if (client.stats().received === received) client.close();
      }, this.timings.check);
      timer.unref();
    }
    this.wake?.();
  }

  async stop(): Promise<void> {
    this.ended = true;
    this.wake?.();
    const { client } = this;
    this.client = null;
    if (client) await closeImap(client);
  }

  private async watch(): Promise<void> {
    const client = await this.open();
    if (!client) return;
    this.client = client;
    if (this.ended) {
      await closeImap(client);
      return;
    }
    client.on('close', () => this.wake?.());
    client.on('exists', () => this.events.inboxChanged());
    client.on('expunge', () => this.events.inboxChanged());
    client.on('flags', () => this.events.inboxChanged());
    await client.mailboxOpen('INBOX', { readOnly: true });
    while (!this.ended) {
      const looked = this.looked.splice(0);
      if (looked.length === 0 || this.untilPoll <= 0) await this.poll(client);
      else await this.lookAt(client, looked);
      if (this.ended) return;
      await this.idle(client);
      if (client.isClosed) throw lost(client);
    }
  }

  /**
   * Where the server has no room for a connection of its own it looks with another one, and leaves that its room for a
   * while. Resolves to `null` at the end.
   */
  private async open(): Promise<ImapFlow | null> {
    for (; !this.ended; await this.untilDue(this.admission.wait)) {
      if (this.admission.wait === 0) {
        try {
          return await openImap(this.settings, this.secret, this.timings);
        } catch (error) {
          const explained = explainError(error, this.settings.imap.host);
          if (needsUser(explained)) throw explained;
          this.admission.refused(explained);
        }
      }
      await this.events.borrow((client) => this.look(client));
    }
    return null;
  }

  private async poll(client: ImapFlow): Promise<void> {
    await this.prove(client);
    await this.look(client);
  }

  /** Throws when the connection died without a word. */
  private async prove(client: ImapFlow): Promise<void> {
    const timer = setTimeout(() => client.close(), this.timings.check);
    try {
      await client.noop();
    } finally {
      clearTimeout(timer);
    }
    if (client.isClosed) throw lost(client);
  }

  private get untilPoll(): number {
    return this.timings.poll - (performance.now() - this.polledAt);
  }

  private async lookAt(client: ImapFlow, paths: string[]): Promise<void> {
    await this.prove(client);
    const askedAt = Date.now();
    const numbers: MailboxNumbers[] = [];
    for (const path of paths) {
      const told = await mailboxNumbers(client, path);
      if (client.isClosed) throw lost(client);
      if (told) numbers.push(told);
    }
    if (!this.ended) this.events.glanced(numbers, askedAt);
  }

  private async look(client: ImapFlow): Promise<void> {
    const askedAt = Date.now();
    this.polledAt = performance.now();
    const { listed, numbers } = await listMailboxes(client, true);
    if (client.isClosed) throw lost(client);
    if (!this.ended) this.events.polled(listed, numbers, askedAt);
  }

  private async idle(client: ImapFlow): Promise<void> {
    // IDLE may end by itself, or be refused; either way the next poll starts it again, not sooner.
    void client.idle().catch(() => {});
    await this.untilDue(Math.max(0, this.untilPoll));
  }

  /** Waits until the next poll is due, or so long, somebody calls `check`, or the connection ends. */
  private async untilDue(mostMs = Number.POSITIVE_INFINITY): Promise<void> {
    if (this.ended || this.looked.length > 0) return;
    let timer: NodeJS.Timeout | undefined;
    await new Promise<void>((resolve) => {
      this.wake = resolve;
      timer = setTimeout(resolve, Math.min(mostMs, this.timings.poll));
    });
    clearTimeout(timer);
    this.wake = null;
  }
}

function lost(client: ImapFlow): MailError {
  return new MailError(
    'connection-lost',
    'The connection to the server was lost.',
    'Skein connects again by itself and goes on where it was.',
    { serverText: client.byeReason ?? null },
  );
}
