import { myIdentities } from '#engine/people/identities.ts';
import { prepare } from '#engine/store/statements.ts';
import type { Database, Tx } from '#engine/store/transaction.ts';
import { deleteDrafts } from './erase-drafts.ts';
import { eraseMessages } from './erase-messages.ts';
import { forgetContact, forgetIdentities } from './forget-people.ts';
import { draftsInScope, rowsInScope, type StoreScope } from './scope.ts';

export interface EraseStepArgs {
  scope: StoreScope;
  /** Messages erased in this transaction at most. */
  limit: number;
}

export interface EraseStepResult {
  /** Rows that were erased. */
  rows: number[];
  /** Nothing of the scope is left. */
  done: boolean;
}

/**
 * Erases the next messages of a scope; with the last of them, what the scope itself is (the contact, the account with
 * everything it owns). Repeat until done: each step is complete in itself, so that a crash in between leaves less, not
 * half of anything. Throws EraseError `erase-self`.
 */
export function eraseStep(tx: Tx, { scope, limit }: EraseStepArgs): EraseStepResult {
  const rows = rowsInScope(tx.db, scope, limit + 1);
  const done = rows.length <= limit;
  const now = rows.slice(0, limit);
  // Asked for now: a thread takes its drafts' place with it.
  const drafts = done ? draftsInScope(tx.db, scope) : [];
  eraseMessages(tx, now);
  if (done) {
    deleteDrafts(tx, drafts);
    if (scope.kind === 'contact') forgetContact(tx, scope.id);
    if (scope.kind === 'account') deleteAccount(tx, scope.id);
  }
  return { rows: now, done };
}

function deleteAccount(tx: Tx, id: string): void {
  // While the account is there its own address is no correspondent's, so erasing its messages leaves it.
  const mine = [...myIdentities(tx.db)];
  // Labels that came with the sample go with it; the user's own stay, also where nothing has them any more.
  prepare(
    tx.db,
    `DELETE FROM label WHERE created_at = (SELECT created_at FROM account WHERE id = ? AND provider = 'sample')
       AND NOT EXISTS (SELECT 1 FROM message_label l WHERE l.label_id = label.id)`,
  ).run(id);
  prepare(tx.db, 'DELETE FROM account WHERE id = ?').run(id);
  forgetIdentities(tx, mine);
  tx.changed.accounts();
  tx.changed.outbox();
}

/** What of erased rows is still there, in words: nothing, unless the erasure went wrong. */
export function eraseRemains(db: Database, { scope, rows }: { scope: StoreScope; rows: number[] }): string[] {
  const list = JSON.stringify(rows);
  const count = (sql: string) => prepare(db, sql).pluck().get(list) as number;
  const left: [string, number][] = [
    ['messages of the scope', rowsOf(db, scope)],
    ['texts', count('SELECT count(*) FROM body WHERE row IN (SELECT value FROM json_each(?))')],
    [
      'entries of the search index',
      count('SELECT count(*) FROM search_index_docsize WHERE id IN (SELECT value FROM json_each(?))'),
    ],
    ['content files to unlink', prepare(db, 'SELECT count(*) FROM content_orphan').pluck().get() as number],
  ];
  return left.filter(([, number]) => number > 0).map(([what, number]) => `${number} ${what}`);
}

function rowsOf(db: Database, scope: StoreScope): number {
  return rowsInScope(db, scope).length;
}
