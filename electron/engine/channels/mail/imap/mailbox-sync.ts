import type { ImapFlow } from 'imapflow';
import { MailError } from '../errors.ts';
import type { MailboxProgress, MailboxRecord, MailStore, ParseMessage } from '../ports.ts';
import {
  assertOpen,
  type DownloadContext,
  fetchGroup,
  fetchSummaries,
  groupForFetch,
  writeGroup,
} from './download.ts';
import { confirmGone, syncFlags } from './flag-sync.ts';
import { completeLargeMessage } from './large-source.ts';
import { type ImapSession, refusedUnless, type SelectedMailbox, selectMailbox } from './session.ts';
import { UidSet } from './uid-set.ts';

/** What fits on the first screen: these come before anything else of a mailbox. */
const FIRST_SCREEN = 50;
/** Messages whose sizes are asked for at once. */
const SUMMARY_STEP = 512;

export interface MailboxSyncOptions<Parsed> {
  session: ImapSession;
  store: MailStore<Parsed>;
  parse: ParseMessage<Parsed>;
  progress(progress: MailboxProgress): void;
  /** Asked between two groups of messages: something more urgent waits, or the account stops. */
  shouldYield(): boolean;
  /** Whether other mailboxes of the account may hold the same messages already. */
  othersFilled: boolean;
  /** Compare every flag even without CONDSTORE. */
  deep: boolean;
}

/**
 * Brings one mailbox of the store in line with the server: removals, flags, then missing messages newest first.
 * It can be interrupted anywhere and starts again from what the store has. Resolves to `yielded` when it gave way.
 */
export async function syncMailbox<Parsed>(
  mailbox: MailboxRecord,
  options: MailboxSyncOptions<Parsed>,
): Promise<'done' | 'yielded'> {
  return new MailboxPass(mailbox, options).run();
}

class MailboxPass<Parsed> {
  private known = UidSet.EMPTY;
  private total = 0;

  constructor(
    private record: MailboxRecord,
    private readonly options: MailboxSyncOptions<Parsed>,
  ) {}

  async run(): Promise<'done' | 'yielded'> {
    const { session, store, parse } = this.options;
    this.report('listing');
    const listing = await session.run('sync', (client) => listUids(client, this.record.path));
    const { selected } = listing;
    const firstEver = this.record.uidValidity === null;
    if (this.record.uidValidity !== selected.uidValidity) {
      await store.resetMailbox(this.record.id, selected.uidValidity);
      this.record = {
        ...this.record,
        uidValidity: selected.uidValidity,
        uidNext: null,
        highestModseq: null,
        exists: null,
        checkedAt: null,
      };
    }
    const context: DownloadContext<Parsed> = {
      session,
      store,
      parse,
      mailboxId: this.record.id,
      path: this.record.path,
      uidValidity: selected.uidValidity,
    };
    this.known = UidSet.fromRanges(await store.knownUids(this.record.id));
    this.total = selected.exists;

    await this.removeGone(context, listing.uids, listing.complete);
    this.report('flags');
    await syncFlags(context, this.record, selected, this.known, this.options.deep);
    // What is fetched from now on has flags at least this new, so an interrupted first sync resumes from here.
    const flagsUntil = selected.highestModseq?.toString() ?? null;
    const state = {
      uidValidity: selected.uidValidity,
      uidNext: this.record.uidNext,
      highestModseq: flagsUntil,
      exists: selected.exists,
      checkedAt: this.record.checkedAt,
    };
    await store.saveState(this.record.id, state);

    const missing = listing.uids.minus(this.known);
    const finished = await this.fetchMissing(context, missing, firstEver && !this.options.othersFilled);
    if (!finished) return 'yielded';
    if (this.record.checkedAt === null) await store.finishReset(this.record.id, selected.uidValidity);
    await store.saveState(this.record.id, { ...state, uidNext: selected.uidNext, checkedAt: Date.now() });
    this.report('done');
    return (await this.completeLarge(context)) ? 'done' : 'yielded';
  }

