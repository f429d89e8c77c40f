/**
 * Decrypts a SQLCipher 4 database and its write-ahead log page by page, without SQLite, so that a test can look into
 * free pages and the slack of used ones. Written from the format's description (zetetic.net/sqlcipher/design and
 * sqlite.org/fileformat2.html#walformat), not from the code it checks.
 */
import { createDecipheriv } from 'node:crypto';
import { existsSync, readFileSync } from 'node:fs';

const PAGE = 4096;
const SALT = 16;
const IV = 16;
const RESERVE = 80;
const WAL_HEADER = 32;
const FRAME_HEADER = 24;

/** Every page of the file and every frame of its log, decrypted, in one buffer. */
export function decryptedPages(path: string, hexKey: string): Buffer {
  const key = Buffer.from(hexKey, 'hex');
  const file = readFileSync(path);
  const pages: Buffer[] = [];
  for (let offset = 0; offset < file.length; offset += PAGE) {
    pages.push(decrypt(file.subarray(offset, offset + PAGE), key, offset === 0));
  }
  const wal = existsSync(`${path}-wal`) ? readFileSync(`${path}-wal`) : Buffer.alloc(0);
  for (let offset = WAL_HEADER; offset + FRAME_HEADER + PAGE <= wal.length; offset += FRAME_HEADER + PAGE) {
    const first = wal.readUInt32BE(offset) === 1;
    const start = offset + FRAME_HEADER;
    pages.push(decrypt(wal.subarray(start, start + PAGE), key, first));
  }
  return Buffer.concat(pages);
}

function decrypt(page: Buffer, key: Buffer, first: boolean): Buffer {
  const iv = page.subarray(PAGE - RESERVE, PAGE - RESERVE + IV);
  const decipher = createDecipheriv('aes-256-cbc', key, iv);
  decipher.setAutoPadding(false);
  const body = page.subarray(first ? SALT : 0, PAGE - RESERVE);
  return Buffer.concat([decipher.update(body), decipher.final()]);
}
