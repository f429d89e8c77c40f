import type { Database } from './database.ts';
import { prepare } from './statements.ts';

/** Pages one step writes at most: it takes a few milliseconds, so that a click hardly waits behind it. */
const STEP_PAGES = 32;

/**
 * Merges a little of what the search index gathered while messages came in quickly. Returns whether there may be more
 * to do (sqlite.org, "SQLite FTS5 Extension", the 'merge' command: it did nothing when fewer than two changes were made).
 */
export function mergeSearchIndex(db: Database): boolean {
  const changes = prepare(db, 'SELECT total_changes()').pluck();
  const before = changes.get() as number;
  prepare(db, "INSERT INTO search_index (search_index, rank) VALUES ('merge', ?)").run(STEP_PAGES);
  return (changes.get() as number) - before >= 2;
}
