import type { ImapFlow } from 'imapflow';
import { type MailCredential, type SecretSource, withCredential } from '../credential.ts';
import { MailError } from '../errors.ts';
import { explainError } from '../explain-error.ts';
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

const refusals = new WeakMap<ImapFlow, unknown>();

/** The error of the last refused command, once: many commands of imapflow only say `false`. */
export function takeRefusal(client: ImapFlow): unknown {
  const refusal = refusals.get(client);
  refusals.delete(client);
  return refusal;
}

/**
 * Opens an IMAP connection and signs in. Encryption is never optional: with `starttls` the password is sent only
 * after the upgrade. `compress`: where the server can (RFC 4978); it pays on slow links only. Rejects with a
 * `MailError`.
 */
export function openImap(
  settings: MailSettings,
  secret: SecretSource,
  timings: ImapTimings,
  { compress = false }: { compress?: boolean } = {},
): Promise<ImapFlow> {
  return withCredential(secret, settings.imap.host, (credential) =>
    connect(settings, credential, timings, compress),
  );
}

async function connect(
  settings: MailSettings,
  credential: MailCredential,
  timings: ImapTimings,
  compress: boolean,
): Promise<ImapFlow> {
  const { host, port, tls } = settings.imap;
  // Loaded when somebody connects: nobody waits for it at the start, and most commands never do.
  const imapflow = await import('imapflow');
  const client: ImapFlow = new imapflow.ImapFlow({
    host,
    port,
    secure: tls === 'implicit',
    ...(tls === 'starttls' ? { doSTARTTLS: true } : {}),
    auth: {
      user: settings.username,
      ...(typeof credential === 'string' ? { pass: credential } : { accessToken: credential.accessToken }),
    },
    tls: tlsOptions(host, settings.ca),
    clientInfo: { name: 'Skein' },
    logger: {
      warn: ({ err }: { err?: { responseStatus?: unknown } } = {}) => {
        if (err?.responseStatus === 'NO' || err?.responseStatus === 'BAD') refusals.set(client, err);
      },
      debug: () => {},
      info: () => {},
      error: () => {},
      fatal: () => {},
    },
    qresync: true,
    disableAutoIdle: true,
    disableCompression: !compress,
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
    throw noMechanism(client, credential, host) ?? explainError(error, host);
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

/** A server that takes no tokens; imapflow only says that it knows no way. */
function noMechanism(client: ImapFlow, credential: MailCredential, host: string): MailError | null {
  const names = [...client.capabilities.keys()];
  if (typeof credential === 'string' || !client.secureConnection || names.length === 0) return null;
  if (names.some((name) => /^AUTH=(?:OAUTHBEARER|XOAUTH2?)$/i.test(name))) return null;
  return new MailError(
    'login-token-refused',
    `${host} takes no sign-in through a provider, only a password.`,
    'Connect the account with a password, or an app password, instead.',
  );
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
