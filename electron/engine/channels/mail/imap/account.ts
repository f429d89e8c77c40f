import type { SecretSource } from '../credential.ts';
import { asMailError, type MailError, needsUser } from '../errors.ts';
import type {
  MailAccountStatus,
  MailboxProgress,
  MailboxRecord,
  MailObserver,
  MailStore,
  ParseMessage,
} from '../ports.ts';
import type { MailSettings } from '../settings.ts';
import { AccountStatus } from './account-status.ts';
import { Alarm } from './alarm.ts';
import { Backoff } from './backoff.ts';
import type { DownloadMeans } from './download.ts';
import { FetchPace } from './fetch-pace.ts';
import { LargeSources } from './large-sources.ts';
import { canceled } from './line.ts';
import { MailboxChanges } from './mailbox-changes.ts';
import { ofOneMailbox, unreadableMailbox } from './mailbox-errors.ts';
import { compareMailboxes, listMailboxes } from './mailbox-list.ts';
import { MailboxStandings } from './mailbox-standings.ts';
import { syncMailbox } from './mailbox-sync.ts';
import { needsSync } from './needs-sync.ts';
import { fetchPart, type PartCourse } from './part-source.ts';
import { RemoteMailboxes } from './remote-effects.ts';
import { findRenamed } from './renamed-mailboxes.ts';
import { ImapSession } from './session.ts';
import { SyncOrder } from './sync-order.ts';
import { DEFAULT_TIMINGS, type ImapTimings } from './timings.ts';
import { Trouble } from './trouble.ts';
import { Waiters } from './waiters.ts';
import { MailboxWatcher } from './watcher.ts';

export interface ImapAccountOptions<Parsed> {
  accountId: string;
  settings: MailSettings;
  secret: SecretSource;
  store: MailStore<Parsed>;
  parse: ParseMessage<Parsed>;
  observer: MailObserver;
  timings?: Partial<ImapTimings>;
}

/** Keeps one account in line with its IMAP server until it is stopped. Uses at most three connections. */
export class ImapAccount<Parsed> {
  /** What the user's actions do on the server. Usable whenever the account is started, paused or not. */
  readonly remote: RemoteMailboxes;
  readonly mailboxChanges: MailboxChanges;
  readonly standings = new MailboxStandings();
  private readonly pace = new FetchPace();
  private readonly large = new LargeSources<Parsed>();
  private readonly trouble = new Trouble();
  private readonly comparedWhole = new Map<string, number>();
  /** Mailboxes that could not be compared because the server failed at them, and why. */
  private readonly gaveWay = new Map<string, MailError>();
  private readonly order = new SyncOrder(this.standings);
  private readonly session: ImapSession;
  private readonly means: DownloadMeans<Parsed>;
  private readonly timings: ImapTimings;
  private readonly backoff: Backoff;
  private readonly status: AccountStatus;
  private readonly waiters = new Waiters();
  private mailboxes: MailboxRecord[] = [];
  /** On the clock that nobody sets. */
  private lastDeep = Number.NEGATIVE_INFINITY;
  private looking: Promise<void> | null = null;
  private watcher: MailboxWatcher | null = null;
  private lost: MailError | null = null;
  private paused = false;
  private stopped = false;
  private blocked = false;
  private relist = true;
  private readonly alarm = new Alarm();
  private loop: Promise<void> | null = null;

  constructor(private readonly options: ImapAccountOptions<Parsed>) {
    this.timings = { ...DEFAULT_TIMINGS, ...options.timings };
    this.backoff = new Backoff(this.timings.backoffMin, this.timings.backoffMax);
    this.status = new AccountStatus(options.observer);
    this.session = new ImapSession(options.settings, options.secret, this.timings, {
      silent: (silentSince) => this.status.update({ silentSince }),
      compress: () => this.pace.slow,
    });
    const { store, parse } = options;
    this.means = { session: this.session, store, parse, pace: this.pace };
    this.remote = new RemoteMailboxes(this.session);
    this.mailboxChanges = new MailboxChanges(this.session);
  }

