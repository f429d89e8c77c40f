/** Changing what an account connects with: tried first, kept only when it works, then synced on. */
import { testMailConnection } from '#engine/channels/mail/connection-test.ts';
import { TwilioCarrier } from '#engine/channels/sms/twilio/twilio-carrier.ts';
import type { SecretKeeper } from '#engine/store/key.ts';
import type { AccountRecord } from '#engine/store/repositories/accounts.ts';
import type { Connection, MailSettings, SmsCredentials, TestStep } from '#shared/contract/accounts.ts';
import { hasServer } from '#shared/contract/providers.ts';
import type { E164 } from '#shared/text/phone-address.ts';
import type { CredentialInput, Credentials } from './credentials.ts';
import { AccountError } from './errors.ts';
import { secretName } from './secret-name.ts';
import type { SmsSettings } from './sms-runtime.ts';
import type { AccountSupervisor } from './supervisor.ts';

export interface ConnectionPorts {
  get(id: string): Promise<AccountRecord | null>;
  change(change: Pick<AccountRecord, 'id' | 'name' | 'settings'>): Promise<void>;
  secrets: SecretKeeper;
  credentials: Credentials;
  supervisor: AccountSupervisor;
}

/** Without a password and a grant what is kept is used on. */
export interface MailChange extends CredentialInput {
  id: string;
  name: string;
  settings: MailSettings;
}

export interface SmsChange extends Omit<SmsCredentials, 'secret'> {
  id: string;
  name: string;
  secret: string | null;
}

export class Connections {
  readonly #ports: ConnectionPorts;

  constructor(ports: ConnectionPorts) {
    this.#ports = ports;
  }

  /** Rejects with AccountError. */
  async get(id: string): Promise<Connection> {
    const { channel, name, settings } = await this.#require(id);
    if (channel === 'mail') return { channel, name, settings: settings as MailSettings };
    const { accountSid, keySid, baseUrl } = settings as SmsSettings;
    return { channel, name, credentials: { carrier: 'twilio', accountSid, keySid, baseUrl } };
  }

  /**
   * One event per step, like the test of a new account. After the last one passed the change is kept and the account
   * syncs with it; after a failed one, or when the caller stops reading, nothing is changed. Rejects with
   * AccountError, MailError, SignInError, KeyError, StoreError.
   */
  async *changeMail(change: MailChange, signal?: AbortSignal): AsyncGenerator<TestStep, void> {
    const account = await this.#require(change.id, 'mail');
    const { credentials } = this.#ports;
    const fresh = credentials.fresh(change.settings, change);
    const { signIn } = account.settings as MailSettings;
    const settings = fresh?.settings ?? { ...change.settings, signIn };
    const secret = async (refused?: string) => fresh?.credential ?? credentials.of(account, refused);
    for await (const step of testMailConnection(settings, secret, signal)) {
      yield step;
      if (step.state === 'failed') return;
    }
    await this.#keep(
      account,
      { id: change.id, name: change.name.trim(), settings },
      fresh?.secret ?? null,
      fresh?.taken,
    );
  }

  /** Rejects with AccountError, CarrierError, KeyError, StoreError; then nothing was changed. */
  async changeSms(change: SmsChange): Promise<void> {
    const account = await this.#require(change.id, 'sms');
    const secret = change.secret ?? (await this.#ports.secrets.get(secretName(change.id)));
    if (secret === null) throw new AccountError('secret-missing');
    const { accountSid, keySid, baseUrl } = change;
    const settings: SmsSettings = { ...(account.settings as SmsSettings), accountSid, keySid, baseUrl };
    const carrier = new TwilioCarrier(
      { ...settings, secret, number: account.address as E164, historyFrom: Date.now() },
      Date.now,
    );
    const { signal } = new AbortController();
    await carrier.checkAuth(signal);
    const numbers = await carrier.listNumbers(signal);
    if (!numbers.some(({ address }) => address.value === account.address))
      throw new AccountError('number-not-there');
    await this.#keep(account, { id: change.id, name: change.name.trim(), settings }, change.secret);
  }

  async #keep(
    account: AccountRecord,
    change: Pick<AccountRecord, 'id' | 'name' | 'settings'>,
    secret: string | null,
    taken: (accountId: string) => void = () => {},
  ): Promise<void> {
    const { secrets, supervisor } = this.#ports;
    const entry = secretName(account.id);
    const before = await secrets.get(entry);
    await supervisor.stop(account.id);
    try {
      if (secret !== null) await secrets.set(entry, secret);
      await this.#ports.change(change);
      taken(account.id);
    } catch (error) {
      if (secret !== null && before !== null) await secrets.set(entry, before);
      throw error;
    } finally {
      await supervisor.start(await this.#require(account.id));
    }
  }

  async #require(id: string, channel?: AccountRecord['channel']): Promise<AccountRecord> {
    const account = await this.#ports.get(id);
    if (!account || !hasServer(account) || (channel && account.channel !== channel))
      throw new AccountError('account-gone');
    return account;
  }
}
