/** Runs every connected account and knows where each stands. */

import type { MailCredential } from '#engine/channels/mail/credential.ts';
import type { CondensedMessage } from '#engine/channels/mail/mime/condense.ts';
import type { MailStore, ParseMessage } from '#engine/channels/mail/ports.ts';
import type { MediaHost } from '#engine/channels/sms/carrier.ts';
import type { SmsStore } from '#engine/channels/sms/ports.ts';
import type { AccountRecord } from '#engine/store/repositories/accounts.ts';
import type { SyncState } from '#shared/contract/accounts.ts';
import { hasServer } from '#shared/contract/providers.ts';
import { MailRuntime } from './mail-runtime.ts';
import { type AccountRuntime, STARTING } from './runtime.ts';
import { SmsRuntime } from './sms-runtime.ts';

export interface SupervisorPorts {
  mailStore: MailStore<CondensedMessage>;
  smsStore: SmsStore;
  parse: ParseMessage<CondensedMessage>;
  /** What a mailbox signs in with; see SecretSource. */
  credential: (account: AccountRecord, refused?: string) => Promise<MailCredential>;
  /** A number's secret; rejects when the keychain has none. */
  secret: (accountId: string) => Promise<string>;
  mediaHost: MediaHost;
  /** An account's state changed. */
  changed: (accountId: string, state: SyncState) => void;
  log: (event: string, facts: Record<string, string | number | boolean | null>) => void;
}

const LOCAL: SyncState = { ...STARTING, state: 'idle' };

export class AccountSupervisor {
  readonly #ports: SupervisorPorts;
  readonly #runtimes = new Map<string, AccountRuntime>();
  readonly #states = new Map<string, SyncState>();
  #attention = { focused: false, online: true };

  constructor(ports: SupervisorPorts) {
    this.#ports = ports;
  }

  /** Where the account stands; one without a server is always up to date. */
  state(account: AccountRecord): SyncState {
    if (!hasServer(account)) return { ...LOCAL, checkedAt: Date.now() };
    return this.#states.get(account.id) ?? STARTING;
  }

  /** Starts syncing the account, unless it runs already or nothing is to be synced. */
  async start(account: AccountRecord): Promise<void> {
    if (this.#runtimes.has(account.id) || !hasServer(account)) return;
    const onSync = (state: SyncState) => {
      this.#states.set(account.id, state);
      this.#ports.changed(account.id, state);
    };
    const runtime = await this.#create(account, onSync);
    if (!runtime) return;
    this.#runtimes.set(account.id, runtime);
    if (account.paused) runtime.pause();
    runtime.attend(this.#attention);
    runtime.start();
  }

  async #create(account: AccountRecord, onSync: (state: SyncState) => void): Promise<AccountRuntime | null> {
    const { mailStore, smsStore, parse, credential, secret, mediaHost, log } = this.#ports;
    if (account.channel === 'mail')
      return new MailRuntime({
        account,
        secret: (refused) => credential(account, refused),
        store: mailStore,
        parse,
        onSync,
        log,
      });
    try {
      return new SmsRuntime({
        account,
        secret: await secret(account.id),
        store: smsStore,
        mediaHost,
        onSync,
      });
    } catch {
      onSync({
        ...STARTING,
        state: 'error',
        error: {
          code: 'no-secret',
          message: 'The keychain has no secret for this number.',
          advice: 'Enter it again in the settings of the account. Nothing that is here is lost.',
          detail: null,
        },
      });
      return null;
    }
  }

  async stop(accountId: string): Promise<void> {
    const runtime = this.#runtimes.get(accountId);
    this.#runtimes.delete(accountId);
    this.#states.delete(accountId);
    await runtime?.stop();
  }

  async stopAll(): Promise<void> {
    await Promise.all([...this.#runtimes.keys()].map((id) => this.stop(id)));
  }

  mail(accountId: string): MailRuntime | null {
    const runtime = this.#runtimes.get(accountId);
    return runtime instanceof MailRuntime ? runtime : null;
  }

  /** The mail accounts that run. */
  mails(): [accountId: string, runtime: MailRuntime][] {
    return [...this.#runtimes].flatMap(([id, runtime]) =>
      runtime instanceof MailRuntime ? [[id, runtime]] : [],
    );
  }

  sms(accountId: string): SmsRuntime | null {
    const runtime = this.#runtimes.get(accountId);
    return runtime instanceof SmsRuntime ? runtime : null;
  }

  setPaused(accountId: string, paused: boolean): void {
    const runtime = this.#runtimes.get(accountId);
    if (paused) runtime?.pause();
    else runtime?.resume();
  }

  /** All accounts when `accountId` is null. */
  syncNow(accountId: string | null): void {
    for (const [id, runtime] of this.#runtimes) if (accountId === null || id === accountId) runtime.syncNow();
  }

  attend(attention: { focused: boolean; online: boolean }): void {
    this.#attention = attention;
    for (const runtime of this.#runtimes.values()) runtime.attend(attention);
  }

  woke(): void {
    for (const runtime of this.#runtimes.values()) runtime.woke();
  }
}
