import { prepare } from '#engine/store/statements.ts';
import type { Database } from '#engine/store/transaction.ts';

const TABLES = { message: 'message', thread: 'thread', contact: 'contact', account: 'account' } as const;

/** Whether there is a message, thread, contact or account with this id. */
export function exists(db: Database, { kind, id }: { kind: keyof typeof TABLES; id: string }): boolean {
  return prepare(db, `SELECT 1 FROM ${TABLES[kind]} WHERE id = ?`).get(id) !== undefined;
}
