/** The running engine: the store and every service over it, for one profile. */

import type { ErasePreview, EraseScope } from '#shared/contract/erase.ts';
import type { DoctorReport } from '#shared/contract/session.ts';
import type { Settings } from '#shared/contract/settings.ts';
import { Accounts } from './accounts/accounts.ts';
import { Connections } from './accounts/connections.ts';
import { Credentials } from './accounts/credentials.ts';
import { Mailboxes } from './accounts/mailboxes.ts';
import { secretName } from './accounts/secret-name.ts';
import { AccountSupervisor } from './accounts/supervisor.ts';
import { BackgroundPace } from './background-pace.ts';
import type { ChangeFeed } from './change-feed.ts';
import { MailError, needsUser } from './channels/mail/errors.ts';
import type { CondensedMessage } from './channels/mail/mime/condense.ts';
import { MimePool } from './channels/mail/mime/pool.ts';
import type { ParseMessage } from './channels/mail/ports.ts';
import { doctorReport } from './doctor.ts';
import { Drafts } from './drafts/drafts.ts';
import { Erasing } from './erasing.ts';
import { Exports } from './export/exports.ts';
import { Imports } from './import/imports.ts';
import { createMailStore } from './ingest/mail-store.ts';
import { Rereading } from './ingest/rereading.ts';
import { createSmsStore } from './ingest/sms-store.ts';
import { Invitations } from './invitations/invitations.ts';
import { MediaHosting } from './media-host/media-hosting.ts';
import { Outbox } from './outbox/outbox.ts';
import type { ErasurePorts } from './privacy/erasure.ts';
import { FileFetches } from './reading/file-fetches.ts';
import { Reading } from './reading/reading.ts';
import type { Commands, Queries } from './registry.ts';
import { applyNow } from './rules/apply-now.ts';
import { DueThreads } from './schedule/due-threads.ts';
import { BackgroundSteps, type StepPorts } from './schedule/steps.ts';
import { WallClock } from './schedule/wall-clock.ts';
import { AccessTokens } from './sign-in/access-tokens.ts';
import { SignInClients } from './sign-in/clients.ts';
import { refresh } from './sign-in/protocol.ts';
import { SignIns } from './sign-in/sign-ins.ts';
import { Spelling } from './spelling/spelling.ts';
import { ContentFolder } from './store/content.ts';
import type { KeyCustody, StoreKey } from './store/key.ts';
import { Store } from './store/store.ts';
import type { StoreAccess } from './store/store-access.ts';
import type { Command, Query } from './store/transaction.ts';
import { TransferFeed } from './transfer-feed.ts';
import { Unsubscribe } from './unsubscribe/unsubscribe.ts';

export interface EngineOptions {
  profile: string;
  key: StoreKey;
  custody: KeyCustody;
  /** Of the program. */
  version: string;
  /** Where changes are told; outlives the engine. */
  changes: ChangeFeed;
  /** Path of the SQLite addon; `null` leaves the choice to the library. */
  addon: string | null;
  /** The built db-worker, mime-worker and spell-worker. */
  workers: { database: URL; mime: URL; spelling: URL };
  /** Whether accounts are synced and queued acts performed from the start; else `connect` does it. Default: true. */
  connect?: boolean;
  /** For tests: see OneClickOptions. */
  testAuthority?: string | null;
  /** Texts and mails that just arrived, for notifications. */
  onArrived: (messageIds: string[]) => void;
  /** Threads that just came back into the inbox, for notifications. */
  onBack: (threadIds: string[]) => void;
  /** Messages that go out only now, because nobody was there to send them at their time. */
  onOverdue: (sends: { threadId: string; title: string }[]) => void;
  /** One line of technical log without content, addresses or secrets. */
  log: (event: string, facts: Record<string, string | number | boolean | null>) => void;
}

type EngineStore = Store<Commands, Queries>;

