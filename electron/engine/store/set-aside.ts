import { existsSync, readdirSync, renameSync } from 'node:fs';
import { join } from 'node:path';
import { syncDirectory } from './files.ts';
import { fileTime, type ProfilePaths } from './paths.ts';

const PREFIX = 'store-damaged-';

/**
 * Moves a damaged store and its content files out of the way, inside the profile; nothing is deleted, because a
 * better tool may read more of it one day. Returns the store's new path.
 */
export function setAside(paths: ProfilePaths, now: number): string {
  const name = `${PREFIX}${fileTime(now)}`;
  const store = join(paths.profile, `${name}.db`);
  renameSync(paths.store, store);
  for (const [from, to] of [
    [paths.wal, `${store}-wal`],
    [paths.shm, `${store}-shm`],
    [paths.content, join(paths.profile, `${name}-content`)],
  ] as const) {
    if (existsSync(from)) renameSync(from, to);
  }
  syncDirectory(paths.profile);
  return store;
}

/** The damaged stores that were set aside in this profile. */
export function storesSetAside(profile: string): string[] {
  if (!existsSync(profile)) return [];
  return readdirSync(profile)
    .filter((name) => name.startsWith(PREFIX) && name.endsWith('.db'))
    .map((name) => join(profile, name));
}
