import { homedir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

/** The project's root directory. */
export const projectRoot = fileURLToPath(new URL('../../', import.meta.url)).replace(/[/\\]$/, '');

/** A path inside the project. */
export function inProject(...segments) {
  return join(projectRoot, ...segments);
}

/** Where things that several checkouts can share are kept: SKEIN_CACHE, else the user's cache directory. */
export function cacheDirectory() {
  if (process.env.SKEIN_CACHE) return process.env.SKEIN_CACHE;
  if (process.platform === 'darwin') return join(homedir(), 'Library', 'Caches', 'skein');
  if (process.platform === 'win32') {
    return join(process.env.LOCALAPPDATA ?? join(homedir(), 'AppData', 'Local'), 'skein', 'cache');
  }
  return join(process.env.XDG_CACHE_HOME ?? join(homedir(), '.cache'), 'skein');
}
