/**
 * Which action is performed next: one that is due, and not behind another one that must be done before it.
 */
import type { ErrorInfo } from '#shared/contract/model.ts';
import { prepare } from '../store/statements.ts';
import type { Database, Tx } from '../store/transaction.ts';
import { refreshThreads } from '../threads/summary.ts';
import { getAction, LONGEST_HOLD, OPEN, PERFORMED, setState, trackOf } from './journal.ts';
import type { ActionKind, ActionRow } from './model.ts';
import { awaitsCopy, lacksLocation, type Target, targetsOf } from './targets.ts';

export interface ClaimedAction {
  id: string;
  kind: ActionKind;
  accountId: string;
  /** `accountId` and `send` or `state`: one action of a track runs at a time. */
  track: string;
  payload: unknown;
  messageRow: number | null;
  /** Attempts made before this one. */
  attempts: number;
  /** Look whether it was sent; do not send. */
  lookUp: boolean;
  /** What `mail.flags` and `mail.move` are about, where it lies now. */
  targets: Target[];
  /** Other messages it is about lie nowhere, as far as is known: only a sync tells where they are, or that they are gone. */
  unplaced: boolean;
}

export interface ClaimArgs {
  /** Tracks that are busy, and accounts (`accountId`) that cannot be reached. */
  exclude: readonly string[];
}

/** Why an action waits when a message of it is not where it was: nothing is wrong with the server. */
export const ELSEWHERE: ErrorInfo = {
  code: 'message-elsewhere',
  message: 'Another program moved or deleted this message.',
  advice: 'Skein looks where it is now and goes on by itself.',
  detail: null,
};
const NO_COPY_YET: ErrorInfo = {
  code: 'no-copy-yet',
  message: 'The server has no copy of this message yet.',
  advice: 'Skein goes on by itself when there is one.',
  detail: null,
};

/** What waits for its own message holds up nothing but what comes after it for the same message. */
const HELD_UP = `SELECT 1 FROM action b WHERE b.lane = @lane AND b.id < @id
  AND b.state IN ('held', 'queued', 'running', 'waiting', 'failed', 'unsure')
  AND (b.state IN ('queued', 'running', 'waiting') OR (b.state = 'unsure' AND b.next_at IS NOT NULL))
  AND NOT (b.kind IN ('mail.flags', 'mail.move')
    AND (b.state = 'queued'
      OR coalesce(json_extract(b.error, '$.code'), '') IN ('${ELSEWHERE.code}', '${NO_COPY_YET.code}'))
    AND NOT EXISTS (SELECT 1 FROM action_message x JOIN action_message y USING (message_row)
      WHERE x.action_id = @id AND y.action_id = b.id))`;

/** Longer than anything waits that is tried again. */
const LONGEST_WAIT = 3_600_000;

/** Where the clock was set back, what waits a moment would wait until it shows that time once more. */
const DUE = `(state = 'held' AND (hold_until <= @now
      OR (hold_until > @now + ${LONGEST_HOLD} AND hold_until <= created_at + ${LONGEST_HOLD}))
    OR state IN ('waiting', 'unsure') AND (next_at <= @now OR next_at > @now + ${LONGEST_WAIT}))`;

/**
 * Takes the next action that is due and not behind another one of its lane, and marks it running. Null when there is
 * none.
 */
export function claimNext(tx: Tx, { exclude }: ClaimArgs): ClaimedAction | null {
  const due = prepare(
    tx.db,
    `SELECT id, lane, account_id FROM action INDEXED BY action_open
     WHERE ${OPEN} AND ${PERFORMED} AND account_id IS NOT NULL AND (state = 'queued' OR ${DUE}) ORDER BY id`,
  ).all({ now: tx.now() }) as Pick<ActionRow, 'id' | 'lane' | 'account_id'>[];
  const excluded = new Set(exclude);
  const heldUp = prepare(tx.db, HELD_UP);
  let found: ActionRow | null = null;
  for (const { id, lane, account_id } of due) {
    if (excluded.has(trackOf(lane)) || excluded.has(account_id ?? '') || heldUp.get({ id, lane })) continue;
    const action = getAction(tx.db, id);
    if (!action || postponed(tx, action)) continue;
    found = action;
    break;
  }
  if (!found || found.account_id === null) return null;
  const lookUp = found.state === 'unsure';
  setState(tx, found, { state: 'running' });
  refreshThreads(tx);
  return {
    id: found.id,
    kind: found.kind,
    accountId: found.account_id,
    track: trackOf(found.lane),
    payload: JSON.parse(found.payload),
    messageRow: found.message_row,
    attempts: found.attempts,
    lookUp,
    targets: targetsOf(tx.db, found),
    unplaced: lacksLocation(tx.db, found),
  };
}

const PLACE_DELAY = 3_000;
const LONGEST_PLACE_DELAY = 60_000;
/** A message that turned up in no mailbox for so long after it was sent has no copy there. */
const PLACE_PATIENCE = 3_600_000;

/**
 * A message that is being sent has no UID until its copy is filed and the next sync finds it: what is to be done to it
 * waits for that, else it would be done to nothing.
 */
function postponed(tx: Tx, action: ActionRow): boolean {
  if (!awaitsCopy(tx.db, action)) return false;
  const { since, checked } = prepare(
    tx.db,
    `SELECT max(@created, coalesce((SELECT max(b.finished_at) FROM action_message x JOIN action b ON b.id = x.action_id
         WHERE x.message_row IN (SELECT message_row FROM action_message WHERE action_id = @id) AND b.state = 'done'), 0))
       AS since,
       (SELECT max(checked_at) FROM mailbox WHERE account_id = @account) AS checked`,
  ).get({ id: action.id, created: action.created_at, account: action.account_id }) as {
    since: number;
    checked: number | null;
  };
  if (checked !== null && checked > since + PLACE_PATIENCE) return false;
  const wait = Math.min(LONGEST_PLACE_DELAY, Math.max(PLACE_DELAY, (tx.now() - since) / 4));
  setState(tx, action, { state: 'waiting', nextAt: tx.now() + Math.round(wait), error: NO_COPY_YET });
  return true;
}

/**
 * The next time (milliseconds since the epoch) after `now` at which something becomes due, or null. What is due
 * already was claimed, or waits behind another action or for its account: their end is what wakes it.
 */
export function nextDueAt(db: Database, now: number = Date.now()): number | null {
  return prepare(
    db,
    `SELECT min(at) FROM (SELECT CASE state WHEN 'held' THEN hold_until ELSE next_at END AS at
       FROM action INDEXED BY action_open
       WHERE ${OPEN} AND ${PERFORMED} AND state IN ('held', 'waiting', 'unsure')) WHERE at > ?`,
  )
    .pluck()
    .get(now) as number | null;
}
