/** Signing in through a provider's pages in the browser: from the request to a grant that an account can be made of. */
import { randomUUID } from 'node:crypto';
import type { SignInEvent } from '#shared/contract/sign-in.ts';
import { SignInError } from './errors.ts';
import { listenForRedirect } from './loopback.ts';
import { authorize, exchange, newState, type Registration, revoke, type Tokens } from './protocol.ts';
import { knownProvider } from './providers.ts';

/** What a person granted, until an account is made of it. */
export interface Grant {
  provider: string;
  tokens: Tokens & { refreshToken: string };
}

/** How long the person may take in the browser, and how long what was granted waits to be used, in milliseconds. */
const PATIENCE_MS = 10 * 60_000;
const GRANT_MS = 30 * 60_000;

export class SignIns {
  readonly #registration: (provider: string) => Promise<Registration>;
  readonly #patienceMs: number;
  readonly #grants = new Map<string, Grant>();
  #stop: () => void = () => {};

  constructor(registration: (provider: string) => Promise<Registration>, patienceMs = PATIENCE_MS) {
    this.#registration = registration;
    this.#patienceMs = patienceMs;
  }

  /**
   * Yields the page to open, then the grant. Ends one that was begun before, since a person signs in once at a time.
   * Rejects with SignInError, MailError.
   */
  async *begin(
    { provider, address }: { provider: string; address: string },
    signal?: AbortSignal,
  ): AsyncGenerator<SignInEvent, void> {
    const registration = await this.#registration(provider);
    const { name } = registration;
    const ending = new AbortController();
    const stop = () => ending.abort(new SignInError('sign-in-canceled', name));
    const timer = setTimeout(() => ending.abort(new SignInError('sign-in-timeout', name)), this.#patienceMs);
    if (signal?.aborted) stop();
    signal?.addEventListener('abort', stop, { once: true });
    this.#stop();
    this.#stop = stop;
    const state = newState();
    try {
      const { redirectUri, answer } = await listenForRedirect(
        registration.redirectHost,
        state,
        ending.signal,
      );
      const authorization = await authorize(registration, { redirectUri, address, state });
      yield { state: 'open', url: authorization.url };
      const tokens = await exchange(registration, authorization, {
        answer: await answer,
        redirectUri,
        signal: ending.signal,
      });
      const { refreshToken } = tokens;
      if (refreshToken === null) throw new SignInError('sign-in-not-lasting', name);
      yield { state: 'done', grantId: this.#keep({ provider, tokens: { ...tokens, refreshToken } }) };
    } finally {
      clearTimeout(timer);
      signal?.removeEventListener('abort', stop);
      stop();
    }
  }

  /** Nobody waits for the person any more. */
  stop(): void {
    this.#stop();
  }

  /** What was granted; `null` when it was used, or not in time. */
  grant(grantId: string): Grant | null {
    return this.#grants.get(grantId) ?? null;
  }

  /** An account was made of it. */
  use(grantId: string): void {
    this.#grants.delete(grantId);
  }

  /** Gives back what was granted (RFC 7009). Says in the words of a receipt what became of it; never rejects. */
  async withdraw(provider: string, refreshToken: string): Promise<{ verified: string[]; stays: string[] }> {
    try {
      const registration = await this.#registration(provider);
      if (await revoke(registration, refreshToken))
        return { verified: [`${registration.name} was told to end the sign-in.`], stays: [] };
    } catch {
      // The account goes whatever the provider says; the person hears that the grant is left.
    }
    const name = knownProvider(provider)?.name ?? provider;
    return {
      verified: [],
      stays: [
        `The access that ${name} granted to Skein: take it back on the security page of the account there.`,
      ],
    };
  }

  #keep(grant: Grant): string {
    const grantId = randomUUID();
    this.#grants.set(grantId, grant);
    setTimeout(() => this.#grants.delete(grantId), GRANT_MS).unref();
    return grantId;
  }
}