/** A service's part of the store. The registry holds every part; TypeScript cannot see that through the generics. */
const part = <C extends object, Q extends object>(store: EngineStore) =>
  store as unknown as StoreAccess<
    C & Record<keyof C, Command<never, unknown>>,
    Q & Record<keyof Q, Query<never, unknown>>
  >;

/** How long what was done stays in the journal. */
const JOURNAL_MS = 30 * 86_400_000;
/** After what a start needs. */
const REREAD_AFTER_MS = 3000;
/** How often mail that lost its place on the server is looked at. */
const SWEEP_MS = 5 * 60_000;

export class Engine {
  readonly accounts: Accounts;
  readonly connections: Connections;
  readonly mailboxes: Mailboxes;
  readonly supervisor: AccountSupervisor;
  readonly signInClients: SignInClients;
  readonly signIns: SignIns;
  readonly drafts: Drafts;
  readonly outbox: Outbox;
  readonly mediaHosting: MediaHosting;
  readonly reading: Reading;
  readonly fileFetches: FileFetches;
  readonly unsubscribe: Unsubscribe;
  readonly invitations: Invitations;
  readonly imports: Imports;
  readonly exports: Exports;
  readonly transfers: TransferFeed;
  readonly erasing: Erasing;
  readonly spelling: Spelling;
  readonly store: EngineStore;
  readonly pace = new BackgroundPace();
  readonly #options: EngineOptions;
  readonly #mime: MimePool;
  readonly #clock = new WallClock();
  readonly #dueThreads: DueThreads;
  readonly #rereading: Rereading;
  readonly #timer: NodeJS.Timeout;

