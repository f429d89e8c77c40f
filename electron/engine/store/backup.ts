import { existsSync, mkdirSync, readdirSync, rmSync, statSync } from 'node:fs';
import { join } from 'node:path';
import type { Database } from './database.ts';
import { StoreError } from './errors.ts';
import { syncDirectory } from './files.ts';
import { fileTime } from './paths.ts';
import { pageIsAuthentic } from './sqlcipher-page.ts';
import type { StoreKey } from './store-key.ts';

/** Backups made before migrations that are kept. */
const KEPT = 2;
const NAME = /^store-\d+-\d{8}T[\d.]+Z\.db$/;

/**
 * Writes a complete copy of the store, encrypted with the same key, to a file that must not exist yet, and checks
 * that the copy is encrypted. Throws StoreError `store-full`, `store-not-encrypted`.
 */
export function copyStore(db: Database, to: string, key: StoreKey): void {
  if (existsSync(to)) throw new StoreError('store-io', `There is already a file ${to}.`);
  try {
    db.prepare('VACUUM INTO ?').run(to);
    if (!pageIsAuthentic(to, 1, key)) {
      throw new StoreError('store-not-encrypted', 'The copy of the store is not encrypted.');
    }
  } catch (error) {
    rmSync(to, { force: true });
    throw error;
  }
}

/** Copies the store of schema `version` into the backups directory and keeps the newest two. Returns its path. */
export function backUp(
  db: Database,
  options: { directory: string; key: StoreKey; version: number; now: number },
): string {
  mkdirSync(options.directory, { recursive: true, mode: 0o700 });
  const path = join(options.directory, `store-${options.version}-${fileTime(options.now)}.db`);
  copyStore(db, path, options.key);
  syncDirectory(options.directory);
  for (const old of backups(options.directory).slice(KEPT)) rmSync(old.path);
  return path;
}

/** The backups in the directory, newest first, with their size in bytes. */
export function backups(directory: string): { path: string; size: number }[] {
  if (!existsSync(directory)) return [];
  return readdirSync(directory)
    .filter((name) => NAME.test(name))
    .sort((a, b) => timeOf(b).localeCompare(timeOf(a)))
    .map((name) => join(directory, name))
    .map((path) => ({ path, size: statSync(path).size }));
}

/** Removes all backups: they still hold what has just been erased. Returns how many there were. */
export function removeBackups(directory: string): number {
  const all = backups(directory);
  for (const backup of all) rmSync(backup.path);
  if (all.length > 0) syncDirectory(directory);
  return all.length;
}

function timeOf(name: string): string {
  return name.slice(name.lastIndexOf('-') + 1);
}
