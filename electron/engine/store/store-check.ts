import { existsSync, readdirSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { openFile, proveEncrypted } from './connection.ts';
import type { Database } from './database.ts';
import { findDamage } from './integrity.ts';
import type { ProfilePaths } from './paths.ts';
import type { StoreCheck } from './protocol.ts';
import type { StoreKey } from './store-key.ts';

/** Looks at the whole store and proves that it is encrypted. Never throws for a damaged or plain store: it says so. */
export function checkStore(
  db: Database,
  paths: ProfilePaths,
  key: StoreKey,
  addonPath: string | undefined,
): StoreCheck {
  let cipher: string;
  let encrypted = true;
  try {
    cipher = proveEncrypted(db, paths.store, key);
    encrypted = !opensWithoutKey(paths.store, addonPath);
  } catch (error) {
    encrypted = false;
    cipher = error instanceof Error ? error.message : String(error);
  }
  const library = db.prepare('SELECT sqlite_version() AS sqlite, sqlite3mc_version() AS codec').get() as {
    sqlite: string;
    codec: string;
  };
  return {
    sqlite: `${library.sqlite} (${library.codec})`,
    cipher,
    encrypted,
    integrity: findDamage(db)[0] ?? 'ok',
    schema: db.pragma('user_version', { simple: true }) as number,
    storeBytes: sizeOf(paths.store) + sizeOf(paths.wal),
    contentBytes: existsSync(paths.content)
      ? readdirSync(paths.content).reduce((sum, name) => sum + sizeOf(join(paths.content, name)), 0)
      : 0,
  };
}

/** Whether SQLite reads the file as it lies there, without any key: then it is not encrypted. */
function opensWithoutKey(path: string, addonPath?: string): boolean {
  const db = openFile(path, true, addonPath);
  try {
    db.prepare('SELECT count(*) FROM sqlite_schema').get();
    return true;
  } catch {
    return false;
  } finally {
    db.close();
  }
}

function sizeOf(path: string): number {
  return statSync(path, { throwIfNoEntry: false })?.size ?? 0;
}
