// @ts-expect-error The setup scripts are plain JavaScript: they run before anything is installed.
import { ensureSqliteAddon } from '../scripts/setup/sqlite-addon.mjs';

/** Gives every test file a SQLite addon that loads in this Node. */
export async function setup(): Promise<void> {
  process.env.SKEIN_SQLITE_ADDON ??= await ensureSqliteAddon({ runtime: 'node' });
}
