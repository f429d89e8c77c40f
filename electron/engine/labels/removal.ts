/** A deleted label is taken from its messages, a step at a time. */
import { changeMessages } from '#engine/actions/message-changes.ts';
import { prepare } from '#engine/store/statements.ts';
import type { Database, Tx } from '#engine/store/transaction.ts';
import { refreshThreads } from '#engine/threads/summary.ts';

/** Messages a label is taken from in one transaction. */
export const REMOVED_AT_ONCE = 200;
/** Takes what is left of a deleted label from all messages at once, before it is made again. */
export function finishRemoval(tx: Tx, labelId: string): void {
  prepare(tx.db, 'DELETE FROM label_return WHERE label_id = ?').run(labelId);
  for (;;) {
    const removal = removalUnderWay(tx.db, labelId);
    if (!removal) return;
    removeFromMessages(tx, removal);
  }
}

export const removalTitle = (name: string) => `Delete the label “${name}”`;

interface Removal {
  id: string;
  name: string;
  actionId: string | null;
}

/** The first label that is not taken from all its messages yet; with an id, that one. */
export function removalUnderWay(db: Database, labelId: string | null): Removal | undefined {
  return prepare(
    db,
    `SELECT id, name, removed_by AS actionId FROM label WHERE removed = 1 AND id = coalesce(?, id)
       AND EXISTS (SELECT 1 FROM message_label WHERE label_id = label.id) LIMIT 1`,
  ).get(labelId) as Removal | undefined;
}

/**
 * Takes a label that is being deleted from the next messages, as a part of the act that deletes it or, the first time,
 * as that act. Returns its id.
 */
export function removeFromMessages(tx: Tx, { id, name, actionId }: Removal): string {
  const rows = prepare(
    tx.db,
    `SELECT message_row FROM message_label WHERE label_id = ? ORDER BY message_row DESC LIMIT ${REMOVED_AT_ONCE}`,
  )
    .pluck()
    .all(id) as number[];
  const act = changeMessages(tx, {
    title: removalTitle(name),
    changes: rows.map((row) => ({ row, label: { id, on: false } })),
    threadId: null,
    ...(actionId === null ? { removedLabel: id } : { groupId: actionId }),
  });
  refreshThreads(tx);
  return act;
}
