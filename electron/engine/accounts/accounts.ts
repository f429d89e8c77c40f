/** Connecting accounts: settings found and tested, the secret to the keychain, the rest to the store, then sync. */
import { testMailConnection } from '#engine/channels/mail/connection-test.ts';
import { discoverSettings } from '#engine/channels/mail/discovery.ts';
import { TwilioCarrier } from '#engine/channels/sms/twilio/twilio-carrier.ts';
import { uuidv7 } from '#engine/store/ids.ts';
import type { SecretKeeper } from '#engine/store/key.ts';
import type { AccountRecord, NewAccount } from '#engine/store/repositories/accounts.ts';
import type { Account, MailSettings, SmsCredentials, SmsNumber, TestStep } from '#shared/contract/model.ts';
import { validateAddress } from '#shared/text/address-validation.ts';
import { parsePhone } from '#shared/text/phone.ts';
import type { E164 } from '#shared/text/phone-address.ts';
import { formatPhone } from '#shared/text/phone-format.ts';
import { AccountError } from './errors.ts';
import type { accountOverview } from './list.ts';
import { secretName } from './secret-name.ts';
import type { SmsSettings } from './sms-runtime.ts';
import type { AccountSupervisor } from './supervisor.ts';

export interface AccountPorts {
  overview(): Promise<ReturnType<typeof accountOverview>>;
  add(account: NewAccount): Promise<{ id: string }>;
  addSample(): Promise<{ id: string }>;
  get(id: string): Promise<AccountRecord | null>;
  setPaused(id: string, paused: boolean): Promise<void>;
  secrets: SecretKeeper;
  supervisor: AccountSupervisor;
}

export class Accounts {
  readonly #ports: AccountPorts;

  constructor(ports: AccountPorts) {
    this.#ports = ports;
  }

  async list(): Promise<Account[]> {
    const overview = await this.#ports.overview();
    return overview.map((account) => ({
      id: account.id,
      channel: account.channel,
      address: account.address,
      name: account.name,
      provider: account.provider,
      sync: this.#ports.supervisor.state(account),
      mailboxes: account.mailboxes,
    }));
  }

  discover(address: string, signal?: AbortSignal) {
    return discoverSettings(address.trim(), signal);
  }

  /** One event per step; ends after the last one or the first failure. */
  async *testMail(
    settings: MailSettings,
    password: string,
    signal?: AbortSignal,
  ): AsyncGenerator<TestStep, void> {
    yield* testMailConnection(settings, password, signal);
  }

  /** Connects a mailbox. Rejects with AccountError, KeyError. */
  async addMail(input: {
    address: string;
    name: string;
    settings: MailSettings;
    password: string;
  }): Promise<{ id: string }> {
    const address = input.address.trim();
    if (!validateAddress(address).ok) throw new AccountError('bad-address');
    return this.#connect(
      { channel: 'mail', provider: 'imap', address, name: input.name.trim(), settings: input.settings },
      input.password,
    );
  }

  /** Signs in to the carrier and lists its numbers. Rejects with CarrierError. */
  async smsNumbers(credentials: SmsCredentials, signal?: AbortSignal): Promise<SmsNumber[]> {
    const abort = signal ?? new AbortController().signal;
    const carrier = this.#carrier(credentials, '+10000000000');
    await carrier.checkAuth(abort);
    const numbers = await carrier.listNumbers(abort);
    return numbers.map(({ address, label, sms, mms }) => ({
      number: address.value,
      label: label || formatPhone(address, null),
      sms,
      mms,
    }));
  }

  /** Connects a number. Rejects with AccountError, CarrierError, KeyError. */
  async addSms(input: SmsCredentials & { number: string; name: string }): Promise<{ id: string }> {
    const parsed = parsePhone(input.number, null);
    if (!parsed.ok || parsed.address.kind !== 'e164') throw new AccountError('bad-number');
    const number = parsed.address.value;
    await this.#carrier(input, number).checkAuth(new AbortController().signal);
    const settings: SmsSettings = {
      accountSid: input.accountSid,
      keySid: input.keySid,
      baseUrl: input.baseUrl,
      connectedAt: Date.now(),
    };
    return this.#connect(
      { channel: 'sms', provider: 'twilio', address: number, name: input.name.trim(), settings },
      input.secret,
    );
  }

  addSample(): Promise<{ id: string }> {
    return this.#ports.addSample();
  }

  async setPaused(id: string, paused: boolean): Promise<void> {
    await this.#require(id);
    await this.#ports.setPaused(id, paused);
    this.#ports.supervisor.setPaused(id, paused);
  }

  /** Stops the account and removes its secret; its data is the erasure's to remove. */
  async disconnect(id: string): Promise<void> {
    await this.#ports.supervisor.stop(id);
    await this.#ports.secrets.delete(secretName(id));
  }

  async #connect(account: Omit<NewAccount, 'id'>, secret: string): Promise<{ id: string }> {
    const known = await this.#ports.overview();
    const same = known.find(
      ({ channel, address }) =>
        channel === account.channel && address.toLowerCase() === account.address.toLowerCase(),
    );
    if (same) throw new AccountError('account-exists');
    const id = uuidv7();
    // The secret first: an account without one could not connect, a secret without an account is erased with the rest.
    await this.#ports.secrets.set(secretName(id), secret);
    try {
      await this.#ports.add({ ...account, id });
    } catch (error) {
      await this.#ports.secrets.delete(secretName(id));
      throw error;
    }
    await this.#ports.supervisor.start(await this.#require(id));
    return { id };
  }

  async #require(id: string): Promise<AccountRecord> {
    const account = await this.#ports.get(id);
    if (!account) throw new AccountError('account-gone');
    return account;
  }

  #carrier(credentials: SmsCredentials, number: E164): TwilioCarrier {
    return new TwilioCarrier(
      { ...credentials, number, historyFrom: Date.now(), connectedAt: Date.now() },
      Date.now,
    );
  }
}
