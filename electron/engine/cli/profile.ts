/** Opens the profile a command works on, and closes it whatever happens. */
import { readFileSync } from 'node:fs';
import { homedir } from 'node:os';
import { join, resolve } from 'node:path';
import type { Engine } from '../engine.ts';
import { Session } from '../session.ts';
import { CommandError } from './command.ts';
import { tell } from './output.ts';

/** The program's own description, two folders above the built command line. */
function describeProgram(): { productName: string; version: string } {
  return JSON.parse(readFileSync(new URL('../../package.json', import.meta.url), 'utf8'));
}

/** Where the window keeps its profile: Electron's user data of an app of this name. */
function defaultProfile(
  platform: NodeJS.Platform = process.platform,
  env: NodeJS.ProcessEnv = process.env,
): string {
  const name = describeProgram().productName;
  if (platform === 'darwin') return join(homedir(), 'Library', 'Application Support', name);
  if (platform === 'win32') return join(env.APPDATA || join(homedir(), 'AppData', 'Roaming'), name);
  return join(env.XDG_CONFIG_HOME || join(homedir(), '.config'), name);
}

export interface Opened {
  session: Session;
  engine: Engine;
  /** Aborted when the user wants the command to end. */
  signal: AbortSignal;
}

/** Looks at a profile without unlocking it. */
export function openSession(
  profile: string | undefined,
  onReady: (engine: Engine) => void = () => {},
): Promise<Session> {
  return Session.open({
    profile: profile ? resolve(profile) : defaultProfile(),
    version: describeProgram().version,
    addon: process.env.SKEIN_SQLITE_ADDON ?? null,
    connect: false,
    workers: {
      database: new URL('./db-worker.js', import.meta.url),
      mime: new URL('./mime-worker.js', import.meta.url),
      spelling: new URL('./spell-worker.js', import.meta.url),
    },
    onArrived: () => {},
    onBack: () => {},
    onOverdue: () => {},
    onReady,
    log: (event, facts) => {
      if (process.env.SKEIN_DEBUG) tell(JSON.stringify({ event, ...facts }));
    },
  });
}

/**
 * Runs `work` on the profile, opened with its keychain or with SKEIN_PASSPHRASE. Nothing is synced or sent unless
 * `work` says so (`engine.connect`). Rejects with KeyError, StoreError, and whatever `work` rejects with.
 */
export async function withProfile<T>(
  profile: string | undefined,
  work: (opened: Opened) => Promise<T>,
): Promise<T> {
  const ending = new AbortController();
  let engine: Engine | null = null;
  const session = await openSession(profile, (opened) => {
    engine = opened;
  });
  const end = () => ending.abort();
  try {
    await unlock(session);
    const opened = engine ?? (await session.engine());
    for (const name of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) process.once(name, end);
    return await Promise.race([work({ session, engine: opened, signal: ending.signal }), broken(opened)]);
  } finally {
    await session.close();
  }
}

/** Rejects when the store breaks down: then no call is answered any more. */
function broken(engine: Engine): Promise<never> {
  return new Promise((_, reject) => engine.store.onFatal(reject));
}

async function unlock(session: Session): Promise<void> {
  const { state } = await session.status();
  if (state === 'ready') return;
  // Says why, with what to do.
  if (state === 'key-missing') await session.engine();
  const passphrase = process.env.SKEIN_PASSPHRASE;
  if (passphrase !== undefined && passphrase !== '') {
    await session.unlock(passphrase);
    return;
  }
  throw state === 'locked'
    ? new CommandError(
        'passphrase-needed',
        'This profile is locked by a passphrase.',
        'Give it in the environment variable SKEIN_PASSPHRASE.',
      )
    : new CommandError(
        'keychain-unavailable',
        'There is no keychain here that could keep the key of a new profile.',
        'Unlock the keychain, or choose a passphrase and give it in the environment variable SKEIN_PASSPHRASE.',
      );
}
