import { myIdentities } from '#engine/people/identities.ts';
import { prepare } from '#engine/store/statements.ts';
import type { Database } from '#engine/store/transaction.ts';
import type { EraseScope } from '#shared/contract/erase.ts';
import { EraseError } from './errors.ts';

/** Erasing everything does not go through the store: see eraseEverything. */
export type StoreScope = Exclude<EraseScope, { kind: 'everything' }>;

const ROWS: Record<StoreScope['kind'], string> = {
  message: 'SELECT row FROM message WHERE id = @id',
  thread: 'SELECT row FROM message WHERE thread_id = @id',
  account: 'SELECT row FROM message WHERE account_id = @id',
  trash: "SELECT row FROM message WHERE place = 'trash' AND @id IS NULL",
  junk: "SELECT row FROM message WHERE place = 'junk' AND @id IS NULL",
  // What was said with them alone, and whatever they wrote themselves.
  contact: `SELECT row FROM message WHERE thread_id IN (SELECT id FROM thread WHERE contact_id = @id)
    UNION SELECT row FROM message
      WHERE conversation_id IN (SELECT id FROM conversation WHERE contact_id = @id AND one_to_one = 1)
    UNION SELECT message_row FROM message_address
      WHERE role = 'from' AND identity_id IN (SELECT id FROM identity WHERE contact_id = @id)`,
};

/**
 * Rows of the messages in a scope, at most `limit`. Throws EraseError `erase-self` for the user's own contact: it
 * would take every sent message with it.
 */
export function rowsInScope(db: Database, scope: StoreScope, limit = -1): number[] {
  if (scope.kind === 'contact') refuseSelf(db, scope.id);
  return prepare(db, `SELECT row FROM (${ROWS[scope.kind]}) LIMIT @limit`)
    .pluck()
    .all({ id: 'id' in scope ? scope.id : null, limit }) as number[];
}

/** Drafts that go with the scope itself; drafts in threads that vanish go as well. */
export function draftsInScope(db: Database, scope: StoreScope): string[] {
  const sql = {
    message: null,
    trash: null,
    junk: null,
    thread: 'SELECT id FROM draft WHERE thread_id = ?',
    account: 'SELECT id FROM draft WHERE account_id = ?',
    contact: `SELECT id FROM draft WHERE thread_id IN (SELECT id FROM thread WHERE contact_id = ?)`,
  }[scope.kind];
  if (sql === null || !('id' in scope)) return [];
  return prepare(db, sql).pluck().all(scope.id) as string[];
}

function refuseSelf(db: Database, contactId: string): void {
  const mine = myIdentities(db);
  const theirs = prepare(db, 'SELECT id FROM identity WHERE contact_id = ?')
    .pluck()
    .all(contactId) as string[];
  if (theirs.some((id) => mine.has(id))) throw new EraseError('erase-self', 'This contact is you.');
}