  private constructor(options: EngineOptions, store: EngineStore) {
    this.#options = options;
    this.store = store;
    const content = new ContentFolder(options.profile);
    this.#mime = new MimePool({ workerUrl: options.workers.mime, pace: this.pace });
    this.spelling = new Spelling({ store: part(store), workerUrl: options.workers.spelling });
    this.reading = new Reading(part(store), content, this.#mime);
    this.fileFetches = new FileFetches({
      store: part(store),
      content,
      account: (accountId) => this.supervisor.mail(accountId)?.imap ?? null,
    });
    this.mediaHosting = new MediaHosting({
      store: part(store),
      secrets: options.custody.secrets,
      now: Date.now,
      log: options.log,
    });
    const parse: ParseMessage<CondensedMessage> = (source, { internalDate, whole }) =>
      this.#mime.condense(source, { internalDate: new Date(internalDate), whole });
    this.transfers = new TransferFeed(async () => ({
      import: await this.imports.state(),
      export: this.exports.state,
      reread: this.#rereading.state,
    }));
    const changed = () => this.transfers.changed();
    const turn = () => this.pace.turn();
    this.imports = new Imports({ store: part(store), content, parse, turn, changed });
    this.exports = new Exports({ store: part(store), reading: this.reading, changed });
    this.#rereading = new Rereading({
      store: part(store),
      read: (source) => this.reading.stored(source),
      parse,
      turn,
      changed,
      onDefect: (error) =>
        options.log('reread-defect', { error: error instanceof Error ? error.name : 'unknown' }),
    });
    const { secrets } = options.custody;
    this.signInClients = new SignInClients({ store: part(store), secrets, environment: process.env });
    this.signIns = new SignIns((provider) => this.signInClients.registration(provider));
    const tokens = new AccessTokens({
      refresh: async (provider, token) => refresh(await this.signInClients.registration(provider), token),
      secrets,
      now: Date.now,
    });
    const credentials = new Credentials({ secrets, tokens, signIns: this.signIns });
    this.supervisor = new AccountSupervisor({
      mailStore: createMailStore({
        store: part(store),
        content,
        arrived: options.onArrived,
        compared: (mailboxId) => this.#followDrafts(mailboxId),
        turn,
      }),
      smsStore: createSmsStore({ store: part(store), content, arrived: options.onArrived }),
      parse,
      credential: (account, refused) => credentials.of(account, refused),
      secret: async (accountId) => {
        const secret = await options.custody.secrets.get(secretName(accountId));
        if (secret !== null) return secret;
        throw new MailError('no-secret', 'The keychain has no password for this account.', 'Enter it again.');
      },
      mediaHost: this.mediaHosting,
      changed: (accountId, { state, error }) => {
        options.changes.publishAccounts();
        // Signing in again and again with a refused password gets an account locked.
        this.outbox.setReachable(accountId, !(state === 'error' && error && needsUser(error)));
      },
      log: options.log,
    });
    this.accounts = new Accounts({
      overview: () => store.read('account.overview', null),
      add: (account) => store.write('account.add', account),
      addSample: () => store.write('sample.add', undefined),
      get: (id) => store.read('account.get', id),
      setPaused: (id, paused) => store.write('account.setPaused', { id, paused }),
      setOptions: (options) => store.write('account.setOptions', options),
      secrets,
      credentials,
      clients: this.signInClients,
      supervisor: this.supervisor,
    });
    this.connections = new Connections({
      get: (id) => store.read('account.get', id),
      change: (change) => store.write('account.change', change),
      secrets,
      credentials,
      supervisor: this.supervisor,
    });
    this.mailboxes = new Mailboxes({
      store: part(store),
      mail: (accountId) => this.supervisor.mail(accountId),
      mails: () => this.supervisor.mails(),
    });
    this.drafts = new Drafts({
      store: part(store),
      content,
      attachment: (id) => this.reading.attachmentBytes(id),
      deliveredTo: (messageId) => this.reading.deliveredTo(messageId),
      parsed: (messageId) => this.reading.parsed(messageId),
      quotable: (messageId) => this.reading.quotable(messageId),
      inlinePart: (messageId, contentId) => this.reading.inlinePart(messageId, contentId),
      queued: (accountId) => this.supervisor.sms(accountId)?.channel.textQueued(),
    });
    this.unsubscribe = new Unsubscribe({
      store: part(store),
      reading: this.reading,
      drafts: this.drafts,
      testAuthority: options.testAuthority ?? null,
    });
    this.invitations = new Invitations({ store: part(store), content });
    this.outbox = new Outbox({
      store: part(store),
      mail: (accountId) => this.supervisor.mail(accountId),
      sms: (accountId) => this.supervisor.sms(accountId),
      isLocal: async (accountId) => (await store.read('account.get', accountId))?.provider !== 'imap',
      source: (stored) => this.reading.sourceOf(stored),
      content,
      drafts: this.drafts,
      clock: this.#clock,
      log: options.log,
    });
    this.erasing = new Erasing({
      profile: options.profile,
      store: store as unknown as ErasurePorts['store'],
      accounts: {
        list: () => store.read('account.list', null),
        get: (id) => store.read('account.get', id),
      },
      secrets,
      tokens,
      supervisor: this.supervisor,
      imports: this.imports,
      signIns: this.signIns,
    });
    this.#dueThreads = new DueThreads({
      store: part(store),
      clock: this.#clock,
      back: options.onBack,
      onDefect: (error) =>
        options.log('schedule-defect', { error: error instanceof Error ? error.name : 'unknown' }),
    });
    const inSteps = (name: string, work: Pick<StepPorts, 'due' | 'step'>) =>
      new BackgroundSteps({
        ...work,
        mayBegin: turn,
        onDefect: (error) =>
          options.log(`${name}-defect`, { error: error instanceof Error ? error.name : 'unknown' }),
      });
    const sorter = inSteps('sorting', {
      due: () => store.read('section.isSorting', null),
      step: () => store.write('section.sortStep', undefined, 'sync'),
    });
    const labelling = inSteps('labels', {
      due: () => store.read('label.hasSteps', null),
      step: () => store.write('label.step', undefined, 'sync'),
    });
    labelling.wake();
    sorter.wake();
    store.onChange((change) => {
      options.changes.publish(change);
      if (change.settings) {
        sorter.wake();
        labelling.wake();
      }
      if (change.outbox) {
        this.outbox.wake();
        this.#dueThreads.wake();
      }
      // A text that has gone out, failed or was erased leaves files behind.
      if (change.outbox || change.threads.length > 0) this.mediaHosting.sweep();
    });
    this.#timer = setInterval(() => void this.#sweep(), SWEEP_MS);
    this.#timer.unref();
  }

  /** Opens the store and, unless told otherwise, connects. Rejects with StoreError. */
  static async open(options: EngineOptions): Promise<Engine> {
    const store = await Store.open<Commands, Queries>({
      profile: options.profile,
      key: options.key,
      workerUrl: options.workers.database,
      addonPath: options.addon ?? undefined,
      onSlow: (name, ms) => options.log('slow-store', { name, ms: Math.round(ms) }),
    });
    const engine = new Engine(options, store);
    if (options.connect ?? true) await engine.connect();
    return engine;
  }

  /** Starts syncing every account, or the one named, and performing what is queued. Call once. */
  async connect(accountId: string | null = null): Promise<void> {
    if (accountId === null) this.#rereading.start(REREAD_AFTER_MS);
    for (const account of await this.store.read('account.list', null))
      if (accountId === null || account.id === accountId) await this.supervisor.start(account);
    const overdue = await this.store.read('schedule.overdueSends', Date.now());
    if (overdue.length > 0) this.#options.onOverdue(overdue);
    await this.outbox.start();
    this.#dueThreads.start();
    this.mediaHosting.connect();
    if (accountId === null) await this.imports.recover();
  }

  /** The computer woke up: connections are tried, and what became due meanwhile is done. */
  woke(): void {
    this.#clock.look();
    this.supervisor.woke();
    this.outbox.woke();
  }

  /** What an erasure would take, and what stays on the servers. */
  erasePreview(scope: EraseScope): Promise<ErasePreview> {
    return this.store.read('erase.preview', scope);
  }

  /** Does to all that lies in the inbox what a rule says. Rejects with RuleError. */
  applyRule(id: string): Promise<{ actionId: string; title: string } | null> {
    return applyNow(part(this.store), id);
  }

  exportKey(): Promise<string> {
    return this.#options.custody.exportKey();
  }

  /** Facts about this installation and its store, each proved by looking. Takes seconds on a large store. */
  async doctor(): Promise<DoctorReport> {
    const [check, facts] = await Promise.all([this.store.check(), this.store.read('doctor.counts', null)]);
    return doctorReport(this.#options.version, this.#options.custody, check, facts);
  }

  /** Changes the user's choices; one about joining people takes effect at once. */
  async changeSettings(change: Partial<Settings>): Promise<Settings> {
    const settings = await this.store.write('settings.set', change);
    if (change.joinPeople !== undefined) await this.store.write('threads.rejoin', undefined);
    return settings;
  }

  async close(): Promise<void> {
    clearInterval(this.#timer);
    this.transfers.close();
    await this.#rereading.stop();
    await this.imports.close();
    await this.exports.stop();
    await this.#dueThreads.stop();
    await this.outbox.stop();
    await this.supervisor.stopAll();
    await this.mediaHosting.close();
    await this.spelling.close();
    await this.#mime.close();
    await this.store.close();
  }

  #followDrafts(mailboxId: string): void {
    this.drafts
      .follow(mailboxId)
      .catch((error: unknown) =>
        this.#options.log('drafts-defect', { error: error instanceof Error ? error.name : 'unknown' }),
      );
  }

  async #sweep(): Promise<void> {
    for (const [accountId, { imap }] of this.supervisor.mails()) {
      const { wholeSince } = imap.standings;
      let more = wholeSince !== null;
      while (more && wholeSince !== null) {
        const swept = await this.store.write('mail.sweepGone', { accountId, wholeSince }, 'sync');
        if (swept.deleted > 0) this.#options.log('swept', { deleted: swept.deleted });
        more = swept.more;
      }
    }
    this.mediaHosting.sweep();
    await this.store.write('draft.sweep', undefined, 'sync');
    await this.store.write('actions.prune', { before: Date.now() - JOURNAL_MS }, 'sync');
  }
}
