import type { ImapFlow } from 'imapflow';
import type { SecretSource } from '../credential.ts';
import { isRefused, MailError } from '../errors.ts';
import { explainError } from '../explain-error.ts';
import type { MailSettings } from '../settings.ts';
import { closeImap, failureOf, openImap, takeRefusal } from './connection.ts';
import { markOutdated } from './selected-mailbox.ts';
import { watchSilence } from './silence.ts';
import type { ImapTimings } from './timings.ts';

export interface LineEvents {
  /** Told since when the server has been silent while work is done, and `null` when it is no longer. */
  silent(since: number | null): void;
  /** Whether what is sent should be compressed (RFC 4978). */
  compress(): boolean;
}

/** How work on a connection ended. */
export type Outcome = { value: unknown } | { error: MailError };

/**
 * One connection of an account: opened when there is something to do, used for one thing at a time, closed when there
 * was nothing to do for a while.
 */
export class ImapLine {
  private client: ImapFlow | null = null;
  /** Whether compression was asked for when the connection was opened. */
  private compressed = false;
  private closed = false;
  private lingerTimer: NodeJS.Timeout | undefined;

  constructor(
    private readonly settings: MailSettings,
    private readonly secret: SecretSource,
    private readonly timings: ImapTimings,
    private readonly events: LineEvents,
  ) {}

  /** It is open, as it should be now. */
  get ready(): boolean {
    return this.isOpen && (this.compressed || !this.events.compress());
  }

  private get isOpen(): boolean {
    return this.client !== null && !this.client.isClosed && this.client.usable;
  }

  /** Opens the connection, unless it is; without work it closes after a while. Rejects with a `MailError`. */
  async open(): Promise<void> {
    clearTimeout(this.lingerTimer);
    await this.connected();
    this.linger();
  }

  /**
   * Does `work` with the signed-in connection. Never rejects; after an error the connection is closed unless the server
   * merely refused a command.
   */
  async perform(work: (client: ImapFlow) => Promise<unknown>): Promise<Outcome> {
    clearTimeout(this.lingerTimer);
    let client: ImapFlow | null = null;
    let unwatch = () => {};
    try {
      const open = await this.connected();
      client = open;
      takeRefusal(open);
      const bytes = () => open.stats().received + open.stats().sent;
      unwatch = watchSilence(bytes, this.timings.silence, (since) => this.events.silent(since));
      return { value: await work(open) };
    } catch (error) {
      const { host } = this.settings.imap;
      const failure = client && failureOf(client);
      let explained = explainError(error, host);
      if (failure && explained.code === 'connection-lost') explained = explainError(failure, host);
      if (!keepsConnection(explained) || this.client?.usable === false) this.client?.close();
      return { error: explained };
    } finally {
      unwatch();
      this.linger();
    }
  }

  /** Another connection of the account worked. */
  outdate(): void {
    if (this.client) markOutdated(this.client);
  }

  /** Breaks the connection at once: work that is done fails as "connection lost". */
  drop(): void {
    this.client?.close();
  }

  /** Closes the connection unless any byte arrives within a moment. Resolves to false when there is none. */
  expectBytes(): boolean {
    const { client } = this;
    if (!client || client.isClosed) return false;
    const { received } = client.stats();
    const timer = setTimeout(() => {
      if (client.stats().received === received) client.close();
    }, this.timings.check);
    timer.unref();
    return true;
  }

  /** Ends it for good, at once (`busy`) or politely. */
  async close(busy: boolean): Promise<void> {
    this.closed = true;
    clearTimeout(this.lingerTimer);
    const { client } = this;
    this.client = null;
    if (client && busy) client.close();
    else if (client) await closeImap(client);
  }

  private async connected(): Promise<ImapFlow> {
    if (this.client && this.ready) return this.client;
    if (this.client && this.isOpen) await closeImap(this.client);
    this.client = null;
    const compress = this.events.compress();
    this.compressed = compress;
    const client = await openImap(this.settings, this.secret, this.timings, { compress });
    if (this.closed) {
      client.close();
      throw canceled();
    }
    this.client = client;
    return client;
  }

  private linger(): void {
    clearTimeout(this.lingerTimer);
    if (!this.client || this.closed) return;
    this.lingerTimer = setTimeout(() => {
      const { client } = this;
      this.client = null;
      if (client) void closeImap(client);
    }, this.timings.linger);
    this.lingerTimer.unref();
  }
}

/** Errors after which the same connection can be used on. */
const KEEPS_CONNECTION = new Set<MailError['code']>([
  'mailbox-missing',
  'mailbox-exists',
  'uidvalidity-changed',
  'over-quota',
  'message-too-large',
]);

const keepsConnection = (error: MailError) => isRefused(error) || KEEPS_CONNECTION.has(error.code);

export function canceled(): MailError {
  return new MailError('canceled', 'The account was stopped.', 'Start it again to go on.');
}
