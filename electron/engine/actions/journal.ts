/** Writing the journal. A row and its local effect are always in the same transaction. */
import type { ErrorInfo } from '#shared/contract/model.ts';
import { prepare } from '../store/statements.ts';
import type { Database, Tx } from '../store/transaction.ts';
import { markDirty } from '../threads/dirty.ts';
import type { ActionKind, ActionRow, ActionState, UndoData } from './model.ts';

export interface NewAction {
  kind: ActionKind;
  accountId: string | null;
  title: string;
  /** What the effect needs; stored as JSON. */
  payload: unknown;
  /** `null` or left out: cannot be undone. */
  undo?: UndoData | null;
  /** The first action of the act this one belongs to. */
  groupId?: string;
  messageRow?: number | null;
  threadId?: string | null;
  /** Milliseconds since the epoch until which a send is held back. */
  holdUntil?: number | null;
}

/**
 * Writes an action, ready to be performed (`local` ones are done at once). Actions of an account that change flags
 * and places are performed in order, except that only those about the same message wait with one that waits for its
 * message to be found; sends only wait for earlier sends of the same thread. Returns its id.
 */
export function recordAction(tx: Tx, action: NewAction): string {
  const id = tx.id();
  const held = action.holdUntil != null && action.holdUntil > tx.now();
  const state: ActionState = action.kind === 'local' ? 'done' : held ? 'held' : 'queued';
  prepare(
    tx.db,
    `INSERT INTO action (id, group_id, kind, account_id, lane, title, payload, undo, state, message_row, thread_id,
       hold_until, created_at, finished_at) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)`,
  ).run(
    id,
    action.groupId ?? id,
    action.kind,
    action.accountId,
    laneOf(id, action),
    action.title,
    JSON.stringify(action.payload),
    action.undo ? JSON.stringify(action.undo) : null,
    state,
    action.messageRow ?? null,
    action.threadId ?? null,
    action.holdUntil ?? null,
    tx.now(),
    state === 'done' ? tx.now() : null,
  );
  tx.changed.outbox();
  return id;
}

/** The actions the runner performs, as SQL. */
export const PERFORMED = "kind LIKE 'mail.%'";

/**
 * The actions whose effect is not confirmed, as SQL. The condition of the index `action_open`: they are few beside what
 * was done in a month, and what is asked of them names that index.
 */
export const OPEN = "state IN ('held', 'queued', 'running', 'waiting', 'failed', 'unsure')";

/** Open, and something the user did: a copy of a draft that waits for a pause in typing is none. */
export const UNDER_WAY = `${OPEN} AND NOT (kind = 'mail.draft-save' AND state = 'held')`;

/** Longer, in milliseconds, is no time to undo a send in: it was planned. */
export const LONGEST_HOLD = 60_000;

/** Messages that wait for a time the user chose, as SQL of the table `action`: held longer than any time to undo. */
export const PLANNED = `${UNDER_WAY} AND state = 'held' AND hold_until > created_at + ${LONGEST_HOLD}`;

/** An account's sends do not wait for its other actions, nor the other way round: each is a track of its own. */
export function trackOf(lane: string): string {
  return lane.split('/', 2).join('/');
}

function laneOf(id: string, { kind, accountId, threadId }: NewAction): string {
  const account = accountId ?? 'none';
  return kind === 'mail.send' || kind === 'text.send'
    ? `${account}/send/${threadId ?? id}`
    : `${account}/state`;
}

export function getAction(db: Database, id: string): ActionRow | null {
  return (prepare(db, 'SELECT * FROM action WHERE id = ?').get(id) as ActionRow | undefined) ?? null;
}

/** All actions of one act, in order. */
export function getGroup(db: Database, groupId: string): ActionRow[] {
  return prepare(db, 'SELECT * FROM action WHERE group_id = ? ORDER BY id').all(groupId) as ActionRow[];
}

export interface Transition {
  state: ActionState;
  nextAt?: number | null;
  attempts?: number;
  wireStartedAt?: number | null;
  error?: ErrorInfo | null;
}

/** Moves an action on; what the message and its thread show follows. */
export function setState(tx: Tx, action: ActionRow, change: Transition): void {
  const finished = change.state === 'done' || change.state === 'cancelled';
  const error = change.error === undefined ? action.error : change.error && JSON.stringify(change.error);
  prepare(
    tx.db,
    `UPDATE action SET state = ?, next_at = ?, attempts = ?, wire_started_at = ?, error = ?, finished_at = ?
     WHERE id = ?`,
  ).run(
    change.state,
    change.nextAt ?? null,
    change.attempts ?? action.attempts,
    change.wireStartedAt === undefined ? action.wire_started_at : change.wireStartedAt,
    finished ? null : error,
    finished ? tx.now() : null,
    action.id,
  );
  if (action.kind === 'mail.send') mirrorSend(tx, action, change.state, finished ? null : error);
  if (action.thread_id !== null) markDirty(tx, action.thread_id);
  tx.changed.outbox();
}

const SEND_STATE: Record<ActionState, string | null> = {
  held: 'queued',
  queued: 'queued',
  waiting: 'queued',
  running: 'sending',
  failed: 'failed',
  unsure: 'unsure',
  done: 'sent',
  cancelled: null,
};

function mirrorSend(tx: Tx, action: ActionRow, state: ActionState, error: string | null): void {
  const shown = SEND_STATE[state];
  if (action.message_row === null || shown === null) return;
  prepare(tx.db, 'UPDATE mail SET send_state = ?, error = ? WHERE message_row = ?').run(
    shown,
    error,
    action.message_row,
  );
  const thread = prepare(tx.db, 'SELECT thread_id AS id FROM message WHERE row = ?').get(
    action.message_row,
  ) as { id: string } | undefined;
  if (thread) tx.changed.thread(thread.id);
}

/** Forgets finished actions older than `before` (milliseconds since the epoch): they cannot be undone any more. */
export function pruneActions(tx: Tx, { before }: { before: number }): void {
  prepare(
    tx.db,
    `DELETE FROM action WHERE state IN ('done', 'cancelled') AND finished_at < ? AND NOT EXISTS (
       SELECT 1 FROM action o WHERE o.group_id = action.group_id AND o.state NOT IN ('done', 'cancelled'))`,
  ).run(before);
}