  get currentStatus(): MailAccountStatus {
    return this.status.current;
  }

  /** Somebody looks at these mailboxes: what is due in them goes before everything else, and what is new is asked for. */
  look(mailboxIds: string[]): void {
    this.order.look(mailboxIds);
    const stale = new Set(this.standings.stale(mailboxIds, this.timings.glance));
    const paths = this.mailboxes.filter(({ id }) => stale.has(id)).map(({ path }) => path);
    if (paths.length > 0) this.watcher?.glance(paths);
    this.looking ??= this.showFirst().finally(() => {
      this.looking = null;
    });
  }

  /** Somebody opened a message of which only header and text are here: the rest is fetched beside the sync. */
  async complete(mailboxId: string, uid: number): Promise<void> {
    const { store } = this.options;
    // Nobody knocks at a server that refuses, or is not there, because a window is looked at.
    if (this.status.current.error) return;
    const { path, uidValidity } = this.mailboxes.find(({ id }) => id === mailboxId) ?? {};
    const message = (await store.incompleteUids(mailboxId)).find((one) => one.uid === uid);
    if (path === undefined || !uidValidity || !message) return;
    const context = { ...this.means, lane: 'look' as const, mailboxId, path, uidValidity };
    await this.large.complete(context, message, () => this.stopped);
  }

  /** Somebody waits for one part of a message: as `fetchPart`, in place of the error the account waits with. */
  async *fetchPart(
    { mailboxId, uid, section }: { mailboxId: string; uid: number; section: string },
    course: Omit<PartCourse, 'pace'>,
  ): AsyncGenerator<Uint8Array> {
    const { error } = this.status.current;
    if (error && needsUser(error)) throw error;
    const { path, uidValidity } = this.mailboxes.find(({ id }) => id === mailboxId) ?? {};
    if (path === undefined || !uidValidity) return;
    const release = this.session.reserve();
    try {
      yield* fetchPart(this.session, { path, uidValidity, uid, section }, { ...course, pace: this.pace });
    } finally {
      release();
    }
  }

  /** Begins to sync; returns at once. */
  start(): void {
    this.loop ??= this.live();
  }

  /** Ends all connections. What was being written is written to its end or not at all. */
  async stop(): Promise<void> {
    this.stopped = true;
    this.waiters.reject(canceled());
    this.alarm.ring();
    this.session.drop();
    await this.session.close();
    await this.watcher?.stop();
    await this.looking;
    await this.loop;
    await this.large.close();
  }

  /** Stops syncing until `resume`; actions of the user still reach the server. */
  pause(): void {
    this.paused = true;
    this.alarm.ring();
  }

  resume(): void {
    this.paused = false;
    this.alarm.ring();
  }

  /**
   * Compares every mailbox with the server. Resolves when the store is in line with it, rejects with the `MailError`
   * that prevents it. While the account is paused it waits. Also the way to try again after an error that waits for
   * the user.
   */
  syncNow(): Promise<void> {
    if (this.stopped) return Promise.reject(canceled());
    const synced = this.waiters.wait();
    this.relist = true;
    this.retry();
    return synced;
  }

  /** As `syncNow`, and what the server failed at is asked for again, too. */
  tryEverything(): Promise<void> {
    this.trouble.forgive();
    return this.syncNow();
  }

  /** Tries again at once, after a password was changed or the user asked for it. */
  retry(): void {
    this.blocked = false;
    this.backoff.reset();
    this.alarm.ring();
  }

  /** The network is another one or is back, or the computer was asleep: connections that died with the old one are replaced at once. */
  networkChanged(): void {
    this.backoff.reset();
    this.pace.reset();
    this.watcher?.check();
    this.session.check();
    this.alarm.ring();
  }

