import type { ImapFlow } from 'imapflow';
import { asMailError, isRefused, MailError } from '../errors.ts';
import type { MailboxProgress, MailboxRecord } from '../ports.ts';
import { assertOpen, type DownloadContext, type DownloadMeans } from './download.ts';
import { applyFlags, confirmGone, syncFlags } from './flag-sync.ts';
import type { IncompleteMessage, LargeSources } from './large-sources.ts';
import { unreadableMessages } from './mailbox-errors.ts';
import { fetchMissing } from './missing-messages.ts';
import { changesSince, wasCompared } from './resync.ts';
import { refusedUnless, type SelectedMailbox, selectMailbox } from './selected-mailbox.ts';
import type { Trouble } from './trouble.ts';
import { UidSet } from './uid-set.ts';

/** So long a mailbox is told by its number of messages, where the server does not say which went. */
const LATELY_MS = 3_600_000;

export interface MailboxSyncOptions<Parsed> extends DownloadMeans<Parsed> {
  /** `look`: somebody waits for the first screen, and only that is fetched. */
  lane: 'look' | 'sync';
  progress(progress: MailboxProgress): void;
  /** Asked between two groups of messages: something more urgent waits, or the account stops. */
  shouldYield(): boolean;
  /** Whether other mailboxes of the account may hold the same messages already. */
  othersFilled: boolean;
  large: LargeSources<Parsed>;
  trouble: Trouble;
  /** Compare every flag even without CONDSTORE. */
  deep: boolean;
  /** When all UIDs of a mailbox were compared last, on the clock that nobody sets. */
  comparedWhole: Map<string, number>;
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
  /** Messages that are here, and on the server. */
  private here = 0;
  private total = 0;

  constructor(
    private record: MailboxRecord,
    private readonly options: MailboxSyncOptions<Parsed>,
  ) {}

  async run(): Promise<'done' | 'yielded'> {
    this.report('listing');
    return (await this.resync()) ?? (await this.compare());
  }

  /** Takes over what changed since the last comparison; `null`: that is not known, or does not add up. */
  private async resync(): Promise<'done' | 'yielded' | null> {
    const { record } = this;
    const { session, lane, store } = this.options;
    if (!wasCompared(record)) return null;
    const wholeAt = this.options.comparedWhole.get(record.id) ?? Number.NEGATIVE_INFINITY;
    const lately = performance.now() - wholeAt < LATELY_MS;
    const changes = await session.run(lane, (client) => changesSince(client, record, lately));
    if (!changes) return null;
    const { selected, vanished, states, newer } = changes;
    const context = this.contextOf(selected);
    await this.noteTraits(selected);
    if (!vanished.isEmpty) await store.expunge(record.id, selected.uidValidity, [...vanished.ranges]);
    this.report('flags');
    await applyFlags(context, states);
    const missing = newer.minus(UidSet.fromRanges(await store.knownUids(record.id, record.uidNext)));
    this.here = await store.countUids(record.id);
    this.total = selected.exists;
    const { leftOut } = this.options.trouble.of(record.id);
    if (this.here + missing.union(leftOut).size !== selected.exists) return null;
    return this.finish(context, selected, missing, false);
  }

  /** Compares all UIDs, and the flags. */
  private async compare(): Promise<'done' | 'yielded'> {
    const { session, lane, store } = this.options;
    const listing = await session.run(lane, (client) => listUids(client, this.record.path));
    const { selected } = listing;
    const firstEver = this.record.uidValidity === null;
    if (this.record.uidValidity !== selected.uidValidity) {
      await store.resetMailbox(this.record.id, selected.uidValidity);
      this.options.trouble.forget(this.record.id);
      this.record = {
        ...this.record,
        uidValidity: selected.uidValidity,
        uidNext: null,
        highestModseq: null,
        exists: null,
        checkedAt: null,
      };
    }
    const context = this.contextOf(selected);
    await this.noteTraits(selected);
    const before = UidSet.fromRanges(await store.knownUids(this.record.id, 1));
    const gone = await this.removeGone(context, before.minus(listing.uids), listing.complete);
    const known = before.minus(gone);
    this.options.comparedWhole.set(this.record.id, performance.now());
    this.here = known.size;
    this.total = selected.exists;
    this.report('flags');
    await syncFlags(context, this.record, selected, known, this.options.deep);
    return this.finish(context, selected, listing.uids.minus(known), firstEver && !this.options.othersFilled);
  }