  private async removeGone(
    context: DownloadContext<Parsed>,
    onServer: UidSet,
    complete: boolean,
  ): Promise<void> {
    const absent = this.known.minus(onServer);
    if (absent.isEmpty) return;
    const gone = complete ? absent : await confirmGone(context, absent);
    if (gone.isEmpty) return;
    await this.options.store.expunge(context.mailboxId, context.uidValidity, [...gone.ranges]);
    this.known = this.known.minus(gone);
  }

  /** Resolves to false when it gave way before everything was there. */
  private async fetchMissing(
    context: DownloadContext<Parsed>,
    missing: UidSet,
    nothingToRematch: boolean,
  ): Promise<boolean> {
    let left = missing;
    let step = FIRST_SCREEN;
    let writing: Promise<void> = Promise.resolve();
    const written = (uids: number[]) => {
      this.known = this.known.union(UidSet.fromUids(uids));
      this.report('fetching');
    };
    this.report('fetching');
    try {
      while (!left.isEmpty) {
        const uids = left.newest(step);
        left = left.minus(uids);
        step = SUMMARY_STEP;
        let summaries = await fetchSummaries(context, uids, !nothingToRematch);
        if (!nothingToRematch && summaries.length > 0) {
          const found = new Set(
            await context.store.rematch(context.mailboxId, context.uidValidity, summaries),
          );
          summaries = summaries.filter(({ uid }) => !found.has(uid));
          if (found.size > 0) written([...found]);
        }
        const groups = groupForFetch(summaries);
        for (let group = groups.shift(); group; group = groups.shift()) {
          if (this.options.shouldYield()) return false;
          const arriving = await fetchGroup(context, group);
          // What did not come is asked for again, as long as something comes; what vanished does not.
          const came = new Set(arriving.map(({ uid }) => uid));
          const rest = group.filter(({ uid }) => !came.has(uid));
          if (came.size > 0 && rest.length > 0) groups.unshift(rest);
          // One group is parsed and written while the next one is fetched.
          await writing;
          writing = writeGroup(context, arriving, written);
          writing.catch(() => {});
        }
      }
    } finally {
      await writing;
    }
    return true;
  }

  private async completeLarge(context: DownloadContext<Parsed>): Promise<boolean> {
    for (const message of await context.store.incompleteUids(context.mailboxId)) {
      if (this.options.shouldYield()) return false;
      this.report('large');
      const completed = await completeLargeMessage(context, message, () => this.options.shouldYield());
      if (!completed && this.options.shouldYield()) return false;
    }
    this.report('done');
    return true;
  }

  private report(state: MailboxProgress['state']): void {
    this.options.progress({
      mailboxId: this.record.id,
      path: this.record.path,
      state,
      done: Math.min(this.known.size, this.total),
      total: this.total,
    });
  }
}

/** Selects the mailbox and asks for all its UIDs. `complete` is whether their number is the one the server claims. */
async function listUids(
  client: ImapFlow,
  path: string,
): Promise<{ selected: SelectedMailbox; uids: UidSet; complete: boolean }> {
  const selected = await selectMailbox(client, path);
  if (selected.exists === 0) return { selected, uids: UidSet.EMPTY, complete: true };
  const result = refusedUnless(
    client,
    await client.search({ all: true }, { uid: true, returnOptions: ['ALL', 'COUNT'] }),
    'list the messages of a mailbox',
  );
  assertOpen(client);
  const uids = Array.isArray(result)
    ? UidSet.fromUids(result)
    : UidSet.parse((typeof result === 'object' && result.all) || '');
  // A hostile server can name four billion UIDs in eleven characters.
  if (!uids || uids.size > Math.max(selected.exists, 0) + 1000) {
    throw new MailError(
      'server-nonsense',
      'The server sent a list of messages that cannot be true.',
      'If it happens again, the server is broken.',
    );
  }
  const exists = client.mailbox ? client.mailbox.exists : selected.exists;
  return { selected: { ...selected, exists }, uids, complete: uids.size === exists };
}
