import { lookup } from 'node:dns/promises';
import { connect, isIP, type Socket } from 'node:net';
import type { TestStep } from '#shared/contract/accounts.ts';
import type { SecretSource } from './credential.ts';
import { MailError } from './errors.ts';
import { explainError } from './explain-error.ts';
import { closeImap, openImap } from './imap/connection.ts';
import { DEFAULT_TIMINGS } from './imap/timings.ts';
import type { MailServerKind, MailSettings, ServerSettings } from './settings.ts';
import { openSmtp } from './smtp/connection.ts';
import { checkEncryption } from './tls-check.ts';

/** Milliseconds each step of the test may take. */
const STEP_TIMEOUT = 15_000;

/**
 * Tries the settings of both servers step by step: name, connection, encryption, sign-in, abilities. Yields each step
 * when it starts and when it ends, and stops after the first failure. Nothing secret is sent before the certificate
 * was accepted, and nothing is ever accepted silently.
 */
export async function* testMailConnection(
  settings: MailSettings,
  secret: SecretSource,
  signal?: AbortSignal,
): AsyncGenerator<TestStep, void> {
  for (const server of ['imap', 'smtp'] as const) {
    for await (const step of testServer(server, settings, secret, signal)) {
      yield step;
      if (step.state === 'failed') return;
    }
  }
}

async function* testServer(
  server: MailServerKind,
  settings: MailSettings,
  secret: SecretSource,
  signal: AbortSignal | undefined,
): AsyncGenerator<TestStep, void> {
  const target = settings[server];
  let socket: Socket | undefined;
  const steps: [TestStep['step'], () => Promise<void>][] = [
    ['dns', () => resolveName(target.host)],
    [
      'connect',
      async () => {
        socket = await openSocket(target);
      },
    ],
    ['tls', async () => checkEncryption(socket as Socket, server, target, settings.ca, STEP_TIMEOUT)],
  ];
  try {
    for (const [step, work] of steps) {
      yield running(server, step);
      yield await attempt(server, step, target.host, signal, work);
    }
  } finally {
    socket?.destroy();
  }
  yield running(server, 'login');
  let capable: () => Promise<void> = async () => {};
  yield await attempt(server, 'login', target.host, signal, async () => {
    capable = server === 'imap' ? await loginImap(settings, secret) : await loginSmtp(settings, secret);
  });
  yield running(server, 'capability');
  yield await attempt(server, 'capability', target.host, signal, capable);
}

function running(server: MailServerKind, step: TestStep['step']): TestStep {
  return { server, step, state: 'running', error: null };
}

async function attempt(
  server: MailServerKind,
  step: TestStep['step'],
  host: string,
  signal: AbortSignal | undefined,
  work: () => Promise<void>,
): Promise<TestStep> {
  let stop: (() => void) | undefined;
  try {
    if (signal?.aborted) throw canceled();
    await Promise.race([
      work(),
      new Promise<never>((_, reject) => {
        stop = () => reject(canceled());
        signal?.addEventListener('abort', stop, { once: true });
      }),
    ]);
    return { server, step, state: 'ok', error: null };
  } catch (error) {
    return { server, step, state: 'failed', error: explainError(error, host).toInfo() };
  } finally {
    if (stop) signal?.removeEventListener('abort', stop);
  }
}

function canceled(): MailError {
  return new MailError('canceled', 'The test was stopped.', 'Start it again when you want.');
}

async function resolveName(host: string): Promise<void> {
  if (!isIP(host)) await lookup(host, { all: true });
}

function openSocket({ host, port }: ServerSettings): Promise<Socket> {
  return new Promise((resolve, reject) => {
    const socket = connect({ host, port });
    const timer = setTimeout(() => {
      socket.destroy();
      reject(Object.assign(new Error('No answer'), { code: 'CONNECT_TIMEOUT' }));
    }, STEP_TIMEOUT);
    socket.once('error', (error) => {
      clearTimeout(timer);
      reject(error);
    });
    socket.once('connect', () => {
      clearTimeout(timer);
      socket.on('error', () => {});
      resolve(socket);
    });
  });
}

async function loginImap(settings: MailSettings, secret: SecretSource): Promise<() => Promise<void>> {
  const timings = {
    ...DEFAULT_TIMINGS,
    connect: STEP_TIMEOUT,
    greeting: STEP_TIMEOUT,
    stall: STEP_TIMEOUT,
  };
  const client = await openImap(settings, secret, timings);
  return async () => {
    try {
      if (![...client.capabilities.keys()].some((name) => /^IMAP4rev[12]$/i.test(name)))
        throw tooOld(settings);
      await client.mailboxOpen('INBOX', { readOnly: true });
    } finally {
      await closeImap(client);
    }
  };
}

async function loginSmtp(settings: MailSettings, secret: SecretSource): Promise<() => Promise<void>> {
  const connection = await openSmtp(settings, secret, {
    connect: STEP_TIMEOUT,
    greeting: STEP_TIMEOUT,
    silence: STEP_TIMEOUT,
  });
  // The extensions were read with EHLO; everything Skein needs beyond them is in RFC 5321.
  return async () => connection.quit();
}

function tooOld(settings: MailSettings): MailError {
  return new MailError(
    'server-nonsense',
    `${settings.imap.host} does not speak IMAP4rev1 or later.`,
    'Skein cannot work with this server.',
  );
}