  private async noteTraits({ keywords, objectId }: SelectedMailbox): Promise<void> {
    const known = this.record;
    if (keywords?.join(' ') === known.keywords?.join(' ') && objectId === known.objectId) return;
    await this.options.store.noteTraits(known.id, { keywords, objectId });
    this.record = { ...known, keywords, objectId };
  }

  private contextOf({ uidValidity }: SelectedMailbox): DownloadContext<Parsed> {
    const { session, lane, pace, store, parse } = this.options;
    const { id: mailboxId, path } = this.record;
    return { session, lane, pace, store, parse, mailboxId, path, uidValidity };
  }

  /** Removals and flags are in the store: fetches what is missing. */
  private async finish(
    context: DownloadContext<Parsed>,
    selected: SelectedMailbox,
    missing: UidSet,
    nothingToRematch: boolean,
  ): Promise<'done' | 'yielded'> {
    const { store } = this.options;
    // What is fetched from now on has flags at least this new, so an interrupted first sync resumes from here.
    const state = {
      uidValidity: selected.uidValidity,
      uidNext: this.record.uidNext,
      highestModseq: selected.highestModseq?.toString() ?? null,
      exists: selected.exists,
      checkedAt: this.record.checkedAt,
    };
    await store.saveState(this.record.id, state);
    this.report('fetching');
    const finished = await fetchMissing(missing, {
      context,
      nothingToRematch,
      trouble: this.options.trouble,
      shouldYield: () => this.options.shouldYield(),
      written: (uids) => {
        this.here += uids.length;
        this.report('fetching');
      },
    });
    if (!finished) return 'yielded';
    if (this.record.checkedAt === null) await store.finishReset(this.record.id, selected.uidValidity);
    await store.saveState(this.record.id, { ...state, uidNext: selected.uidNext, checkedAt: Date.now() });
    const leftOut = this.leftOut(missing);
    if (leftOut > 0) await store.noteFailure(this.record.id, unreadableMessages(leftOut));
    this.report('done');
    return (await this.completeLarge(context)) ? 'done' : 'yielded';
  }

  /** How many of these the server fails at, so that they are left out for now. */
  private leftOut(missing: UidSet): number {
    return missing.and(this.options.trouble.of(this.record.id).leftOut).size;
  }

  /** Removes those of the absent that are gone, and resolves to them. */
  private async removeGone(
    context: DownloadContext<Parsed>,
    absent: UidSet,
    complete: boolean,
  ): Promise<UidSet> {
    if (absent.isEmpty) return absent;
    const gone = complete ? absent : await confirmGone(context, absent);
    if (!gone.isEmpty)
      await this.options.store.expunge(context.mailboxId, context.uidValidity, [...gone.ranges]);
    return gone;
  }

  private async completeLarge(context: DownloadContext<Parsed>): Promise<boolean> {
    const { leftOut } = this.options.trouble.of(context.mailboxId);
    for (const message of await context.store.incompleteUids(context.mailboxId)) {
      if (leftOut.has(message.uid)) continue;
      if (this.options.lane === 'look' || this.options.shouldYield()) return false;
      this.report('large');
      const completed = await this.completeOne(context, message);
      if (!completed && this.options.shouldYield()) return false;
    }
    this.report('done');
    return true;
  }

  private async completeOne(context: DownloadContext<Parsed>, message: IncompleteMessage): Promise<boolean> {
    const { large, trouble, shouldYield } = this.options;
    try {
      const completed = await large.complete(context, message, () => shouldYield());
      if (completed) trouble.arrived(context.mailboxId, [message.uid]);
      return completed;
    } catch (error) {
      const refused = isRefused(asMailError(error));
      trouble.failedAt(context.mailboxId, [message.uid], refused);
      if (!refused) throw error;
      return false;
    }
  }

  private report(state: MailboxProgress['state']): void {
    this.options.progress({
      mailboxId: this.record.id,
      path: this.record.path,
      state,
      done: Math.min(this.here, this.total),
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
