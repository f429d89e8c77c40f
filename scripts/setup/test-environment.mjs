import { ensureDependencies } from './dependencies.mjs';
import { startDesktopSession } from './desktop-session.mjs';
import { step } from './progress.mjs';
import { ensureSystemPackages } from './system-packages.mjs';

/** Makes sure everything the tests need is there and built. */
export async function prepareTests() {
  await ensureSystemPackages('test');
  await ensureDependencies();
  const { ensureElectron } = await import('./electron.mjs');
  const { ensureSqliteAddon } = await import('./sqlite-addon.mjs');
  const { ensureBuild } = await import('./build.mjs');
  await ensureElectron();
  await ensureSqliteAddon({ runtime: 'electron' });
  process.env.SKEIN_SQLITE_ADDON = await ensureSqliteAddon({ runtime: 'node' });
  await ensureBuild();
}

/** The desktop session for tests that need one; see startDesktopSession. */
export function testSession() {
  return step('Starting a display, a session bus and a keyring', startDesktopSession);
}
