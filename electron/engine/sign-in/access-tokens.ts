/** Access tokens of accounts: in memory alone, renewed before they end and once when a server refuses one. */
import type { AccessToken } from '#engine/channels/mail/credential.ts';
import { MailError } from '#engine/channels/mail/errors.ts';
import type { SecretKeeper } from '#engine/store/key.ts';
import type { Tokens } from './protocol.ts';

export interface AccessTokenPorts {
  /** Gets new tokens for a refresh token at a provider. */
  refresh: (provider: string, refreshToken: string) => Promise<Tokens>;
  secrets: Pick<SecretKeeper, 'get' | 'set'>;
  /** Milliseconds since the epoch. */
  now: () => number;
}

interface Held {
  accessToken: string;
  from: number;
  until: number;
}

/** Before its end a token is renewed, so that it does not end under way. */
const MARGIN_MS = 60_000;
/** RFC 6749 section 5.1 leaves it to the provider; an hour is what most give. */
const USUAL_LIFETIME_MS = 3600_000;

export class AccessTokens {
  readonly #ports: AccessTokenPorts;
  readonly #held = new Map<string, Held>();
  readonly #renewing = new Map<string, Promise<AccessToken>>();

  constructor(ports: AccessTokenPorts) {
    this.#ports = ports;
  }

  /**
   * A token for the account whose refresh token lies in the keychain under `secret`. `refused`: the one a server has
   * just refused. Rejects with MailError `login-expired`, `no-secret` and others that pass, and with KeyError.
   */
  get(secret: string, provider: string, refused?: string): Promise<AccessToken> {
    if (refused !== undefined && this.#held.get(secret)?.accessToken === refused) this.#held.delete(secret);
    const held = this.#held.get(secret);
    const now = this.#ports.now();
    // A clock that was set back says nothing about how long a token still is good.
    const good = held && now >= held.from && now < held.until - MARGIN_MS;
    if (good) return Promise.resolve({ accessToken: held.accessToken });
    // Several connections ask at once, and a refresh token may be good for one time only.
    const renewing = this.#renewing.get(secret) ?? this.#renew(secret, provider);
    this.#renewing.set(secret, renewing);
    return renewing;
  }

  /** Keeps what a sign-in has just brought. */
  keep(secret: string, { accessToken, lifetime }: Tokens): void {
    const from = this.#ports.now();
    const until = from + Math.max(lifetime ?? USUAL_LIFETIME_MS, MARGIN_MS * 2);
    this.#held.set(secret, { accessToken, from, until });
  }

  forget(secret: string): void {
    this.#held.delete(secret);
  }

  async #renew(secret: string, provider: string): Promise<AccessToken> {
    try {
      const refreshToken = await this.#ports.secrets.get(secret);
      if (refreshToken === null)
        throw new MailError('no-secret', 'The keychain has no sign-in for this account.', 'Sign in again.');
      const tokens = await this.#ports.refresh(provider, refreshToken);
      // The new one first: with the old one gone at the provider, losing it would end the sign-in.
      if (tokens.refreshToken !== null) await this.#ports.secrets.set(secret, tokens.refreshToken);
      this.keep(secret, tokens);
      return { accessToken: tokens.accessToken };
    } finally {
      this.#renewing.delete(secret);
    }
  }
}
