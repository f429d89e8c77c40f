import { statSync } from 'node:fs';
import BetterSqlite from 'better-sqlite3-multiple-ciphers';
import type { Database } from './database.ts';
import { StoreError, toStoreError } from './errors.ts';
import { fileKind, PAGE_SIZE, pageIsAuthentic } from './sqlcipher-page.ts';
import type { StoreKey } from './store-key.ts';

/** A checkpointer only moves pages from the log into the file. */
export type ConnectionMode = 'writer' | 'reader' | 'checkpointer';

export interface ConnectionOptions {
  path: string;
  key: StoreKey;
  mode: ConnectionMode;
  /** Path of the SQLite addon; by default SKEIN_SQLITE_ADDON, else the one the library brings. */
  addonPath?: string | undefined;
}

/** How long a connection waits for another one's lock, in milliseconds. */
const BUSY_TIMEOUT_MS = 5_000;
/**
 * At this many pages (64 MB) the writer finishes what the checkpointer has left of the log, so that the next commit
 * starts the log anew.
 */
const AUTOCHECKPOINT_PAGES = 16_384;
/** KiB of pages the writer keeps: each one missed costs a decryption and a check of its authentication code. */
const WRITER_CACHE_KIB = 64 * 1024;
/** A log that has been checkpointed is cut back to this many bytes. */
const JOURNAL_SIZE_LIMIT = 8 * 1024 * 1024;
/** Pages looked at to tell a wrong key from a damaged first page. */
const SAMPLED_PAGES = 64;

/**
 * Opens the store with its key, as a SQLCipher 4 database, and proves that it is one. A writer creates the file when
 * it is not there. Throws StoreError: `store-not-encrypted`, `store-wrong-key`, `store-damaged`, `store-locked`,
 * `store-io`, `store-full`.
 */
export function openConnection(options: ConnectionOptions): Database {
  const { path, key, mode } = options;
  try {
    if (fileKind(path) === 'plain') {
      throw new StoreError('store-not-encrypted', `The store ${path} is not encrypted.`);
    }
    const db = openFile(path, mode === 'reader', options.addonPath);
    try {
      applyKey(db, key);
      readFirstPage(db, path, key);
      configure(db, mode);
      if (mode === 'writer') proveEncrypted(db, path, key);
      return db;
    } catch (error) {
      db.close();
      throw error;
    }
  } catch (error) {
    throw toStoreError(error);
  }
}

/**
 * Proves that the open store is encrypted: its first page carries SQLCipher's authentication code under this key, it
 * does not start like a plain database, and a connection without a key cannot read it. Returns the cipher's name.
 * Throws StoreError `store-not-encrypted`.
 */
export function proveEncrypted(db: Database, path: string, key: StoreKey): string {
  const cipher = db.pragma('cipher', { simple: true });
  if (cipher !== 'sqlcipher') {
    throw new StoreError('store-not-encrypted', `The store uses the cipher "${String(cipher)}".`);
  }
  if (fileKind(path) !== 'noise' || !pageIsAuthentic(path, 1, key)) {
    throw new StoreError('store-not-encrypted', 'The first page of the store is not encrypted with its key.');
  }
  return 'SQLCipher 4 (AES-256-CBC, HMAC-SHA512)';
}

/** Opens a file with the library, without a key: for lock files and checks. Throws SqliteError. */
export function openFile(path: string, readonly: boolean, addonPath?: string): Database {
  const addon = addonPath ?? process.env.SKEIN_SQLITE_ADDON;
  return new BetterSqlite(path, {
    readonly,
    fileMustExist: readonly,
    timeout: BUSY_TIMEOUT_MS,
    ...(addon ? { nativeBinding: addon } : {}),
  });
}

/** The order matters: without `legacy=4` before the key no SQLCipher can read the file. */
function applyKey(db: Database, key: StoreKey): void {
  db.pragma(`cipher = 'sqlcipher'`);
  db.pragma('legacy = 4');
  db.pragma(`key = "x'${key.toHex()}'"`);
}

function readFirstPage(db: Database, path: string, key: StoreKey): void {
  try {
    db.prepare('SELECT count(*) FROM sqlite_schema').get();
  } catch (error) {
    if ((error as { code?: unknown }).code !== 'SQLITE_NOTADB') throw error;
    if (anyPageIsAuthentic(path, key)) {
      throw new StoreError('store-damaged', 'The first page of the store is damaged.', { cause: error });
    }
    throw new StoreError('store-wrong-key', 'The key does not open this store.', { cause: error });
  }
}

function anyPageIsAuthentic(path: string, key: StoreKey): boolean {
  const pages = Math.floor(statSync(path).size / PAGE_SIZE);
  for (let number = 1; number <= Math.min(pages, SAMPLED_PAGES); number++) {
    if (pageIsAuthentic(path, number, key)) return true;
  }
  return false;
}

function configure(db: Database, mode: ConnectionMode): void {
  db.pragma('foreign_keys = ON');
  db.pragma('trusted_schema = OFF');
  db.pragma('cell_size_check = ON');
  // Nothing decrypted may reach a temporary file, and mapped pages would bypass the cipher.
  db.pragma('temp_store = MEMORY');
  db.pragma('mmap_size = 0');
  if (mode === 'reader') {
    db.pragma('query_only = ON');
    return;
  }
  if (mode === 'checkpointer') {
    db.pragma('synchronous = FULL');
    db.pragma('fullfsync = ON');
    return;
  }
  const journal = db.pragma('journal_mode = WAL', { simple: true });
  if (journal !== 'wal') throw new StoreError('store-io', 'The disk does not support a write-ahead log.');
  db.pragma('synchronous = FULL');
  db.pragma('fullfsync = ON');
  db.pragma('secure_delete = ON');
  db.pragma(`cache_size = -${WRITER_CACHE_KIB}`);
  db.pragma(`wal_autocheckpoint = ${AUTOCHECKPOINT_PAGES}`);
  db.pragma(`journal_size_limit = ${JOURNAL_SIZE_LIMIT}`);
}
