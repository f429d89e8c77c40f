/** How far the deletion of a label is taken back. */
import { prepare } from '#engine/store/statements.ts';
import type { Database, Tx } from '#engine/store/transaction.ts';

/** The act that deleted a label is taken back, up to this action so far. */
export function beginReturn(
  tx: Tx,
  { groupId, labelId, afterId }: { groupId: string; labelId: string; afterId: string },
): void {
  prepare(tx.db, 'INSERT INTO label_return (group_id, label_id, after_id) VALUES (?, ?, ?)').run(
    groupId,
    labelId,
    afterId,
  );
}

/** Whether this act is being taken back in steps. */
export const isReturning = (db: Database, groupId: string): boolean =>
  prepare(db, 'SELECT 1 FROM label_return WHERE group_id = ?').get(groupId) !== undefined;
