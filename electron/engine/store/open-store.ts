import { chmodSync, existsSync, mkdirSync, statSync } from 'node:fs';
import { openConnection } from './connection.ts';
import type { Database } from './database.ts';
import { StoreError, toStoreError } from './errors.ts';
import { repair } from './integrity.ts';
import { migrate } from './migrate.ts';
import type { ProfilePaths } from './paths.ts';
import { readDescription } from './profile-description.ts';
import { ProfileLock } from './profile-lock.ts';
import type { OpenReport } from './protocol.ts';
import { salvage } from './salvage.ts';
import { setAside } from './set-aside.ts';
import type { StoreKey } from './store-key.ts';

export interface OpenStoreOptions {
  paths: ProfilePaths;
  key: StoreKey;
  addonPath: string | undefined;
  /** Milliseconds since the Unix epoch. */
  now: number;
}

export interface OpenedStore {
  db: Database;
  lock: ProfileLock;
  report: OpenReport;
}

/**
 * Opens the profile's store for writing: locks the profile, creates the store when there is none, checks it after an
 * unclean exit, sets a damaged one aside and starts a new one, and migrates. Throws StoreError: `store-locked`,
 * `store-not-encrypted`, `store-wrong-key`, `store-newer`, `store-full`, `store-io`.
 */
export function openStore(options: OpenStoreOptions): OpenedStore {
  const { paths } = options;
  mkdirSync(paths.profile, { recursive: true, mode: 0o700 });
  const lock = ProfileLock.acquire(paths, options.addonPath);
  try {
    const report: OpenReport = {
      created: sizeOf(paths.store) === 0,
      migratedFrom: null,
      unclean: lock.unclean || sizeOf(paths.wal) > 0,
      reindexed: false,
      sweptFiles: 0,
      setAside: null,
    };
    const opened = openSound(options, report);
    if (typeof opened !== 'string') return { db: opened, lock, report };
    const path = setAside(paths, options.now);
    report.setAside = { path, reason: opened, salvaged: {} };
    const db = openCurrent(options, report);
    report.setAside.salvaged = salvage(db, path, options.key, options.addonPath);
    return { db, lock, report };
  } catch (error) {
    lock.release({ clean: !lock.unclean });
    throw error;
  }
}

/** A store that passed its check, or what is wrong with it. */
function openSound(options: OpenStoreOptions, report: OpenReport): Database | string {
  try {
    return openCurrent(options, report);
  } catch (error) {
    const judged = toStoreError(error);
    if (!(judged instanceof StoreError) || !isDamage(judged, options)) throw judged;
    return judged.message;
  }
}

/** No page fits the very key this profile was made with: then it is the file that changed. */
function isDamage(error: StoreError, { paths, key }: OpenStoreOptions): boolean {
  if (error.code === 'store-damaged') return true;
  return error.code === 'store-wrong-key' && readDescription(paths)?.keyId === key.fingerprint();
}

function openCurrent(options: OpenStoreOptions, report: OpenReport): Database {
  const { paths, key } = options;
  const fresh = !existsSync(paths.store) || sizeOf(paths.store) === 0;
  const db = openConnection({ path: paths.store, key, mode: 'writer', addonPath: options.addonPath });
  try {
    if (fresh) chmodSync(paths.store, 0o600);
    else if (report.unclean) {
      const { reindexed, damage } = repair(db);
      if (damage[0] !== undefined) throw new StoreError('store-damaged', damage[0]);
      report.reindexed = reindexed;
    }
    const from = migrate(db, { key, backups: paths.backups, now: options.now });
    const to = db.pragma('user_version', { simple: true });
    if (!fresh && from !== to) report.migratedFrom = from;
    return db;
  } catch (error) {
    db.close();
    throw error;
  }
}

function sizeOf(path: string): number {
  return statSync(path, { throwIfNoEntry: false })?.size ?? 0;
}
