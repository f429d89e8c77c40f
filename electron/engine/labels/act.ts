/** Giving labels to threads and taking them away, as acts of the journal. */
import { changeMessages } from '#engine/actions/message-changes.ts';
import { prepare } from '#engine/store/statements.ts';
import type { Database, Tx } from '#engine/store/transaction.ts';
import { labelScope } from '#engine/threads/scopes.ts';
import { refreshThreads } from '#engine/threads/summary.ts';
import { getLabel } from './labels.ts';
import { removalTitle, removeFromMessages } from './removal.ts';

export interface LabelThreads {
  ids: readonly string[];
  labelId: string;
  /** Give it, or take it away. */
  on: boolean;
}

/** Gives the living messages of these threads a label, or takes it from all of them. Throws LabelError `label-gone`. */
export function labelThreads(
  tx: Tx,
  { ids, labelId, on }: LabelThreads,
): { actionId: string; title: string } {
  const { name } = getLabel(tx.db, labelId);
  const threads = [...new Set(ids)];
  const rows = prepare(
    tx.db,
    on
      ? `SELECT row FROM message INDEXED BY message_thread
         WHERE thread_id = ? AND place IN ('inbox', 'archive', 'sent')`
      : 'SELECT row FROM message INDEXED BY message_thread WHERE thread_id = ?',
  ).pluck();
  const changes = threads.flatMap((id) =>
    (rows.all(id) as number[]).map((row) => ({ row, label: { id: labelId, on } })),
  );
  const what = threads.length === 1 ? 'a thread' : `${threads.length} threads`;
  const title = on ? `Label ${what} “${name}”` : `Take the label “${name}” from ${what}`;
  const actionId = changeMessages(tx, {
    title,
    changes,
    threadId: threads.length === 1 ? threads[0]! : null,
  });
  refreshThreads(tx);
  return { actionId, title };
}

/**
 * Deletes a label and takes it from its messages, which undo gives back: from the first at once, from the rest in steps
 * of the same act. Throws LabelError `label-gone`.
 */
export function removeLabel(tx: Tx, { id }: { id: string }): { actionId: string; title: string } {
  const { name } = getLabel(tx.db, id);
  const actionId = removeFromMessages(tx, { id, name, actionId: null });
  prepare(tx.db, 'UPDATE label SET removed = 1, removed_by = ? WHERE id = ?').run(actionId, id);
  tx.changed.settings();
  return { actionId, title: removalTitle(name) };
}

/** How many of these threads have each label. */
export function labelsOfThreads(
  db: Database,
  { ids }: { ids: readonly string[] },
): { labelId: string; threads: number }[] {
  const labels = prepare(db, 'SELECT id FROM label WHERE removed = 0').pluck().all() as string[];
  const entries = prepare(
    db,
    "SELECT scope FROM thread_entry WHERE thread_id = ? AND scope BETWEEN 'k@' AND 'k@~'",
  ).pluck();
  const counts = new Map<string, number>();
  for (const id of new Set(ids))
    for (const scope of entries.all(id) as string[]) counts.set(scope, (counts.get(scope) ?? 0) + 1);
  return labels.flatMap((labelId) => {
    const threads = counts.get(labelScope(labelId)) ?? 0;
    return threads > 0 ? [{ labelId, threads }] : [];
  });
}
