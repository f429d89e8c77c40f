/** What labels need done to very many messages, a step at a time; how far it is stands in the store. */
import type { ActionRow } from '#engine/actions/model.ts';
import { undoMessages } from '#engine/actions/undo.ts';
import { prepare } from '#engine/store/statements.ts';
import type { Database, Tx } from '#engine/store/transaction.ts';
import { refreshThreads } from '#engine/threads/summary.ts';
import { removalUnderWay, removeFromMessages } from './removal.ts';
import { scanStep } from './scan.ts';

/** Whether `labelStep` has anything to do. */
export function hasLabelSteps(db: Database): boolean {
  return (
    prepare(db, 'SELECT 1 FROM label_scan UNION ALL SELECT 1 FROM label_return').get() !== undefined ||
    removalUnderWay(db, null) !== undefined
  );
}

/** Does the next step; `done` when there are no more. */
export function labelStep(tx: Tx): { done: boolean } {
  const removal = removalUnderWay(tx.db, null);
  // What is to come back does so first: a label that was deleted once more since is then taken from that, too.
  if (returnStep(tx)) refreshThreads(tx);
  else if (removal) removeFromMessages(tx, removal);
  else scanStep(tx);
  return { done: !hasLabelSteps(tx.db) };
}

/** Takes back the next action of the deletion of a label; returns whether there was anything to do. */
function returnStep(tx: Tx): boolean {
  const at = prepare(
    tx.db,
    'SELECT group_id AS groupId, after_id AS afterId FROM label_return LIMIT 1',
  ).get() as { groupId: string; afterId: string } | undefined;
  if (!at) return false;
  const parts = prepare(
    tx.db,
    `SELECT * FROM action WHERE group_id = ? AND id > ? AND state <> 'cancelled' ORDER BY id LIMIT 2`,
  ).all(at.groupId, at.afterId) as ActionRow[];
  const [next, another] = parts;
  if (next) undoMessages(tx, [next]);
  if (next && another)
    prepare(tx.db, 'UPDATE label_return SET after_id = ? WHERE group_id = ?').run(next.id, at.groupId);
  else prepare(tx.db, 'DELETE FROM label_return WHERE group_id = ?').run(at.groupId);
  return true;
}
