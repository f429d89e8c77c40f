import { existsSync, mkdirSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { openConnection } from '#engine/store/connection.ts';
import type { Database } from '#engine/store/database.ts';
import { type Migration, migrate, migrations, readMigrations } from '#engine/store/migrate.ts';
import { fileKind, pageIsAuthentic } from '#engine/store/sqlcipher-page.ts';
import { StoreKey } from '#engine/store/store-key.ts';
import { temporaryDirectory } from './support/build-worker.ts';

const key = StoreKey.fromHex('31'.repeat(32));
const first: Migration = { version: 1, name: 'first', sql: 'CREATE TABLE note (text TEXT NOT NULL) STRICT;' };
const second: Migration = { version: 2, name: 'second', sql: 'ALTER TABLE note ADD COLUMN at INTEGER;' };
const broken: Migration = {
  version: 3,
  name: 'broken',
  sql: 'CREATE TABLE half (a); INSERT INTO note (text) VALUES (NULL);',
};

let directory: string;
let db: Database;
let now = Date.UTC(2026, 10, 22);

beforeEach(() => {
  directory = temporaryDirectory();
  db = openConnection({ path: join(directory, 'store.db'), key, mode: 'writer' });
});
afterEach(() => {
  db.close();
  rmSync(directory, { recursive: true, force: true });
});

function run(list: readonly Migration[]): number {
  now += 60_000;
  return migrate(db, { key, backups: join(directory, 'backups'), now, migrations: list });
}

describe('migrate', () => {
  it('builds a new store without a backup, and leaves a current one alone', () => {
    expect(run([first, second])).toBe(0);
    expect(db.pragma('user_version', { simple: true })).toBe(2);
    expect(run([first, second])).toBe(2);
    expect(existsSync(join(directory, 'backups'))).toBe(false);
  });

  it('backs the store up, encrypted and complete, before it changes it', () => {
    run([first]);
    db.exec("INSERT INTO note (text) VALUES ('kept')");
    expect(run([first, second])).toBe(1);
    const [name] = readdirSync(join(directory, 'backups'));
    const path = join(directory, 'backups', name as string);
    expect(name).toMatch(/^store-1-/);
    expect(fileKind(path)).toBe('noise');
    expect(pageIsAuthentic(path, 1, key)).toBe(true);
    expect(readFileSync(path).includes('CREATE TABLE')).toBe(false);
    const copy = openConnection({ path, key, mode: 'reader' });
    expect(copy.prepare('SELECT * FROM note').all()).toEqual([{ text: 'kept' }]);
    expect(copy.pragma('user_version', { simple: true })).toBe(1);
    copy.close();
  });

  it('keeps the newest two backups', () => {
    const more = [1, 2, 3, 4].map((version) => ({
      version,
      name: 'm',
      sql: `CREATE TABLE t${version} (a);`,
    }));
    for (let count = 1; count <= 4; count++) run(more.slice(0, count));
    expect(
      readdirSync(join(directory, 'backups'))
        .map((name) => name.slice(0, 8))
        .sort(),
    ).toEqual(['store-2-', 'store-3-']);
  });

  it('leaves the store as it was when a migration fails half-way', () => {
    run([first, second]);
    expect(() => run([first, second, broken])).toThrow(/NOT NULL/);
    expect(db.pragma('user_version', { simple: true })).toBe(2);
    expect(db.prepare("SELECT name FROM sqlite_schema WHERE name = 'half'").get()).toBeUndefined();
    expect(db.pragma('foreign_keys', { simple: true })).toBe(1);
    db.exec("INSERT INTO note (text) VALUES ('works')");
  });

  it('refuses rows left without their parent', () => {
    run([first]);
    const orphaning: Migration = {
      version: 2,
      name: 'orphaning',
      sql: 'CREATE TABLE p (id INTEGER PRIMARY KEY); CREATE TABLE c (p INTEGER REFERENCES p (id)); INSERT INTO c VALUES (7);',
    };
    expect(() => run([first, orphaning])).toThrow(/without their parent/);
    expect(db.pragma('user_version', { simple: true })).toBe(1);
  });

  it('refuses a store of a newer program and does not touch it', () => {
    run([first, second]);
    mkdirSync(join(directory, 'backups'));
    expect(() => run([first])).toThrow(
      expect.objectContaining({ code: 'store-newer', advice: expect.stringContaining('newest version') }),
    );
    expect(db.pragma('user_version', { simple: true })).toBe(2);
    expect(readdirSync(join(directory, 'backups'))).toEqual([]);
  });

  it('takes the numbers from the file names and refuses gaps and doubles', () => {
    const read = readMigrations({ './migrations/0002-b.sql': 'B', './migrations/0001-a.sql': 'A' });
    expect(read.map(({ version, sql }) => [version, sql])).toEqual([
      [1, 'A'],
      [2, 'B'],
    ]);
    expect(() => readMigrations({ './0001-a.sql': '', './0003-c.sql': '' })).toThrow(/2/);
    expect(() => readMigrations({ './0001-a.sql': '', './0001-b.sql': '' })).toThrow();
    expect(() => readMigrations({ './first.sql': '' })).toThrow(/NNNN/);
  });

  it('ships migrations that make a sound store', () => {
    run(migrations);
    expect(db.pragma('integrity_check', { simple: true })).toBe('ok');
    expect(db.pragma('foreign_key_check')).toEqual([]);
    expect(db.prepare("SELECT v FROM search_index_config WHERE k = 'secure-delete'").pluck().get()).toBe(1);
  });
});
