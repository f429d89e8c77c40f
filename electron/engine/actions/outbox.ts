/** What is on its way, and what waits for the user. */
import type { Channel, ErrorInfo } from '#shared/contract/model.ts';
import type { OutboxEntry } from '#shared/contract/outbox.ts';
import { prepare } from '../store/statements.ts';
import type { Database } from '../store/transaction.ts';
import { PLANNED, UNDER_WAY } from './journal.ts';

interface Row {
  groupId: string;
  kind: string;
  threadId: string | null;
  messageId: string | null;
  title: string;
  subject: string | null;
  state: OutboxEntry['state'];
  planned: number;
  holdUntil: number | null;
  nextAt: number | null;
  attempts: number;
  error: string | null;
}

const SENDS = new Set(['mail.send', 'text.send']);

/** Worst first: an act on several accounts is one entry that says where it stands worst. */
const URGENCY: OutboxEntry['state'][] = ['failed', 'unsure', 'waiting', 'running', 'held', 'queued'];

/** All acts whose effect is not confirmed, oldest first; what waits for the user before all others. */
export function listOutbox(db: Database): OutboxEntry[] {
  const rows = prepare(
    db,
    `SELECT a.group_id AS groupId, a.kind, a.thread_id AS threadId, m.id AS messageId, a.title, m.subject, a.state,
       ${PLANNED} AS planned, a.hold_until AS holdUntil, a.next_at AS nextAt, a.attempts, a.error
     FROM action a INDEXED BY action_open LEFT JOIN message m ON m.row = a.message_row
     WHERE ${UNDER_WAY} ORDER BY a.id`,
  ).all() as Row[];
  const groups = new Map<string, Row>();
  for (const row of rows) {
    const known = groups.get(row.groupId);
    if (!known || URGENCY.indexOf(row.state) < URGENCY.indexOf(known.state)) groups.set(row.groupId, row);
  }
  const waitsForUser = (row: Row) => (row.state === 'failed' || row.state === 'unsure' ? 0 : 1);
  return [...groups.values()].sort((a, b) => waitsForUser(a) - waitsForUser(b)).map(toEntry);
}

function toEntry(row: Row): OutboxEntry {
  const channel: Channel = row.kind === 'text.send' ? 'sms' : 'mail';
  const sends = SENDS.has(row.kind);
  return {
    actionId: row.groupId,
    channel,
    threadId: row.threadId,
    messageId: row.messageId,
    title: row.title,
    sends,
    subject: sends ? (row.subject ?? '') : '',
    state: row.state,
    planned: row.planned === 1,
    holdUntil: row.state === 'held' ? row.holdUntil : null,
    nextAttemptAt: row.nextAt,
    attempts: row.attempts,
    error: row.error === null ? null : (JSON.parse(row.error) as ErrorInfo),
  };
}
