import { existsSync, rmSync } from 'node:fs';
import { openFile } from './connection.ts';
import type { Database } from './database.ts';
import { StoreError } from './errors.ts';
import { replaceFile } from './files.ts';
import type { ProfilePaths } from './paths.ts';

/**
 * Keeps a profile to one engine at a time. An empty SQLite file is held in an exclusive transaction: the operating
 * system lets go of it when the process dies, however it dies, so that no lock is ever stale.
 */
export class ProfileLock {
  /** The engine before did not close the store. */
  readonly unclean: boolean;
  readonly #db: Database;
  readonly #marker: string;

  private constructor(db: Database, marker: string) {
    this.#db = db;
    this.#marker = marker;
    this.unclean = existsSync(marker);
  }

  /** Throws StoreError `store-locked` when another engine uses the profile. */
  static acquire(paths: ProfilePaths, addonPath?: string): ProfileLock {
    const db = openFile(paths.lock, false, addonPath);
    try {
      db.pragma('busy_timeout = 500');
      db.prepare('BEGIN EXCLUSIVE').run();
      const lock = new ProfileLock(db, paths.marker);
      replaceFile(paths.marker, `${process.pid}\n`);
      return lock;
    } catch (error) {
      db.close();
      if ((error as { code?: string }).code?.startsWith('SQLITE_BUSY')) {
        throw new StoreError('store-locked', 'Another Skein uses this profile.', { cause: error });
      }
      throw error;
    }
  }

  /** Lets go; a clean release says that the store needs no check at the next start. */
  release({ clean }: { clean: boolean }): void {
    if (clean) rmSync(this.#marker, { force: true });
    this.#db.close();
  }
}
