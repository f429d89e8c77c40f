/**
 * Checks pages of a store by hand, without SQLite: SQLCipher 4 ends each page with a 16-byte IV and the
 * HMAC-SHA512 of what is before it and of the page's number (zetetic.net/sqlcipher/design).
 */
import { createHmac, pbkdf2Sync, timingSafeEqual } from 'node:crypto';
import { closeSync, openSync, readSync } from 'node:fs';
import type { StoreKey } from './store-key.ts';

/** Bytes of a page in SQLCipher 4's default format, the only one Skein writes. */
export const PAGE_SIZE = 4096;
/** The first bytes of the file are a random salt. */
const SALT_SIZE = 16;
const HMAC_SIZE = 64;

const PLAIN_HEADER = Buffer.from('SQLite format 3\0', 'latin1');
const HMAC_SALT_MASK = 0x3a;
const HMAC_KEY_ITERATIONS = 2;

/** What the first bytes of a file say: `plain` is an unencrypted SQLite database, `noise` may be a store. */
export type FileKind = 'absent' | 'empty' | 'plain' | 'noise';

/** Looks at the first bytes of a file. Throws (ENOENT excepted) when it cannot be read. */
export function fileKind(path: string): FileKind {
  const first = readBytes(path, 0, PLAIN_HEADER.length);
  if (first === null) return 'absent';
  if (first.length === 0) return 'empty';
  return first.equals(PLAIN_HEADER.subarray(0, first.length)) ? 'plain' : 'noise';
}

/** Whether page `number` (from 1) of the file was written with this key and has not changed since. */
export function pageIsAuthentic(path: string, number: number, key: StoreKey): boolean {
  const salt = readBytes(path, 0, SALT_SIZE);
  const page = readBytes(path, (number - 1) * PAGE_SIZE, PAGE_SIZE);
  if (salt?.length !== SALT_SIZE || page?.length !== PAGE_SIZE) return false;
  const signed = page.subarray(number === 1 ? SALT_SIZE : 0, PAGE_SIZE - HMAC_SIZE);
  const hmac = createHmac('sha512', hmacKey(key, salt)).update(signed).update(littleEndian(number)).digest();
  return timingSafeEqual(hmac, page.subarray(PAGE_SIZE - HMAC_SIZE));
}

/** The key of the pages' HMACs, derived as SQLCipher 4 does. */
function hmacKey(key: StoreKey, salt: Buffer): Buffer {
  const masked = salt.map((byte) => byte ^ HMAC_SALT_MASK);
  return pbkdf2Sync(key.toBytes(), masked, HMAC_KEY_ITERATIONS, 32, 'sha512');
}

function littleEndian(number: number): Buffer {
  const bytes = Buffer.alloc(4);
  bytes.writeUInt32LE(number);
  return bytes;
}

function readBytes(path: string, position: number, length: number): Buffer | null {
  let file: number;
  try {
    file = openSync(path, 'r');
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return null;
    throw error;
  }
  try {
    const bytes = Buffer.alloc(length);
    return bytes.subarray(0, readSync(file, bytes, 0, length, position));
  } finally {
    closeSync(file);
  }
}
