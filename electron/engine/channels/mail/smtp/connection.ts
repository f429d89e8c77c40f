import type SMTPConnection from 'nodemailer/lib/smtp-connection';
import { type MailCredential, type SecretSource, withCredential } from '../credential.ts';
import type { MailSettings } from '../settings.ts';
import { tlsOptions } from '../tls-options.ts';
import { BEARER, bearerLogin } from './bearer.ts';

/** Milliseconds. */
export interface SmtpTimings {
  connect: number;
  greeting: number;
  /** Silence of the server after which it counts as stalled; RFC 5321 section 4.5.3.2.6 wants ten minutes. */
  silence: number;
}

const DEFAULT_TIMINGS: SmtpTimings = { connect: 30_000, greeting: 30_000, silence: 600_000 };

/**
 * Connects to the submission server and signs in. With `starttls` nothing but EHLO is said before the upgrade, and a
 * server that does not offer it is refused. Rejects with what nodemailer raised, a `MailError`, or the reason of `signal`.
 */
export function openSmtp(
  settings: MailSettings,
  secret: SecretSource,
  timings: Partial<SmtpTimings> = {},
  signal?: AbortSignal,
): Promise<SMTPConnection> {
  return withCredential(secret, settings.smtp.host, (credential) =>
    open(settings, credential, timings, signal),
  );
}

async function open(
  settings: MailSettings,
  credential: MailCredential,
  timings: Partial<SmtpTimings>,
  signal: AbortSignal | undefined,
): Promise<SMTPConnection> {
  const { host, port, tls } = settings.smtp;
  const { connect, greeting, silence } = { ...DEFAULT_TIMINGS, ...timings };
  const { username: user } = settings;
  const [login, customAuth] =
    typeof credential === 'string'
      ? [{ credentials: { user, pass: credential } }, {}]
      : [{ user, method: BEARER }, { [BEARER]: bearerLogin(user, credential.accessToken, settings.smtp) }];
  const { DrainingConnection } = await import('./draining-connection.ts');
  const connection = new DrainingConnection({
    host,
    port,
    secure: tls === 'implicit',
    requireTLS: tls === 'starttls',
    // The address of this computer is nobody's business; RFC 5321 section 4.1.3 allows a literal.
    name: '[127.0.0.1]',
    tls: tlsOptions(host, settings.ca),
    connectionTimeout: connect,
    greetingTimeout: greeting,
    socketTimeout: silence,
    customAuth,
  });
  try {
    await new Promise<void>((resolve, reject) => {
      connection.once('error', reject);
      whenAborted(signal, reject);
      connection.connect((connectError) => {
        if (connectError) {
          reject(connectError);
          return;
        }
        if (!connection.allowsAuth) {
          resolve();
          return;
        }
        connection.login(login as SMTPConnection.AuthenticationType, (loginError) =>
          loginError ? reject(loginError) : resolve(),
        );
      });
    });
  } catch (error) {
    connection.close();
    throw error;
  }
  // The listener above is used up; an error while nothing is awaited must not end the process.
  connection.on('error', () => {});
  return connection;
}

/** Calls back with the reason once the signal is aborted, at once when it is already. */
export function whenAborted(signal: AbortSignal | undefined, callBack: (reason: unknown) => void): void {
  if (signal?.aborted) callBack(signal.reason);
  else signal?.addEventListener('abort', () => callBack(signal.reason), { once: true });
}
