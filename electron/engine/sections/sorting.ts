/**
 * Sorting the whole inbox when its sections change: in steps, newest threads first, so that nobody waits behind it. How
 * far it is stands in the store, and what arrives meanwhile is sorted as it is refreshed.
 */

import { prepare } from '#engine/store/statements.ts';
import type { Database, Tx } from '#engine/store/transaction.ts';
import { isSectionScope, type ScopeEntry, scope } from '#engine/threads/scopes.ts';
import { writeEntries } from '#engine/threads/summary.ts';
import { addSection, forgetDeciders } from './section-of.ts';

/** Threads of a step. */
const STEP = 100;
const INBOX = scope({ view: 'inbox', channel: null, accountId: null, mailboxId: null });

/** Sorts from the newest thread on; a sorting that is under way begins anew. */
export function beginSorting(tx: Tx): void {
  forgetDeciders(tx);
  prepare(tx.db, "INSERT OR REPLACE INTO inbox_sorting (only, last_at, thread_id) VALUES (1, ?, '')").run(
    Number.MAX_SAFE_INTEGER,
  );
}

export function isSorting(db: Database): boolean {
  return prepare(db, 'SELECT 1 FROM inbox_sorting').get() !== undefined;
}

/** Sorts the next threads of the inbox; `done` when there are no more. */
export function sortStep(tx: Tx): { done: boolean } {
  const at = prepare(tx.db, 'SELECT last_at, thread_id FROM inbox_sorting').get() as
    | { last_at: number; thread_id: string }
    | undefined;
  if (!at) return { done: true };
  const next = prepare(
    tx.db,
    `SELECT last_at, thread_id FROM thread_entry WHERE scope = '${INBOX}' AND (last_at, thread_id) < (?, ?)
     ORDER BY last_at DESC, thread_id DESC LIMIT ${STEP}`,
  ).all(at.last_at, at.thread_id) as (typeof at)[];
  for (const { thread_id } of next) sortThread(tx, thread_id);
  const last = next.at(-1);
  const done = next.length < STEP || last === undefined;
  if (done) prepare(tx.db, 'DELETE FROM inbox_sorting').run();
  else
    prepare(tx.db, 'UPDATE inbox_sorting SET last_at = ?, thread_id = ?').run(last.last_at, last.thread_id);
  if (done) tx.changed.settings();
  return { done };
}

function sortThread(tx: Tx, id: string): void {
  const rows = prepare(
    tx.db,
    'SELECT scope, last_at AS at, unread FROM thread_entry WHERE thread_id = ?',
  ).all(id) as ({ scope: string } & ScopeEntry)[];
  const entries = new Map(
    rows
      .filter((row) => !isSectionScope(row.scope))
      .map((row) => [row.scope, { at: row.at, unread: row.unread }]),
  );
  addSection(tx, id, entries);
  writeEntries(tx, id, entries);
  tx.changed.thread(id);
}
