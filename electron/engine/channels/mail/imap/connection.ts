import { ImapFlow } from 'imapflow';
import { MailError } from '../errors.ts';
import { explainError } from '../explain-error.ts';
import type { SecretSource } from '../ports.ts';
import type { MailSettings } from '../settings.ts';
import { tlsOptions } from '../tls-options.ts';
import type { ImapTimings } from './timings.ts';

/** Bounds on what a server may make this program hold in memory, in bytes. */
const MAX_LINE = 16 * 1024 * 1024;
const MAX_LITERAL = 64 * 1024 * 1024;
const MAX_RESPONSE = 96 * 1024 * 1024;

const failures = new WeakMap<ImapFlow, unknown>();

/** Why the connection ended by itself; the commands it took with it only know that it did. */
export const failureOf = (client: ImapFlow): unknown => failures.get(client);

/**
 * Opens an IMAP connection and signs in. Encryption is never optional: with `starttls` the password is sent only
 * after the upgrade. Rejects with a `MailError`.
 */
export async function openImap(
  settings: MailSettings,
  secret: SecretSource,
  timings: ImapTimings,
): Promise<ImapFlow> {
  const { host, port, tls } = settings.imap;
  const client = new ImapFlow({
    host,
    port,
    secure: tls === 'implicit',
    ...(tls === 'starttls' ? { doSTARTTLS: true } : {}),
    auth: { user: settings.username, pass: await askSecret(secret) },
    tls: tlsOptions(host, settings.ca),
    clientInfo: { name: 'Skein' },
    logger: false,
    disableAutoIdle: true,
    // Compressing bodies costs far more time than it saves on all but the slowest links.
    disableCompression: true,
    maxIdleTime: timings.idle,
    connectionTimeout: timings.connect,
    greetingTimeout: timings.greeting,
    socketTimeout: timings.stall,
    maxLineLength: MAX_LINE,
    maxLiteralSize: MAX_LITERAL,
    maxResponseSize: MAX_RESPONSE,
  });
  // Errors outside a command close the connection; whoever uses it learns it from the command or from 'close'.
  client.on('error', (error) => {
    failures.set(client, error);
    client.close();
  });
  try {
    await client.connect();
  } catch (error) {
    client.close();
    throw explainError(error, host);
  }
  if (!client.secureConnection) {
    client.close();
    throw new MailError(
      'tls-not-offered',
      `The connection to ${host} is not encrypted.`,
      'Choose TLS from the start, or ask the provider. Skein never signs in without encryption.',
    );
  }
  return client;
}

async function askSecret(secret: SecretSource): Promise<string> {
  try {
    return await secret();
  } catch (cause) {
    if (cause instanceof MailError) throw cause;
    throw new MailError('no-secret', 'The password of this account is not there.', 'Enter it again.', {
      cause,
    });
  }
}

/** Ends a connection politely, but does not wait long for the server to agree. Never rejects. */
export async function closeImap(client: ImapFlow, timeoutMs = 1000): Promise<void> {
  if (client.isClosed) return;
  const timer = setTimeout(() => client.close(), timeoutMs);
  try {
    await client.logout();
  } catch {
    // The connection is gone either way.
  } finally {
    clearTimeout(timer);
    client.close();
  }
}
