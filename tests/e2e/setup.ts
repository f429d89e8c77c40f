// @ts-expect-error The setup scripts are plain JavaScript: they run before anything is installed.
import { ensureBuild } from '../../scripts/setup/build.mjs';
// @ts-expect-error The same.
import { ensureElectron } from '../../scripts/setup/electron.mjs';
// @ts-expect-error The same.
import { ensureSqliteAddon } from '../../scripts/setup/sqlite-addon.mjs';

/** Leaves in the environment what launch.ts starts: an Electron, an addon that loads in it, and a fresh build. */
export default async function setup(): Promise<void> {
  const { execPath } = await ensureElectron();
  process.env.SKEIN_ELECTRON = execPath;
  process.env.SKEIN_ELECTRON_SQLITE_ADDON = await ensureSqliteAddon({ runtime: 'electron' });
  await ensureBuild();
}
