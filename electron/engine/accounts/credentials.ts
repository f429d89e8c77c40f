/** What a mailbox signs in with: a password, or what a provider granted. */
import type { MailCredential } from '#engine/channels/mail/credential.ts';
import { MailError } from '#engine/channels/mail/errors.ts';
import type { AccessTokens } from '#engine/sign-in/access-tokens.ts';
import { SignInError } from '#engine/sign-in/errors.ts';
import type { SignIns } from '#engine/sign-in/sign-ins.ts';
import type { SecretKeeper } from '#engine/store/key.ts';
import type { AccountRecord } from '#engine/store/repositories/accounts.ts';
import type { MailSettings } from '#shared/contract/accounts.ts';
import { secretName } from './secret-name.ts';

/** From the window: one of the two, or none to go on with what there is. */
export interface CredentialInput {
  password: string | null;
  grantId?: string | null | undefined;
}

/** What was typed or granted, ready to be tried and kept. */
export interface NewCredential {
  settings: MailSettings;
  credential: MailCredential;
  /** For the keychain. */
  secret: string;
  /** The account with this id connects with it from now on. */
  taken: (accountId: string) => void;
}

export interface CredentialPorts {
  secrets: Pick<SecretKeeper, 'get'>;
  tokens: AccessTokens;
  signIns: SignIns;
}

export class Credentials {
  readonly #ports: CredentialPorts;

  constructor(ports: CredentialPorts) {
    this.#ports = ports;
  }

  /** What a connected mailbox signs in with; see SecretSource. */
  async of({ id, settings }: AccountRecord, refused?: string): Promise<MailCredential> {
    const { signIn } = settings as MailSettings;
    if (signIn) return this.#ports.tokens.get(secretName(id), signIn.provider, refused);
    const password = await this.#ports.secrets.get(secretName(id));
    if (password !== null) return password;
    throw new MailError('no-secret', 'The keychain has no password for this account.', 'Enter it again.');
  }

  /** `null` when nothing new was given. Rejects with SignInError when what was granted is not there any more. */
  fresh(settings: MailSettings, { password, grantId }: CredentialInput): NewCredential | null {
    const { tokens, signIns } = this.#ports;
    const { signIn: _, ...servers } = settings;
    if (grantId) {
      const grant = signIns.grant(grantId);
      if (!grant) throw new SignInError('sign-in-gone', 'the provider');
      return {
        settings: { ...servers, signIn: { provider: grant.provider } },
        credential: { accessToken: grant.tokens.accessToken },
        secret: grant.tokens.refreshToken,
        taken: (accountId) => {
          signIns.use(grantId);
          tokens.keep(secretName(accountId), grant.tokens);
        },
      };
    }
    if (password === null) return null;
    return {
      settings: servers,
      credential: password,
      secret: password,
      taken: (accountId) => tokens.forget(secretName(accountId)),
    };
  }
}
