import { mkdtempSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { type ElectronApplication, _electron as electron, type Page } from '@playwright/test';
import { removeDirectory } from '../rig/server-process.ts';
import { waitFor } from '../rig/wait-for.ts';

const projectRoot = fileURLToPath(new URL('../..', import.meta.url));

const HOLD = fileURLToPath(new URL('hold-until-driven.cjs', import.meta.url));
const LAUNCH_TIMEOUT_MS = 45_000;

export interface LaunchOptions {
  /** Profile directory; a new temporary one, removed on close, when left out. */
  profile?: string;
  /** Added to the environment; `undefined` removes a variable. */
  env?: Record<string, string | undefined>;
  args?: string[];
}

export interface LaunchedApp {
  app: ElectronApplication;
  window: Page;
  profile: string;
  /** Quits the app the way a user does, and waits until its process is gone. */
  close(): Promise<void>;
}

/** Gives this worker its display, bus and keyring (see setup.ts): for the app, and for who looks into the keyring. */
function enterDesktopSession(): void {
  const sessions: Record<string, string>[] = JSON.parse(process.env.SKEIN_DESKTOP_SESSIONS ?? '[]');
  const session = sessions[Number(process.env.TEST_PARALLEL_INDEX)];
  if (!session) return;
  delete process.env.WAYLAND_DISPLAY;
  Object.assign(process.env, session);
}

enterDesktopSession();

/** The command that starts the app: the executable and its first arguments. */
export function appCommand(): { executable: string; args: string[] } {
  const executable = process.env.SKEIN_ELECTRON;
  if (!executable)
    throw new Error('SKEIN_ELECTRON is not set: run the tests through Playwright, whose setup sets it.');
  return { executable, args: [projectRoot] };
}

/** The environment the app runs in. */
export function appEnvironment(extra: LaunchOptions['env'] = {}): Record<string, string> {
  const merged: Record<string, string | undefined> = {
    ...process.env,
    SKEIN_SQLITE_ADDON: process.env.SKEIN_ELECTRON_SQLITE_ADDON,
    ELECTRON_RUN_AS_NODE: undefined,
    ...extra,
  };
  return Object.fromEntries(
    Object.entries(merged).filter((entry): entry is [string, string] => entry[1] !== undefined),
  );
}

/** Starts the app with a profile of its own and waits until its window has loaded its page. */
export async function launchApp(options: LaunchOptions = {}): Promise<LaunchedApp> {
  const profile = options.profile ?? mkdtempSync(join(tmpdir(), 'skein-e2e-'));
  const { executable, args } = appCommand();
  const app = await electron.launch({
    executablePath: executable,
    args: ['--require', HOLD, ...args, '--log-level=3', '--profile', profile, ...(options.args ?? [])],
    env: appEnvironment(options.env),
    cwd: projectRoot,
    timeout: LAUNCH_TIMEOUT_MS,
  });
  const window = await app.firstWindow();
  await window.waitForLoadState();
  return {
    app,
    window,
    profile,
    async close() {
      await app.close();
      if (!options.profile) await removeDirectory(profile);
    },
  };
}

/** Waits until an engine runs that is not the one with the process id `before`; resolves to its process id. */
export function nextEnginePid(app: ElectronApplication, before = 0): Promise<number> {
  return waitFor('a running engine', async () => {
    const pid = await enginePid(app);
    return pid !== 0 && pid !== before ? pid : null;
  });
}

/** Process id of the running engine; 0 while there is none. */
export function enginePid(app: ElectronApplication): Promise<number> {
  return app.evaluate(
    ({ app: running }) => running.getAppMetrics().find((metric) => metric.name === 'Skein engine')?.pid ?? 0,
  );
}
