import type { FullConfig } from '@playwright/test';
// @ts-expect-error The setup scripts are plain JavaScript: they run before anything is installed.
import { ensureBuild } from '../../scripts/setup/build.mjs';
// @ts-expect-error The same.
import { startDesktopSession } from '../../scripts/setup/desktop-session.mjs';
// @ts-expect-error The same.
import { ensureElectron } from '../../scripts/setup/electron.mjs';
// @ts-expect-error The same.
import { ensureSqliteAddon } from '../../scripts/setup/sqlite-addon.mjs';

interface DesktopSession {
  env: Record<string, string>;
  stop(): void;
}

/**
 * Leaves in the environment what launch.ts starts: an Electron, an addon that loads in it, a fresh build; and for each
 * worker a display, a bus and a keyring, so that no app takes the focus or the clipboard from another.
 */
export default async function setup({ workers }: FullConfig): Promise<() => void> {
  const { execPath } = await ensureElectron();
  process.env.SKEIN_ELECTRON = execPath;
  process.env.SKEIN_ELECTRON_SQLITE_ADDON = await ensureSqliteAddon({ runtime: 'electron' });
  await ensureBuild();
  const sessions: DesktopSession[] = await Promise.all(
    Array.from({ length: workers }, () => startDesktopSession()),
  );
  process.env.SKEIN_DESKTOP_SESSIONS = JSON.stringify(sessions.map(({ env }) => added(env)));
  return () => {
    for (const { stop } of sessions) stop();
  };
}

/** What is not in our own environment. */
const added = (env: Record<string, string>) =>
  Object.fromEntries(Object.entries(env).filter(([name, value]) => process.env[name] !== value));
