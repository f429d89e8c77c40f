/** Which labels a message has, and which of them its server keeps. */
import { prepare } from '#engine/store/statements.ts';
import type { Database, Tx } from '#engine/store/transaction.ts';
import { isLabelKeyword } from './keywords.ts';
import { labelOfKeyword } from './labels.ts';

/** Keywords of one message that count: a server may claim any number. */
const MOST_KEYWORDS = 30;

export function hasLabel(db: Database, messageRow: number, labelId: string): boolean {
  return (
    prepare(db, 'SELECT 1 FROM message_label WHERE message_row = ? AND label_id = ?').get(
      messageRow,
      labelId,
    ) !== undefined
  );
}

/** Gives a message a label or takes it away, here alone: the server is told by the act's own action. */
export function setLabel(tx: Tx, messageRow: number, labelId: string, on: boolean): void {
  if (on)
    prepare(
      tx.db,
      `INSERT OR IGNORE INTO message_label (message_row, label_id) SELECT ?, id FROM label WHERE id = ?`,
    ).run(messageRow, labelId);
  else
    prepare(tx.db, 'DELETE FROM message_label WHERE message_row = ? AND label_id = ?').run(
      messageRow,
      labelId,
    );
}

/**
 * Makes the labels of a mail what its server says, with unconfirmed acts on top. A label the server was never seen to
 * keep stays, and so does one that no mailbox the mail lies in can keep: not every mailbox keeps keywords (RFC 9051
 * section 7.1, PERMANENTFLAGS). `flags`: those of all places the mail lies in. `isKept`: one of these keeps the keyword.
 */
export function settleLabels(
  tx: Tx,
  messageRow: number,
  flags: readonly string[],
  isKept: (keyword: string) => boolean,
): void {
  const keywords = new Set(flags.filter(isLabelKeyword).map((flag) => flag.toLowerCase()));
  const known = prepare(
    tx.db,
    `SELECT label_id AS id, on_server AS onServer, keyword FROM message_label JOIN label ON label.id = label_id
     WHERE message_row = ?`,
  ).all(messageRow) as { id: string; onServer: number; keyword: string }[];
  if (keywords.size === 0 && known.length === 0) return;
  const told = new Set<string>();
  for (const keyword of flags.filter((flag) => keywords.delete(flag.toLowerCase())).slice(0, MOST_KEYWORDS)) {
    const id = labelOfKeyword(tx, keyword);
    if (id !== null) told.add(id);
  }
  const pending = pendingLabels(tx.db, messageRow);
  const put = prepare(
    tx.db,
    `INSERT INTO message_label (message_row, label_id, on_server) VALUES (?, ?, ?)
     ON CONFLICT (message_row, label_id) DO UPDATE SET on_server = excluded.on_server`,
  );
  for (const id of new Set([...told, ...known.map((one) => one.id)])) {
    const act = pending.get(id);
    const before = known.find((one) => one.id === id);
    if (act === undefined && told.has(id)) put.run(messageRow, id, 1);
    else if (act === true) put.run(messageRow, id, 0);
    else if (act === undefined && before?.onServer === 1 && !isKept(before.keyword))
      put.run(messageRow, id, 0);
    else if (act === false || before?.onServer === 1) setLabel(tx, messageRow, id, false);
  }
}

/** The server took the keywords of an act for these messages: from here on its word about them counts. */
export function noteKept(tx: Tx, actionId: string, messageRows: readonly number[]): void {
  prepare(
    tx.db,
    `UPDATE message_label SET on_server = 1 WHERE message_row IN (SELECT value FROM json_each(?))
       AND (message_row, label_id) IN
         (SELECT message_row, label_id FROM action_message WHERE action_id = ? AND labelled = 1)`,
  ).run(JSON.stringify(messageRows), actionId);
}

/** What open acts say about a message's labels; what is done is the server's word already. */
function pendingLabels(db: Database, messageRow: number): Map<string, boolean> {
  const acts = prepare(
    db,
    `SELECT e.label_id AS id, e.labelled, a.state = 'done' AS done FROM action_message e
     JOIN action a ON a.id = e.action_id
     WHERE e.message_row = ? AND e.label_id IS NOT NULL AND a.state <> 'cancelled' ORDER BY a.id`,
  ).all(messageRow) as { id: string; labelled: number; done: number }[];
  const pending = new Map<string, boolean>();
  for (const { id, labelled, done } of acts) {
    if (done) pending.delete(id);
    else pending.set(id, labelled === 1);
  }
  return pending;
}

/** The labels of a thread: those of its living messages. */
export function labelsOfThread(db: Database, threadId: string): string[] {
  return prepare(
    db,
    `SELECT DISTINCT l.label_id FROM message m INDEXED BY message_thread
     CROSS JOIN message_label l ON l.message_row = m.row CROSS JOIN label ON label.id = l.label_id
     WHERE m.thread_id = ? AND m.place IN ('inbox', 'archive', 'sent') AND label.removed = 0`,
  )
    .pluck()
    .all(threadId) as string[];
}
