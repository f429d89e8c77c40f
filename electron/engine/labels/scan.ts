/** Mail that is stored already is looked through for keywords that became labels, a step at a time. */
import { settle } from '#engine/ingest/locations.ts';
import { prepare } from '#engine/store/statements.ts';
import type { Tx } from '#engine/store/transaction.ts';
import { refreshThreads } from '#engine/threads/summary.ts';
import { isLabelKeyword } from './keywords.ts';

/** Places of messages that are looked through in one transaction. */
const SCANNED_AT_ONCE = 500;

/** Goes through all messages for keywords that have a label now; one that is under way begins anew. */
export function beginScan(tx: Tx): void {
  prepare(tx.db, "INSERT OR REPLACE INTO label_scan (only, mailbox_id, uid) VALUES (1, '', 0)").run();
}

/** Looks through the next places. */
export function scanStep(tx: Tx): void {
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
