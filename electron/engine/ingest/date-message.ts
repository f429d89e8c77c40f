/** Gives a message another date. */
import { indexBody, unindexBody } from '#engine/search/index-body.ts';
import { messageRow } from '#engine/store/ids.ts';
import { prepare } from '#engine/store/statements.ts';
import type { Database, Tx } from '#engine/store/transaction.ts';
import { refreshThreads } from '#engine/threads/summary.ts';

/** What names a message by its row: all that refer to it, and what outlives it. */
function references(db: Database): { table: string; column: string }[] {
  const declared = prepare(
    db,
    `SELECT t.name AS "table", f."from" AS "column" FROM sqlite_schema t, pragma_foreign_key_list(t.name) f
     WHERE t.type = 'table' AND t.name <> 'body' AND f."table" = 'message' AND f."to" = 'row'`,
  ).all() as { table: string; column: string }[];
  return [
    ...declared,
    { table: 'action', column: 'message_row' },
    { table: 'thread_choice', column: 'remind_row' },
  ];
}

interface StoredBody {
  subject: string;
  people: string;
  text: string;
  files: string;
  visibleLength: number | null;
}

/**
 * The message stands at `date` (milliseconds since the epoch) in every list from now on. Its row is its place among
 * all messages, so it gets another one, under the same id; returns that.
 */
export function dateMessage(tx: Tx, row: number, date: number): number {
  const threadId = prepare(tx.db, 'SELECT thread_id FROM message WHERE row = ?').pluck().get(row) as
    | string
    | undefined;
  if (threadId === undefined) return row;
  const moved = messageRow(tx.db, date);
  const body = prepare(
    tx.db,
    'SELECT subject, people, text, files, visible_length AS visibleLength FROM body WHERE row = ?',
  ).get(row) as StoredBody | undefined;
  unindexBody(tx, row);
  // What refers to it follows one table after the other, within this transaction.
  tx.db.pragma('defer_foreign_keys = ON');
  prepare(tx.db, 'UPDATE message SET row = ?, date = ? WHERE row = ?').run(moved, date, row);
  for (const { table, column } of references(tx.db))
    prepare(tx.db, `UPDATE "${table}" SET "${column}" = ? WHERE "${column}" = ?`).run(moved, row);
  if (body) indexBody(tx, moved, body);
  refreshThreads(tx, [threadId]);
  return moved;
}
