import type { Database } from './database.ts';

/** Problems named at most; one is enough to act on. */
const NAMED_PROBLEMS = 20;
const INDEX = 'search_index';

/**
 * What SQLite's quick check and the foreign keys say is wrong with the store; empty when it is sound. Every page is
 * read, and each page's authentication code is checked with it. Takes seconds on a large store.
 */
export function findDamage(db: Database): string[] {
  try {
    const rows = db.pragma(`quick_check(${NAMED_PROBLEMS})`) as { quick_check: string }[];
    return rows.map((row) => row.quick_check).filter((text) => text !== 'ok');
  } catch (error) {
    return [error instanceof Error ? error.message : String(error)];
  }
}

/**
 * Checks the store and builds the search index again when that alone is damaged, since it is derived from `body`.
 * Returns whether the index was rebuilt, and what is wrong beyond repair.
 */
export function repair(db: Database): { reindexed: boolean; damage: string[] } {
  const damage = findDamage(db);
  if (damage.length === 0 || !damage.every((text) => text.includes(INDEX))) {
    return { reindexed: false, damage };
  }
  try {
    db.transaction(() => {
      db.prepare(`INSERT INTO ${INDEX} (${INDEX}) VALUES ('rebuild')`).run();
      // Made of all that is stored: nothing waits any more.
      db.exec('DELETE FROM search_backlog');
    })();
  } catch {
    return { reindexed: false, damage };
  }
  return { reindexed: true, damage: findDamage(db) };
}
