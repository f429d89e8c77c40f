/** What labels need done to very many messages, a step at a time; how far it is stands in the store. */
import { changeMessages } from '#engine/actions/message-changes.ts';
import type { ActionRow } from '#engine/actions/model.ts';
import { undoMessages } from '#engine/actions/undo.ts';
import { settle } from '#engine/ingest/locations.ts';
import { prepare } from '#engine/store/statements.ts';
import type { Database, Tx } from '#engine/store/transaction.ts';
import { refreshThreads } from '#engine/threads/summary.ts';
import { isLabelKeyword } from './keywords.ts';

/** Messages a label is taken from in one transaction. */
export const REMOVED_AT_ONCE = 200;
/** Places of messages that are looked through in one transaction. */
const SCANNED_AT_ONCE = 500;

/** Goes through all messages for keywords that have a label now; one that is under way begins anew. */
export function beginScan(tx: Tx): void {
  prepare(tx.db, "INSERT OR REPLACE INTO label_scan (only, mailbox_id, uid) VALUES (1, '', 0)").run();
}

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

function removalUnderWay(db: Database, labelId: string | null): Removal | undefined {
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

function scanStep(tx: Tx): void {
  const at = prepare(tx.db, 'SELECT mailbox_id, uid FROM label_scan').get() as
    | { mailbox_id: string; uid: number }
    | undefined;
  if (!at) return;
  const next = prepare(
    tx.db,
    `SELECT mailbox_id, uid, message_row AS row, flags FROM mail_location WHERE (mailbox_id, uid) > (?, ?)
     ORDER BY mailbox_id, uid LIMIT ${SCANNED_AT_ONCE}`,
  ).all(at.mailbox_id, at.uid) as { mailbox_id: string; uid: number; row: number; flags: string }[];
  const has = prepare(
    tx.db,
    `SELECT 1 FROM label JOIN message_label l ON l.label_id = label.id WHERE label.keyword = ? AND l.message_row = ?`,
  );
  const threads = new Set<string>();
  for (const { row, flags } of next) {
    if (flags.split(' ').every((flag) => !isLabelKeyword(flag) || has.get(flag, row))) continue;
    const thread = settle(tx, row);
    if (thread) threads.add(thread);
  }
  refreshThreads(tx, [...threads]);
  const last = next.at(-1);
  if (!last || next.length < SCANNED_AT_ONCE) prepare(tx.db, 'DELETE FROM label_scan').run();
  else prepare(tx.db, 'UPDATE label_scan SET mailbox_id = ?, uid = ?').run(last.mailbox_id, last.uid);
}