  private async live(): Promise<void> {
    while (!this.stopped) {
      if (this.paused || this.blocked) {
        if (this.paused) this.status.update({ state: 'paused', mailbox: null, nextAttemptAt: null });
        await this.endWatcher();
        await this.alarm.sleep(null);
        continue;
      }
      try {
        if (!this.status.current.error) this.status.update({ state: 'starting' });
        this.status.update({ nextAttemptAt: null });
        await this.prepare();
        await this.work();
      } catch (error) {
        await this.failed(asMailError(error));
      }
    }
  }

  private async failed(error: MailError): Promise<void> {
    await this.endWatcher();
    if (this.stopped) return;
    this.options.observer.log?.('imap-account-failed', { code: error.code });
    this.relist = true;
    this.waiters.reject(error);
    if (needsUser(error)) {
      this.blocked = true;
      this.status.update({ state: 'error', mailbox: null, error, nextAttemptAt: null });
      return;
    }
    const delay = this.backoff.next();
    this.alarm.reset();
    this.status.failed(error, Date.now() + delay, this.mailboxes.length > 0);
    await this.alarm.sleep(delay);
  }

  /** Lists the mailboxes and starts to watch them. */
  private async prepare(): Promise<void> {
    const { accountId, store } = this.options;
    if (this.mailboxes.length === 0) this.mailboxes = await store.listMailboxes(accountId);
    this.lost = null;
    await this.list();
    this.watcher = new MailboxWatcher(this.options.settings, this.options.secret, this.timings, {
      inboxChanged: () => this.mark(({ specialUse }) => specialUse === 'inbox'),
      polled: (listed, numbers, askedAt) => {
        const outdated = needsSync(this.mailboxes, listed, numbers);
        if (outdated.relist) this.relist = true;
        this.standings.looked(outdated, askedAt);
        // Without CONDSTORE a changed flag shows in no number.
        const deep = performance.now() - this.lastDeep > this.timings.deepCompare;
        this.status.update({ checkedAt: Date.now() });
        for (const id of this.trouble.expired) this.standings.due(id);
        this.mark(({ selectable, highestModseq }) => deep && selectable && highestModseq === null);
      },
      glanced: (numbers, askedAt) => {
        const paths = new Set(numbers.map(({ path }) => path));
        const looked = this.mailboxes.filter(({ path }) => paths.has(path));
        const outdated = new Set(needsSync(looked, looked, numbers).mailboxIds);
        for (const { id } of looked) this.standings.glanced(id, outdated.has(id), askedAt);
        this.alarm.ring();
      },
      lost: (error) => {
        this.lost = error;
        this.alarm.ring();
      },
      borrow: (work) => this.session.run('sync', work),
    });
  }

  private async list(): Promise<void> {
    const { accountId, store } = this.options;
    this.relist = false;
    const askedAt = Date.now();
    const listed = await this.session.run('sync', async (client) =>
      findRenamed(client, this.mailboxes, (await listMailboxes(client, false)).listed),
    );
    this.mailboxes = await store.upsertMailboxes(accountId, listed);
    this.mailboxes.sort(compareMailboxes);
    const selectable = this.mailboxes.filter((mailbox) => mailbox.selectable);
    this.standings.listed(
      selectable.map(({ id }) => id),
      askedAt,
    );
    const ids = this.mailboxes.map(({ id }) => id);
    for (const id of this.gaveWay.keys()) if (!ids.includes(id)) this.gaveWay.delete(id);
    this.status.keep(ids);
  }

  private async work(): Promise<void> {
    while (!this.stopped && !this.paused) {
      if (this.lost) throw this.lost;
      if (this.relist) await this.list();
      const [next] = this.order.due(this.mailboxes);
      if (!next && this.looking) {
        await this.looking;
        continue;
      }
      if (!next) {
        this.backoff.reset();
        this.status.update({
          state: 'idle',
          mailbox: null,
          error: null,
          offlineSince: null,
          checkedAt: Date.now(),
        });
        const [unread] = this.gaveWay.values();
        if (unread) this.waiters.reject(unread);
        else this.waiters.resolve();
        await this.alarm.sleep(null);
        continue;
      }
      this.status.working(next.path);
      await this.syncOne(next, 'sync');
      this.watcher?.start();
    }
  }

