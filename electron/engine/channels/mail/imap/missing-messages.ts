import { asMailError, isRefused } from '../errors.ts';
import type { MessageSummary } from '../ports.ts';
import { type DownloadContext, fetchGroup, fetchSummaries, nextGroup, writeGroup } from './download.ts';
import type { Trouble } from './trouble.ts';
import type { UidSet } from './uid-set.ts';

/** What fits on the first screen: these come before anything else of a mailbox. */
const FIRST_SCREEN = 50;
/** Bytes somebody who looks is shown first; then twice as many, and so on. */
const FIRST_GLANCE = 32 * 1024;
/** Messages whose sizes are asked for at once. */
const SUMMARY_STEP = 512;

export interface MissingOptions<Parsed> {
  context: DownloadContext<Parsed>;
  /** Nothing of them can be here under another UID, or in another mailbox. */
  nothingToRematch: boolean;
  trouble: Trouble;
  /** Asked between two groups. */
  shouldYield(): boolean;
  /** These are in the store. */
  written(uids: number[]): void;
}

/**
 * Fetches messages, the newest first; for somebody who looks the first screen only. Those the server failed at come
 * last, each alone. Resolves to false when it gave way before everything was there.
 */
export async function fetchMissing<Parsed>(
  missing: UidSet,
  options: MissingOptions<Parsed>,
): Promise<boolean> {
  return new MissingMessages(options).run(missing);
}

class MissingMessages<Parsed> {
  private mostBytes: number;
  /** One group is parsed and written while the next one is fetched. */
  private writing: Promise<void> = Promise.resolve();

  constructor(private readonly options: MissingOptions<Parsed>) {
    this.mostBytes = options.context.lane === 'look' ? FIRST_GLANCE : Number.POSITIVE_INFINITY;
  }

  async run(missing: UidSet): Promise<boolean> {
    const { trouble, context } = this.options;
    const before = trouble.of(context.mailboxId);
    try {
      const sound = missing.minus(before.alone).minus(before.failed).minus(before.leftOut);
      let isFirst = true;
      for (const uids of sound.newestFirst(SUMMARY_STEP, FIRST_SCREEN)) {
        if (context.lane === 'look' && !isFirst) return false;
        if (!(await this.fetch(uids))) return false;
        isFirst = false;
      }
      const { alone, failed } = trouble.of(context.mailboxId);
      for (const doubtful of [alone, failed])
        for (const uid of missing.and(doubtful).newestFirst(1)) if (!(await this.fetch(uid))) return false;
    } finally {
      await this.writing;
    }
    return true;
  }

  /** Resolves to false when it gave way. */
  private async fetch(uids: UidSet): Promise<boolean> {
    const { context, shouldYield } = this.options;
    let summaries = await this.ask(uids.toArray(), true, () => this.summaries(uids));
    while (summaries && summaries.length > 0) {
      if (shouldYield()) return false;
      const group = nextGroup(summaries, Math.min(this.mostBytes, context.pace.bytes));
      this.mostBytes *= 2;
      const arriving = await this.ask(
        group.map(({ uid }) => uid),
        false,
        () => fetchGroup(context, group),
      );
      // What did not come is asked for again, as long as something comes; what vanished does not.
      const came = new Set(arriving?.map(({ uid }) => uid));
      const rest = came.size > 0 ? group.filter(({ uid }) => !came.has(uid)) : [];
      summaries = [...rest, ...summaries.slice(group.length)];
      if (!arriving) continue;
      await this.writing;
      this.writing = writeGroup(context, arriving, (written) => this.written(written));
      this.writing.catch(() => {});
    }
    return true;
  }

  /** Of those that are not here under another UID, or in another mailbox. */
  private async summaries(uids: UidSet): Promise<MessageSummary[]> {
    const { context, nothingToRematch } = this.options;
    const { store, mailboxId, uidValidity } = context;
    const summaries = await fetchSummaries(context, uids, !nothingToRematch);
    if (nothingToRematch || summaries.length === 0) return summaries;
    const found = new Set(await store.rematch(mailboxId, uidValidity, summaries));
    if (found.size > 0) this.written([...found]);
    return summaries.filter(({ uid }) => !found.has(uid));
  }

  private written(uids: number[]): void {
    this.options.trouble.arrived(this.options.context.mailboxId, uids);
    this.options.written(uids);
  }

  /** Asks for messages; resolves to `null` when the server refuses them, and notes what it fails at. */
  private async ask<T>(uids: number[], unknown: boolean, work: () => Promise<T>): Promise<T | null> {
    const { trouble, context } = this.options;
    try {
      return await work();
    } catch (error) {
      const refused = isRefused(asMailError(error));
      trouble.failedAt(context.mailboxId, uids, refused, unknown);
      if (!refused) throw error;
      return null;
    }
  }
}
