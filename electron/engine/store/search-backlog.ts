import type { Database } from './database.ts';
import { prepare } from './statements.ts';

/** Messages whose words go into the index at once: it takes about as long as a transaction of a sync. */
const GROUP = 128;

/** Whether there are messages whose words are not in the index yet. */
export function hasSearchBacklog(db: Database): boolean {
  return prepare(db, 'SELECT EXISTS (SELECT 1 FROM search_backlog)').pluck().get() === 1;
}

/** Adds the words of waiting messages to the index once there are enough of them, within the caller's transaction. */
export function indexWhenGathered(db: Database): void {
  const waiting = prepare(db, 'SELECT count(*) FROM search_backlog').pluck().get() as number;
  if (waiting >= GROUP) indexGroup(db);
}

/**
 * Adds the words of the newest waiting messages to the index, within the caller's transaction; returns whether there
 * may be more. In ascending rows, because FTS5 writes out what it has when a row is smaller than the one before.
 */
export function indexGroup(db: Database): boolean {
  const rows = prepare(db, 'SELECT row FROM search_backlog ORDER BY row DESC LIMIT ?').pluck().all(GROUP);
  if (rows.length === 0) return false;
  const oldest = rows.at(-1);
  prepare(
    db,
    `INSERT INTO search_index (rowid, subject, people, text, files)
     SELECT row, subject, people, text, files FROM body
     WHERE row IN (SELECT row FROM search_backlog WHERE row >= ?) ORDER BY row`,
  ).run(oldest);
  prepare(db, 'DELETE FROM search_backlog WHERE row >= ?').run(oldest);
  return rows.length === GROUP;
}
