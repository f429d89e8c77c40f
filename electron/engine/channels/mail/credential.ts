import { MailError } from './errors.ts';
import { explainError } from './explain-error.ts';

/** What a provider's sign-in gives for an hour or so (RFC 6750). */
export interface AccessToken {
  accessToken: string;
}

/** A password, or a token. */
export type MailCredential = string | AccessToken;

/**
 * What to sign in with, asked for at every login so that a changed one is used at once. `refused`: the token that a
 * server has just refused, so another one is wanted. Rejects when there is none.
 */
export type SecretSource = (refused?: string) => Promise<MailCredential>;

/** Connects with a credential; with another token once when the server refuses the first. Rejects as `connect` does. */
export async function withCredential<T>(
  secret: SecretSource,
  host: string,
  connect: (credential: MailCredential) => Promise<T>,
): Promise<T> {
  const credential = await ask(secret);
  if (typeof credential === 'string') return connect(credential);
  try {
    return await connect(credential);
  } catch (error) {
    if (!isRefusal(error, host)) throw error;
    const another = await ask(() => secret(credential.accessToken));
    if (typeof another === 'string' || another.accessToken === credential.accessToken)
      throw tokenRefused(error, host);
    return connect(another).catch((again: unknown) => {
      throw isRefusal(again, host) ? tokenRefused(again, host) : again;
    });
  }
}

const isRefusal = (error: unknown, host: string) => explainError(error, host).code === 'login-refused';

function tokenRefused(error: unknown, host: string): MailError {
  const { detail } = explainError(error, host);
  return new MailError(
    'login-token-refused',
    `${host} did not accept the sign-in.`,
    'Sign in again, as the owner of this very address. If that does not help, the provider may have switched IMAP or SMTP off for the account.',
    { serverText: detail, cause: error },
  );
}

async function ask(secret: () => Promise<MailCredential>): Promise<MailCredential> {
  try {
    return await secret();
  } catch (cause) {
    if (cause instanceof MailError) throw cause;
    throw new MailError('no-secret', 'The password of this account is not there.', 'Enter it again.', {
      cause,
    });
  }
}
