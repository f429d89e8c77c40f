import { backUp } from './backup.ts';
import type { Database } from './database.ts';
import { StoreError } from './errors.ts';
import type { StoreKey } from './store-key.ts';

/** One numbered .sql file; `version` is what `user_version` becomes. */
export interface Migration {
  version: number;
  name: string;
  sql: string;
}

const files: Record<string, string> = import.meta.glob('./migrations/*.sql', {
  query: '?raw',
  import: 'default',
  eager: true,
});

/** All migrations in order. */
export const migrations: readonly Migration[] = readMigrations(files);

/** Reads `NNNN-name.sql` files by path. Throws when the numbers do not run 1, 2, 3 … */
export function readMigrations(sources: Record<string, string>): Migration[] {
  const read = Object.entries(sources)
    .map(([path, sql]) => {
      const match = /(\d{4})-([\w-]+)\.sql$/.exec(path);
      if (!match) throw new Error(`A migration is named NNNN-name.sql, not ${path}`);
      return { version: Number(match[1]), name: match[2] ?? '', sql };
    })
    .sort((a, b) => a.version - b.version);
  read.forEach(({ version }, index) => {
    if (version !== index + 1) throw new Error(`Migration ${index + 1} is missing or there twice`);
  });
  return read;
}

/**
 * Brings the store to the newest schema in one transaction, after backing the file up (a new store has nothing to
 * back up). Returns the version it had. Throws StoreError `store-newer` for a store of a newer program, `store-full`,
 * and whatever a failing migration throws; the store is then as it was.
 */
export function migrate(
  db: Database,
  options: { key: StoreKey; backups: string; now: number; migrations?: readonly Migration[] },
): number {
  const all = options.migrations ?? migrations;
  const newest = all.at(-1)?.version ?? 0;
  const from = db.pragma('user_version', { simple: true }) as number;
  if (from > newest) {
    throw new StoreError(
      'store-newer',
      `This store was made by a newer Skein (schema ${from}; this one knows ${newest}).`,
    );
  }
  if (from === newest) return from;
  if (from > 0) backUp(db, { directory: options.backups, key: options.key, version: from, now: options.now });
  // Tables may have to be built anew, which must not cascade; the check below makes up for it.
  db.pragma('foreign_keys = OFF');
  try {
    db.transaction(() => {
      for (const migration of all.slice(from)) db.exec(migration.sql);
      const orphan = db.prepare('SELECT "table" FROM pragma_foreign_key_check LIMIT 1').pluck().get();
      if (orphan !== undefined) {
        throw new StoreError(
          'store-defect',
          `A migration left rows of ${String(orphan)} without their parent.`,
        );
      }
      db.pragma(`user_version = ${newest}`);
    }).immediate();
  } finally {
    db.pragma('foreign_keys = ON');
  }
  return from;
}
