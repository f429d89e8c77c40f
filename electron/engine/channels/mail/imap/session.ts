import type { ImapFlow, MailboxObject } from 'imapflow';
import type { SecretSource } from '../credential.ts';
import { MailError } from '../errors.ts';
import { explainError } from '../explain-error.ts';
import type { MailSettings } from '../settings.ts';
import { closeImap, failureOf, openImap } from './connection.ts';
import { watchSilence } from './silence.ts';
import type { ImapTimings } from './timings.ts';

/** What goes first when several wait: what the user did, then news of the inbox, then the rest of the sync. */
export type Lane = 'action' | 'sync';
const LANES: Lane[] = ['action', 'sync'];

export interface SessionEvents {
  /** Told since when the server has been silent while a job runs, and `null` when it is no longer. */
  silent?(since: number | null): void;
  /** Asked before each job: whether what is sent should be compressed (RFC 4978). */
  compress?(): boolean;
}

interface Job {
  work: (client: ImapFlow) => Promise<unknown>;
  resolve: (value: never) => void;
  reject: (error: MailError) => void;
}

/**
 * The working connection of an account: opened when there is something to do, used by one job at a time, closed when
 * there was nothing to do for a while. Jobs must be short, so that an action never waits long behind a sync.
 */
export class ImapSession {
  private readonly queues: Record<Lane, Job[]> = { action: [], sync: [] };
  private client: ImapFlow | null = null;
  private running = false;
  /** Whether compression was asked for when the connection was opened. */
  private compressed = false;
  private closed = false;
  private lingerTimer: NodeJS.Timeout | undefined;

  constructor(
    private readonly settings: MailSettings,
    private readonly secret: SecretSource,
    private readonly timings: ImapTimings,
    private readonly events: SessionEvents = {},
  ) {}

  /**
   * Runs `work` with the signed-in connection. Rejects with a `MailError`; after one the connection is closed unless
   * the server merely refused a command, and the next job opens a new one.
   */
  run<T>(lane: Lane, work: (client: ImapFlow) => Promise<T>): Promise<T> {
    if (this.closed) return Promise.reject(canceled());
    return new Promise<T>((resolve, reject) => {
      this.queues[lane].push({ work, resolve, reject });
      void this.drain();
    });
  }

  /** Breaks the connection at once: the job that runs fails as "connection lost", those that wait get a new one. */
  drop(): void {
    this.client?.close();
  }

  /**
   * Closes the connection, if there is one, unless it shows within a moment that it still lives: by any byte for the
   * job that runs, or by an answer to a NOOP.
   */
  check(): void {
    const { client } = this;
    if (!client || client.isClosed) return;
    const { received } = client.stats();
    const timer = setTimeout(() => {
      if (client.stats().received === received) client.close();
    }, this.timings.check);
    timer.unref();
    if (!this.running) this.run('sync', (current) => current.noop()).catch(() => {});
  }

  /** Ends the session; waiting jobs are refused. */
  async close(): Promise<void> {
    this.closed = true;
    clearTimeout(this.lingerTimer);
    for (const lane of LANES) for (const job of this.queues[lane].splice(0)) job.reject(canceled());
    const { client } = this;
    this.client = null;
    if (client) {
      if (this.running) client.close();
      else await closeImap(client);
    }
  }

  private async drain(): Promise<void> {
    if (this.running) return;
    this.running = true;
    clearTimeout(this.lingerTimer);
    for (;;) {
      const job = this.queues.action.shift() ?? this.queues.sync.shift();
      if (!job) break;
      await this.perform(job);
    }
    this.running = false;
    if (this.client && !this.closed) {
      this.lingerTimer = setTimeout(() => {
        const { client } = this;
        this.client = null;
        if (client) void closeImap(client);
      }, this.timings.linger);
      this.lingerTimer.unref();
    }
  }

  private async perform(job: Job): Promise<void> {
    let client: ImapFlow | null = null;
    let unwatch = () => {};
    try {
      const open = await this.connected();
      client = open;
      const bytes = () => open.stats().received + open.stats().sent;
      unwatch = watchSilence(bytes, this.timings.silence, (since) => this.events.silent?.(since));
      job.resolve((await job.work(open)) as never);
    } catch (error) {
      const { host } = this.settings.imap;
      const failure = client && failureOf(client);
      let explained = explainError(error, host);
      if (failure && explained.code === 'connection-lost') explained = explainError(failure, host);
      if (!KEEPS_CONNECTION.has(explained.code) || this.client?.usable === false) this.client?.close();
      job.reject(explained);
    } finally {
      unwatch();
    }
  }

  private async connected(): Promise<ImapFlow> {
    const compress = this.events.compress?.() ?? false;
    if (this.client && !this.client.isClosed && this.client.usable) {
      if (this.compressed || !compress) return this.client;
      await closeImap(this.client);
    }
    this.client = null;
    this.compressed = compress;
    const client = await openImap(this.settings, this.secret, this.timings, { compress });
    if (this.closed) {
      client.close();
      throw canceled();
    }
    this.client = client;
    return client;
  }
}

/** Errors after which the same connection can be used on. */
const KEEPS_CONNECTION = new Set<MailError['code']>([
  'server-refused',
  'mailbox-missing',
  'mailbox-exists',
  'uidvalidity-changed',
  'over-quota',
  'message-too-large',
]);

function canceled(): MailError {
  return new MailError('canceled', 'The account was stopped.', 'Start it again to go on.');
}

/** A selected mailbox with the numbers the sync needs. */
export interface SelectedMailbox {
  uidValidity: number;
  uidNext: number;
  exists: number;
  /** `null` where the server keeps no MODSEQ for this mailbox (RFC 7162 section 3.1.2.2). */
  highestModseq: bigint | null;
}

/** Selects a mailbox, anew even when it is selected already, so that all numbers are current. */
export async function selectMailbox(client: ImapFlow, path: string): Promise<SelectedMailbox> {
  const mailbox = await client.mailboxOpen(path);
  return numbersOf(mailbox);
}

/**
 * Selects a mailbox for work on given UIDs.
 * @throws MailError `uidvalidity-changed` when the UIDs mean nothing any more.
 */
export async function selectForUids(client: ImapFlow, path: string, uidValidity: number): Promise<void> {
  const selected =
    client.mailbox && client.mailbox.path === path
      ? numbersOf(client.mailbox)
      : await selectMailbox(client, path);
  if (selected.uidValidity !== uidValidity) {
    throw new MailError(
      'uidvalidity-changed',
      'The server renumbered the messages of this mailbox.',
      'Skein compares the mailbox again and then repeats what you did.',
    );
  }
}

/** Fails a command that imapflow answered with false: by what the connection says, else as refused. */
export function refusedUnless<T>(
  client: ImapFlow,
  result: T | false | null | undefined,
  what: string,
): Exclude<T, boolean | null | undefined> | true {
  if (result !== false && result !== null && result !== undefined) {
    return result as Exclude<T, boolean | null | undefined> | true;
  }
  if (client.isClosed || !client.usable) {
    throw Object.assign(new Error('Connection closed'), { code: 'EConnectionClosed' });
  }
  throw new MailError(
    'server-refused',
    `The server refused to ${what}.`,
    'The mailbox may be read-only, or the account may lack the right to do this.',
  );
}

function numbersOf(mailbox: MailboxObject): SelectedMailbox {
  return {
    uidValidity: Number(mailbox.uidValidity),
    uidNext: mailbox.uidNext,
    exists: mailbox.exists,
    highestModseq: mailbox.noModseq ? null : (mailbox.highestModseq ?? null),
  };
}
