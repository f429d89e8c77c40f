import SMTPConnection from 'nodemailer/lib/smtp-connection';
import { MailError } from '../errors.ts';
import type { SecretSource } from '../ports.ts';
import type { MailSettings } from '../settings.ts';
import { tlsOptions } from '../tls-options.ts';

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
export async function openSmtp(
  settings: MailSettings,
  secret: SecretSource,
  timings: Partial<SmtpTimings> = {},
  signal?: AbortSignal,
): Promise<SMTPConnection> {
  const { host, port, tls } = settings.smtp;
  const { connect, greeting, silence } = { ...DEFAULT_TIMINGS, ...timings };
  const pass = await secret().catch((cause: unknown) => {
    throw cause instanceof MailError
      ? cause
      : new MailError('no-secret', 'The password of this account is not there.', 'Enter it again.', {
          cause,
        });
  });
  const connection = new SMTPConnection({
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
        connection.login({ credentials: { user: settings.username, pass } }, (loginError) =>
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
