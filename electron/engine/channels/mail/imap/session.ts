import type { ImapFlow } from 'imapflow';
import type { SecretSource } from '../credential.ts';
import { asMailError } from '../errors.ts';
import type { MailSettings } from '../settings.ts';
import { Admission } from './admission.ts';
import { canceled, ImapLine, type Outcome } from './line.ts';
import type { ImapTimings } from './timings.ts';

/** What goes first when several wait: what the user did, then what the user waits to see, then the rest of the sync. */
export type Lane = 'action' | 'look' | 'sync';
const LANES: Lane[] = ['action', 'look', 'sync'];

export interface SessionEvents {
  /** Told since when the server has been silent while a job runs, and `null` when it is no longer. */
  silent?(since: number | null): void;
  /** Asked before each job: whether what is sent should be compressed (RFC 4978). */
  compress?(): boolean;
}

interface Job {
  lane: Lane;
  /** It only reads content, which never changes, so it may overlap with what the user does. */
  content: boolean;
  work: (client: ImapFlow) => Promise<unknown>;
  settle(outcome: Outcome): void;
}

/**
 * The working connections of an account: one, and a second one when the user waits while the first is busy. A server
 * that refuses the second is left alone with it for a while. Jobs must be short.
 *
 * What the user does and what compares a mailbox never overlap, so that no comparison brings back what was so before.
 */
export class ImapSession {
  private readonly waiting: Record<Lane, Job[]> = { action: [], look: [], sync: [] };
  private readonly running = new Map<ImapLine, Job>();
  private readonly lines: ImapLine[];
  private readonly silences = new Map<number, number>();
  private opening: ImapLine | null = null;
  /** Of the second connection. */
  private readonly admission: Admission;
  private patience: NodeJS.Timeout | undefined;
  private reserved = 0;
  private closed = false;

  constructor(
    settings: MailSettings,
    secret: SecretSource,
    private readonly timings: ImapTimings,
    private readonly events: SessionEvents = {},
  ) {
    this.admission = new Admission(timings);
    this.lines = [0, 1].map(
      (index) =>
        new ImapLine(settings, secret, timings, {
          silent: (since) => this.silent(index, since),
          compress: () => events.compress?.() ?? false,
        }),
    );
  }

  /**
   * Runs `work` with a signed-in connection. Rejects with a `MailError`; after one the connection is closed unless
   * the server merely refused a command, and the next job opens a new one.
   */
  run<T>(
    lane: Lane,
    work: (client: ImapFlow) => Promise<T>,
    { content = false }: { content?: boolean } = {},
  ): Promise<T> {
    if (this.closed) return Promise.reject(canceled());
    return new Promise<T>((resolve, reject) => {
      const settle = (outcome: Outcome) =>
        'error' in outcome ? reject(outcome.error) : resolve(outcome.value as T);
      this.waiting[lane].push({ lane, content, work, settle });
      this.dispatch();
    });
  }

  /** Until the returned function is called the sync begins to fetch nothing further: the way is somebody else's. */
  reserve(): () => void {
    this.reserved++;
    return () => {
      this.reserved--;
      if (!this.closed) this.dispatch();
    };
  }

  /** Breaks the connections at once: jobs that run fail as "connection lost", those that wait get a new one. */
  drop(): void {
    for (const line of this.lines) line.drop();
  }

  /**
   * Closes each connection unless it shows within a moment that it still lives: by any byte for the job that runs, or
   * by an answer to a NOOP. The server may have room for a second one now.
   */
  check(): void {
    this.admission.reset();
    for (const line of this.lines) {
      if (!line.expectBytes() || this.running.has(line) || line === this.opening) continue;
      this.start(line, { lane: 'sync', content: true, work: (client) => client.noop(), settle: () => {} });
    }
  }

  /** Ends the session; waiting jobs are refused. */
  async close(): Promise<void> {
    this.closed = true;
    clearTimeout(this.patience);
    for (const lane of LANES)
      for (const job of this.waiting[lane].splice(0)) job.settle({ error: canceled() });
    await Promise.all(this.lines.map((line) => line.close(this.running.has(line))));
  }

  /** Gives connections the jobs that may begin. */
  private dispatch(): void {
    clearTimeout(this.patience);
    for (const lane of LANES) {
      for (let job = this.waiting[lane][0]; job && this.mayBegin(job); job = this.waiting[lane][0]) {
        const line = this.freeLine();
        if (!line) {
          if (lane !== 'sync')
            this.patience = setTimeout(() => void this.openAnother(), this.timings.patience);
          return;
        }
        this.waiting[lane].shift();
        this.start(line, job);
      }
    }
  }

  private mayBegin({ lane, content }: Job): boolean {
    const running = [...this.running.values()];
    if (lane === 'action') return running.every((job) => job.content);
    if (!content && running.some((job) => job.lane === 'action')) return false;
    if (lane === 'look') return true;
    if (content && this.reserved > 0) return false;
    // The way is left to what somebody waits for, and a connection to what may come.
    return running.every((job) => job.lane === 'action' || (job.lane === 'look' && !content));
  }

  /** One that is open, or the only one that is needed. */
  private freeLine(): ImapLine | undefined {
    const free = this.lines.filter((line) => !this.running.has(line) && line !== this.opening);
    return free.find((line) => line.ready) ?? (this.running.size === 0 ? free[0] : undefined);
  }

  private start(line: ImapLine, job: Job): void {
    this.running.set(line, job);
    void line.perform(job.work).then((outcome) => {
      this.running.delete(line);
      for (const other of this.lines) if (other !== line) other.outdate();
      job.settle(outcome);
      if (!this.closed) this.dispatch();
    });
  }

  private async openAnother(): Promise<void> {
    const line = this.lines.find((one) => !this.running.has(one) && !one.ready);
    if (!line || this.opening || this.closed || this.admission.wait > 0) return;
    this.opening = line;
    try {
      await line.open();
      this.admission.reset();
    } catch (error) {
      // Whatever it is: the job waits for the connection that works, and tells what is wrong when that fails too.
      this.admission.refused(asMailError(error));
    } finally {
      this.opening = null;
      if (!this.closed) this.dispatch();
    }
  }

  private silent(index: number, since: number | null): void {
    if (since === null) this.silences.delete(index);
    else this.silences.set(index, since);
    this.events.silent?.(this.silences.size > 0 ? Math.min(...this.silences.values()) : null);
  }
}
