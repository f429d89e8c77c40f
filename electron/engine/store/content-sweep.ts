import { existsSync, readdirSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import type { Database } from './database.ts';
import { syncDirectory } from './files.ts';
import { prepare } from './statements.ts';

/** Unlinks content files whose rows are gone, durably, and only then forgets them. Returns how many there were. */
export function unlinkContent(db: Database, directory: string, ids: readonly string[]): number {
  if (ids.length === 0) return 0;
  for (const id of ids) rmSync(join(directory, id), { force: true });
  if (existsSync(directory)) syncDirectory(directory);
  const forget = prepare(db, 'DELETE FROM content_orphan WHERE id = ?');
  db.transaction(() => {
    for (const id of ids) forget.run(id);
  }).immediate();
  return ids.length;
}

/**
 * Removes every file of the content directory that no row knows: left by a crash between writing a file and its row,
 * or between deleting a row and its file. Only at start, while nothing is being written. Returns how many there were.
 */
export function sweepContent(db: Database, directory: string): number {
  const orphans = prepare<{ id: string }>(db, 'SELECT id FROM content_orphan').all();
  if (!existsSync(directory)) {
    return unlinkContent(
      db,
      directory,
      orphans.map(({ id }) => id),
    );
  }
  const known = prepare(db, 'SELECT 1 FROM content WHERE id = ?');
  const strays = readdirSync(directory).filter((name) => known.get(name) === undefined);
  for (const name of strays) rmSync(join(directory, name), { recursive: true, force: true });
  unlinkContent(
    db,
    directory,
    orphans.map(({ id }) => id),
  );
  return strays.length;
}
