/** Connecting accounts: settings found and tested, the secret to the keychain, the rest to the store, then sync. */
import { testMailConnection } from '#engine/channels/mail/connection-test.ts';
import { discoverSettings } from '#engine/channels/mail/discovery.ts';
import { providerOfHost } from '#engine/channels/mail/known-servers.ts';
import type { MailProvider } from '#engine/channels/mail/providers.ts';
import { TwilioCarrier } from '#engine/channels/sms/twilio/twilio-carrier.ts';
import type { SignInClients } from '#engine/sign-in/clients.ts';
import { uuidv7 } from '#engine/store/ids.ts';
import type { SecretKeeper } from '#engine/store/key.ts';
import type { AccountRecord, NewAccount } from '#engine/store/repositories/accounts.ts';
import { checkedServerName } from '#engine/trust/checking-servers.ts';
import type {
  Account,
  AccountOptions,
  MailSettings,
  SmsCredentials,
  SmsNumber,
  TestStep,
} from '#shared/contract/accounts.ts';
import type { Discovered, SignInAdvice } from '#shared/contract/sign-in.ts';
import { validateAddress } from '#shared/text/address-validation.ts';
import { parsePhone } from '#shared/text/phone.ts';
import type { E164 } from '#shared/text/phone-address.ts';
import { formatPhone } from '#shared/text/phone-format.ts';
import type { CredentialInput, Credentials, NewCredential } from './credentials.ts';
import { AccountError } from './errors.ts';
import type { accountOverview } from './list.ts';
import { secretName } from './secret-name.ts';
import type { SmsSettings } from './sms-runtime.ts';
import type { AccountSupervisor } from './supervisor.ts';

/** The later of two times; `null` is none. */
const latest = (a: number | null, b: number | null) => (a === null || b === null ? (a ?? b) : Math.max(a, b));

export interface AccountPorts {
  overview(): Promise<ReturnType<typeof accountOverview>>;
  add(account: NewAccount): Promise<{ id: string }>;
  addSample(): Promise<{ id: string }>;
  get(id: string): Promise<AccountRecord | null>;
  setPaused(id: string, paused: boolean): Promise<void>;
  setOptions(options: AccountOptions): Promise<void>;
  secrets: SecretKeeper;
  credentials: Credentials;
  clients: Pick<SignInClients, 'list' | 'ofDomain'>;
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
      onlySubscribed: account.onlySubscribed,
      sync: this.#ports.supervisor.state(account),
      mailboxes: account.mailboxes.map((mailbox) => {
        const standing = this.#ports.supervisor.mail(account.id)?.imap.standings.of(mailbox.id);
        return {
          ...mailbox,
          standing: standing?.state ?? 'unknown',
          checkedAt: latest(mailbox.checkedAt, standing?.checkedAt ?? null),
        };
      }),
    }));
  }

  /** Finds the servers of an address and what is known about signing in there. */
  async discover(address: string, signal?: AbortSignal): Promise<Discovered> {
    const { settings, source, provider, elsewhere } = await discoverSettings(address.trim(), signal);
    return { settings, source, elsewhere, ...(await this.#advice(address, provider)) };
  }

  /** What is known about signing in to a connected mailbox. Rejects with AccountError. */
  async signInAdvice(id: string): Promise<SignInAdvice> {
    const { channel, address, settings } = await this.#require(id);
    const provider = channel === 'mail' ? providerOfHost((settings as MailSettings).imap?.host ?? '') : null;
    return { elsewhere: [], ...(await this.#advice(address, provider)) };
  }

  /** A server of one's own goes before the provider's. */
  async #advice(
    address: string,
    provider: MailProvider | null,
  ): Promise<Pick<SignInAdvice, 'signIn' | 'guide'>> {
    const { clients } = this.#ports;
    const domain = address.trim().toLowerCase().split('@').at(-1) ?? '';
    const known = async () => (await clients.list()).find((one) => one.provider === provider?.signIn) ?? null;
    const client = (await clients.ofDomain(domain)) ?? (await known());
    return {
      signIn: client && { provider: client.provider, name: client.name, ready: client.clientId !== null },
      guide: provider?.guide
        ? { kind: provider.guide[0], name: provider.name, url: provider.guide[1] }
        : null,
    };
  }

  /** One event per step; ends after the last one or the first failure. */
  async *testMail(
    settings: MailSettings,
    input: CredentialInput,
    signal?: AbortSignal,
  ): AsyncGenerator<TestStep, void> {
    const { credential } = this.#fresh(settings, input);
    yield* testMailConnection(settings, async () => credential, signal);
  }

  /** Connects a mailbox. Rejects with AccountError, KeyError. */
  async addMail(
    input: CredentialInput & { address: string; name: string; settings: MailSettings },
  ): Promise<{ id: string }> {
    const address = input.address.trim();
    if (!validateAddress(address).ok) throw new AccountError('bad-address');
    const { settings, secret, taken } = this.#fresh(input.settings, input);
    return this.#connect(
      { channel: 'mail', provider: 'imap', address, name: input.name.trim(), settings },
      secret,
      taken,
    );
  }

  #fresh(settings: MailSettings, input: CredentialInput): NewCredential {
    const fresh = this.#ports.credentials.fresh(settings, input);
    if (!fresh) throw new AccountError('no-credential');
    return fresh;
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

  async setOptions(options: AccountOptions): Promise<void> {
    await this.#require(options.id);
    const trustedServer = options.trustedServer === null ? null : checkedServerName(options.trustedServer);
    if (trustedServer === null && options.trustedServer !== null) throw new AccountError('bad-server-name');
    await this.#ports.setOptions({ ...options, trustedServer });
  }

  /** Stops the account and removes its secret; its data is the erasure's to remove. */
  async disconnect(id: string): Promise<void> {
    await this.#ports.supervisor.stop(id);
    await this.#ports.secrets.delete(secretName(id));
  }

  async #connect(
    account: Omit<NewAccount, 'id'>,
    secret: string,
    taken: (accountId: string) => void = () => {},
  ): Promise<{ id: string }> {
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
    taken(id);
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
