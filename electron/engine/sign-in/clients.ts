/** What each provider knows this Skein by: entered by the user, or given by the environment. */
import { isHostName } from '#engine/channels/mail/autoconfig.ts';
import { MailError } from '#engine/channels/mail/errors.ts';
import type { SecretKeeper } from '#engine/store/key.ts';
import type { StoreAccess } from '#engine/store/store-access.ts';
import type { SignInClient, SignInClientInput } from '#shared/contract/sign-in.ts';
import { SignInError } from './errors.ts';
import { discoverServer, type Registration } from './protocol.ts';
import { knownProvider, SIGN_IN_PROVIDERS, USUAL_SCOPE } from './providers.ts';
import type { StoredClient, signInCommands, signInQueries } from './stored-clients.ts';

export interface ClientPorts {
  store: StoreAccess<typeof signInCommands, typeof signInQueries>;
  secrets: Pick<SecretKeeper, 'get' | 'set' | 'delete'>;
  /** `SKEIN_GOOGLE_CLIENT_ID`, `SKEIN_GOOGLE_CLIENT_SECRET`, and the same for Microsoft. */
  environment: Readonly<Record<string, string | undefined>>;
}

/** A description that was read is used for this long, in milliseconds. */
const DESCRIPTION_MS = 3600_000;
const MAX_CLIENTS = 50;

const secretName = (provider: string) => `sign-in-${provider}`;

export class SignInClients {
  readonly #ports: ClientPorts;
  readonly #described = new Map<string, { server: Registration['server']; at: number }>();

  constructor(ports: ClientPorts) {
    this.#ports = ports;
  }

  /** The known providers, with or without a client, then servers of one's own. */
  async list(): Promise<SignInClient[]> {
    const stored = await this.#ports.store.read('signIn.clients', null);
    const known = SIGN_IN_PROVIDERS.map(({ id, name }) => {
      const given = this.#given(id);
      const own = stored.find(({ provider }) => provider === id);
      return {
        ...{ provider: id, name, issuer: null, scope: null, fixed: given !== null },
        clientId: given?.clientId ?? own?.clientId ?? null,
      };
    });
    const others = stored
      .filter(({ provider }) => !knownProvider(provider))
      .map((client) => ({ ...client, name: client.provider, fixed: false }));
    return Promise.all(
      [...known, ...others].map(async (client) => ({
        ...client,
        hasSecret: (await this.#secret(client.provider)) !== null,
      })),
    );
  }

  /** Which provider's sign-in is for an address at this domain of its own server; `null`: none. */
  async ofDomain(domain: string): Promise<SignInClient | null> {
    return (await this.list()).find(({ provider, issuer }) => issuer !== null && provider === domain) ?? null;
  }

  /** Keeps a client. A server of one's own must describe itself. Rejects with SignInError, MailError, KeyError. */
  async save(input: SignInClientInput): Promise<void> {
    const { store, secrets } = this.#ports;
    const known = knownProvider(input.provider);
    const provider = known ? input.provider : input.provider.trim().toLowerCase();
    if (!known) {
      if (!isHostName(provider)) throw new SignInError('sign-in-bad-domain', provider);
      await discoverServer(input.issuer ?? '').catch((error: unknown) => {
        const silent = error instanceof MailError && error.code === 'login-unavailable';
        throw silent ? new SignInError('sign-in-bad-server', input.issuer ?? '', { cause: error }) : error;
      });
    }
    const stored = await store.read('signIn.clients', null);
    if (stored.length >= MAX_CLIENTS && !stored.some((other) => other.provider === provider))
      throw new SignInError('sign-in-bad-server', provider);
    if (input.secret === '') await secrets.delete(secretName(provider));
    else if (input.secret !== null) await secrets.set(secretName(provider), input.secret);
    await store.write('signIn.storeClient', {
      provider,
      clientId: input.clientId,
      issuer: known ? null : input.issuer,
      scope: known ? null : input.scope?.trim() || null,
    });
  }

  async remove(provider: string): Promise<void> {
    await this.#ports.store.write('signIn.removeClient', provider);
    await this.#ports.secrets.delete(secretName(provider));
  }

  /** Everything needed to speak with a provider. Rejects with MailError, SignInError. */
  async registration(provider: string): Promise<Registration> {
    const stored = await this.#ports.store.read('signIn.clients', null);
    const client = this.#given(provider) ?? stored.find((own) => own.provider === provider);
    const known = knownProvider(provider);
    if (!client)
      throw new MailError(
        'login-client-missing',
        `Skein has no client ID for ${known?.name ?? provider}.`,
        'Enter one under Settings, Accounts, Sign-in clients; then sign in again.',
      );
    const credentials = { clientId: client.clientId, clientSecret: await this.#secret(provider) };
    if (known) return { ...known, ...credentials };
    return {
      ...credentials,
      name: provider,
      server: await this.#describe(client),
      scope: client.scope ?? USUAL_SCOPE,
      // Without it a server may grant nothing lasting (OpenID Connect Core section 11).
      parameters: { prompt: 'consent' },
      redirectHost: '127.0.0.1',
    };
  }

  async #describe({ issuer }: StoredClient): Promise<Registration['server']> {
    const known = this.#described.get(issuer ?? '');
    if (known && Math.abs(Date.now() - known.at) < DESCRIPTION_MS) return known.server;
    const server = await discoverServer(issuer ?? '');
    this.#described.set(issuer ?? '', { server, at: Date.now() });
    return server;
  }

  #given(provider: string): StoredClient | null {
    const clientId = this.#environment(provider, 'CLIENT_ID');
    return clientId && knownProvider(provider) ? { provider, clientId, issuer: null, scope: null } : null;
  }

  async #secret(provider: string): Promise<string | null> {
    if (this.#given(provider)) return this.#environment(provider, 'CLIENT_SECRET') || null;
    return this.#ports.secrets.get(secretName(provider));
  }

  #environment(provider: string, what: string): string | undefined {
    return this.#ports.environment[`SKEIN_${provider.toUpperCase()}_${what}`];
  }
}
