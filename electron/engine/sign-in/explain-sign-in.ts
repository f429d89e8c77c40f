import * as oauth from 'oauth4webapi';
import { MailError } from '#engine/channels/mail/errors.ts';
import { explainCertificate } from '#engine/channels/mail/explain-error.ts';
import { TypedError } from '#shared/errors/typed-error.ts';

/** RFC 6749 section 5.2: what the person or the client must put right. The rest passes. */
const CLIENT_REFUSED = new Set(['invalid_client', 'unauthorized_client']);

/**
 * Turns what a request to a provider raised into a typed error: `login-expired` when the grant is gone,
 * `login-client-refused`, `certificate-…`, `network-unreachable`, else `login-unavailable`, which passes by itself.
 */
export function explainSignIn(error: unknown, name: string, host: string): TypedError {
  if (error instanceof TypedError) return error;
  if (error instanceof oauth.ResponseBodyError && error.status < 500) {
    const serverText = error.error_description ?? error.error;
    if (error.error === 'invalid_grant')
      return new MailError(
        'login-expired',
        `${name} has ended the sign-in.`,
        'Sign in again; nothing that is here is lost. It happens after a changed password, when access was withdrawn, or after months without use.',
        { serverText, cause: error },
      );
    return CLIENT_REFUSED.has(error.error)
      ? clientRefused(name, error, serverText)
      : unavailable(host, error, serverText);
  }
  // How a client that does not prove itself is refused (RFC 6749 section 5.2).
  if (error instanceof oauth.WWWAuthenticateChallengeError) return clientRefused(name, error, null);
  const raised = (error as { cause?: { code?: unknown } } | null)?.cause?.code;
  const code = typeof raised === 'string' ? raised : null;
  const certificate = explainCertificate(code, host, error);
  if (certificate) return certificate;
  const timedOut = error instanceof Error && /^(?:Timeout|Abort)Error$/.test(error.name);
  if (timedOut || (error instanceof TypeError && code !== null))
    return new MailError(
      'network-unreachable',
      `${host} cannot be reached, and it has to confirm the sign-in.`,
      'Skein tries again by itself.',
      { serverText: code, cause: error },
    );
  return unavailable(host, error, null);
}

function unavailable(host: string, cause: unknown, serverText: string | null): MailError {
  return new MailError(
    'login-unavailable',
    `${host} cannot confirm the sign-in just now.`,
    'Skein tries again by itself.',
    { serverText, cause },
  );
}

function clientRefused(name: string, cause: unknown, serverText: string | null): MailError {
  return new MailError(
    'login-client-refused',
    `${name} does not know the client ID, or not with this secret.`,
    'Compare them with what its console shows: Settings, Accounts, Sign-in clients.',
    { serverText, cause },
  );
}
