import { existsSync } from 'node:fs';
import { join } from 'node:path';
import type { App } from 'electron';

/** The SQLite addon that comes with the package, or the one the start script prepared; `null`: the library's own. */
export function addonPath(app: App): string | null {
  if (!app.isPackaged) return process.env.SKEIN_SQLITE_ADDON ?? null;
  const packaged = join(process.resourcesPath, 'better_sqlite3.node');
  return existsSync(packaged) ? packaged : null;
}
