import { copyFileSync, readdirSync, readFileSync, truncateSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { Database as SqlCipher } from '@signalapp/sqlcipher';
import BetterSqlite from 'better-sqlite3-multiple-ciphers';
import { describe, expect, it } from 'vitest';
import { StoreKey } from '#engine/store/store-key.ts';
import { decryptedPages } from '../unit/store/support/decrypted-pages.ts';
import { testStores } from '../unit/store/support/stores.ts';

const stores = testStores();
const SECRET = 'zephyrous harbour lantern';

async function filledProfile(): Promise<string> {
  const profile = stores.directory();
  const store = await stores.open(profile);
  for (let index = 0; index < 100; index++) {
    await store.write(
      'addMessage',
      { date: Date.UTC(2026, 1, 1) + index, text: `${SECRET} ${index}` },
      'sync',
    );
  }
  await store.close();
  return profile;
}

/** Opens a database with plain SQLite (no key). */
function plain(path: string) {
  return new BetterSqlite(path, { nativeBinding: process.env.SKEIN_SQLITE_ADDON as string });
}

function openWithSqlCipher(path: string, hexKey: string): SqlCipher {
  const db = new SqlCipher(path);
  db.pragma(`key = "x'${hexKey}'"`);
  return db;
}

/** Pearson's statistic of the bytes against a uniform distribution; 255 degrees of freedom. */
function chiSquare(bytes: Buffer): number {
  const counts = new Array<number>(256).fill(0);
  for (const byte of bytes) counts[byte] = (counts[byte] ?? 0) + 1;
  const expected = bytes.length / 256;
  return counts.reduce((sum, count) => sum + (count - expected) ** 2 / expected, 0);
}

describe('the file of a store', () => {
  it('is read by SQLCipher itself with the exported key', async () => {
    const profile = await filledProfile();
    const db = openWithSqlCipher(join(profile, 'store.db'), stores.key.toHex());
    try {
      expect(db.prepare('SELECT count(*) AS n FROM message').get()).toEqual({ n: 100 });
      expect(db.prepare("SELECT text FROM body WHERE text LIKE '% 42'").get()).toEqual({
        text: `${SECRET} 42`,
      });
      expect(db.pragma('cipher_integrity_check')).toEqual([]);
    } finally {
      db.close();
    }
  });

  it('is read by SQLCipher with its log, as a crash leaves it', async () => {
    const profile = stores.directory();
    const store = await stores.open(profile);
    await store.write('addMessage', { date: 1, text: SECRET });
    const copy = stores.directory();
    for (const name of ['store.db', 'store.db-wal']) copyFileSync(join(profile, name), join(copy, name));
    expect(readFileSync(join(copy, 'store.db-wal')).length).toBeGreaterThan(0);
    const db = openWithSqlCipher(join(copy, 'store.db'), stores.key.toHex());
    try {
      expect(db.prepare('SELECT text FROM body').get()).toEqual({ text: SECRET });
    } finally {
      db.close();
    }
  });

  it('is noise without the key, on disk and in the log', async () => {
    const profile = stores.directory();
    const store = await stores.open(profile);
    for (let index = 0; index < 200; index++) {
      await store.write('addMessage', { date: index, text: SECRET.repeat(50) }, 'sync');
    }
    const wal = readFileSync(join(profile, 'store.db-wal'));
    await store.close();
    const file = readFileSync(join(profile, 'store.db'));
    expect(file.subarray(0, 16).toString('latin1')).not.toBe('SQLite format 3\0');
    for (const bytes of [file, wal]) {
      expect(bytes.includes('zephyrous')).toBe(false);
      expect(bytes.includes('CREATE TABLE')).toBe(false);
    }
    // 255 degrees of freedom: above 400 happens to noise less than once in 10^8; a plain database is above 10^5.
    expect(chiSquare(file)).toBeLessThan(400);
    expect(decryptedPages(join(profile, 'store.db'), stores.key.toHex()).includes('zephyrous')).toBe(true);
    expect(chiSquare(decryptedPages(join(profile, 'store.db'), stores.key.toHex()))).toBeGreaterThan(100_000);
  });

  it('leaves no decrypted file beside it', async () => {
    const profile = stores.directory();
    const store = await stores.open(profile);
    await store.write('addMessage', { date: 1, text: SECRET });
    await store.check();
    for (const name of readdirSync(profile)) {
      expect(readFileSync(join(profile, name)).includes('zephyrous')).toBe(false);
    }
  });

  it('is refused with another key, and left as it was', async () => {
    const profile = await filledProfile();
    const before = readFileSync(join(profile, 'store.db'));
    await expect(stores.open(profile, { key: StoreKey.random() })).rejects.toMatchObject({
      code: 'store-wrong-key',
      advice: expect.stringContaining('key'),
    });
    expect(readFileSync(join(profile, 'store.db')).equals(before)).toBe(true);
    await expect(stores.open(profile)).resolves.toBeDefined();
  });

  it('is refused when it is a plain database, and left as it was', async () => {
    const profile = stores.directory();
    const db = plain(join(profile, 'store.db'));
    db.exec('CREATE TABLE note (text)');
    db.close();
    const before = readFileSync(join(profile, 'store.db'));
    await expect(stores.open(profile)).rejects.toMatchObject({ code: 'store-not-encrypted' });
    expect(readFileSync(join(profile, 'store.db')).equals(before)).toBe(true);
  });

  it('is refused when another cipher made it', async () => {
    const profile = stores.directory();
    const db = plain(join(profile, 'store.db'));
    db.pragma(`cipher = 'chacha20'`);
    db.pragma(`key = "x'${stores.key.toHex()}'"`);
    db.exec('CREATE TABLE note (text)');
    db.close();
    await expect(stores.open(profile)).rejects.toMatchObject({ code: 'store-wrong-key' });
  });

  it('is copied only encrypted', async () => {
    const profile = await filledProfile();
    const store = await stores.open(profile);
    const copy = join(profile, 'copy.db');
    await store.copyTo(copy);
    expect(chiSquare(readFileSync(copy))).toBeLessThan(400);
    const db = openWithSqlCipher(copy, stores.key.toHex());
    expect(db.prepare('SELECT count(*) AS n FROM message').get()).toEqual({ n: 100 });
    db.close();
    await expect(store.copyTo(copy)).rejects.toMatchObject({ code: 'store-io' });
  });
});

describe('a damaged store', () => {
  /** Ends as a crash does. A real one takes all threads at once: here the others are closed after the writer died. */
  async function crash(store: Awaited<ReturnType<typeof stores.open>>): Promise<void> {
    await store.write('die', undefined).catch(() => undefined);
    await store.close();
  }

  it('is set aside after an unclean exit, and what can be read of the small tables is taken over', async () => {
    const profile = await filledProfile();
    const store = await stores.open(profile);
    await store.write('set', { key: 'theme', value: '"dark"' });
    await store.close();
    await crash(await stores.open(profile));
    const path = join(profile, 'store.db');
    const bytes = readFileSync(path);
    // Late pages hold messages and index; the schema and the settings are in early ones.
    bytes.fill(0xaa, bytes.length - 3 * 4096);
    writeFileSync(path, bytes);
    const fresh = await stores.open(profile);
    expect(fresh.report).toMatchObject({ unclean: true, setAside: { salvaged: { setting: 1, account: 1 } } });
    expect(await fresh.read('get', 'theme')).toBe('"dark"');
    expect(await fresh.read('subjects', undefined)).toEqual([]);
    expect(readFileSync(fresh.report.setAside?.path as string).equals(bytes)).toBe(true);
    expect((await fresh.check()).integrity).toBe('ok');
    await fresh.close();
    expect((await stores.open(profile)).report).toMatchObject({ unclean: false, setAside: null });
  });

  it('only has its search index built again when nothing else is damaged', async () => {
    const profile = await filledProfile();
    const store = await stores.open(profile);
    await store.write('damageIndex', undefined);
    await crash(store);
    const again = await stores.open(profile);
    expect(again.report).toMatchObject({ unclean: true, reindexed: true, setAside: null });
    expect(await again.read('search', '"lantern 42"')).toHaveLength(1);
    expect(await again.read('subjects', undefined)).toHaveLength(100);
  });

  it('is told from a wrong key when its first page is destroyed', async () => {
    const profile = await filledProfile();
    const path = join(profile, 'store.db');
    const bytes = readFileSync(path);
    bytes.fill(0, 100, 4096);
    writeFileSync(path, bytes);
    expect((await stores.open(profile)).report.setAside).toMatchObject({ salvaged: {} });
  });

  it('is found when it was cut short', async () => {
    const profile = await filledProfile();
    await crash(await stores.open(profile));
    truncateSync(join(profile, 'store.db'), 20 * 4096);
    expect((await stores.open(profile)).report.setAside).not.toBeNull();
  });
});