  /** What somebody opened does not wait until the mailbox worked on gives way: its first screen comes beside that. */
  private async showFirst(): Promise<void> {
    const release = this.session.reserve();
    try {
      const shown = new Set<string>();
      while (this.standings.isBusy && !this.isHalted) {
        const due = this.order.due(this.mailboxes);
        const next = due.find(({ id }) => this.order.isLookedAt(id) && !shown.has(id));
        if (!next) return;
        shown.add(next.id);
        await this.syncOne(next, 'look');
      }
    } catch {
      // It is due still: the sync tries it, and says what is wrong.
    } finally {
      release();
    }
  }

  private async syncOne(mailbox: MailboxRecord, lane: 'look' | 'sync'): Promise<void> {
    const { store } = this.options;
    this.standings.begun(mailbox.id);
    const deep =
      lane === 'sync' &&
      mailbox.highestModseq === null &&
      performance.now() - this.lastDeep > this.timings.deepCompare;
    try {
      const outcome = await syncMailbox(mailbox, {
        ...this.means,
        lane,
        progress: (progress) => this.progress(progress),
        shouldYield: () => this.shouldYield(mailbox, lane),
        othersFilled: this.mailboxes.some(({ id, exists }) => id !== mailbox.id && (exists ?? 0) > 0),
        deep,
        large: this.large,
        trouble: this.trouble,
        comparedWhole: this.comparedWhole,
      });
      this.trouble.passed(mailbox.id);
      this.gaveWay.delete(mailbox.id);
      if (outcome === 'yielded') this.standings.interrupted(mailbox.id);
      else this.standings.checked(mailbox.id, this.trouble.hidesMessages(mailbox.id));
    } catch (error) {
      const explained = asMailError(error);
      const gaveWay = this.trouble.givesWay(mailbox.id, explained) ? unreadableMailbox(explained) : null;
      if (gaveWay) this.gaveWay.set(mailbox.id, gaveWay);
      const ofThis = ofOneMailbox(explained) ?? gaveWay;
      if (ofThis) {
        await store.noteFailure(mailbox.id, ofThis);
        this.standings.failed(mailbox.id);
      } else {
        this.standings.interrupted(mailbox.id);
        if (explained.code !== 'uidvalidity-changed') throw explained;
      }
    }
    const fresh = await store.listMailboxes(this.options.accountId);
    this.mailboxes = fresh.sort(compareMailboxes);
    if (deep && this.order.due(fresh).length === 0) this.lastDeep = performance.now();
  }

  private get isHalted(): boolean {
    return this.stopped || this.paused || this.lost !== null;
  }

  private shouldYield(mailbox: MailboxRecord, lane: 'look' | 'sync'): boolean {
    if (this.isHalted) return true;
    if (lane === 'look') return !this.order.isLookedAt(mailbox.id);
    return this.relist || this.order.givesWay(mailbox, this.mailboxes);
  }

  private mark(which: (mailbox: MailboxRecord) => boolean): void {
    for (const mailbox of this.mailboxes) if (which(mailbox)) this.standings.due(mailbox.id);
    this.alarm.ring();
  }

  private progress(progress: MailboxProgress): void {
    // The first screen of the inbox comes before a second connection is opened.
    if (progress.state === 'fetching' && progress.done > 0) this.watcher?.start();
    this.status.progress(progress);
    this.options.observer.progress(progress);
  }

  private async endWatcher(): Promise<void> {
    const { watcher } = this;
    this.watcher = null;
    await watcher?.stop();
  }
}
