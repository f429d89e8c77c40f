/**
 * From queued to done. Every step is one transaction, so that a crash anywhere leaves a row to go on from. A send is
 * `running` before the first byte leaves and has `wire_started_at` before the last one does: afterwards only a
 * look-up, or the user, may let it be tried again.
 */
import type { ErrorInfo } from '#shared/contract/model.ts';
import { settleAgain } from '../ingest/locations.ts';
import { prepare } from '../store/statements.ts';
import type { Database, Tx } from '../store/transaction.ts';
import { refreshThreads } from '../threads/summary.ts';
import { getAction, setState, trackOf } from './journal.ts';
import { ActionError, type ActionKind, type ActionRow } from './model.ts';
import {
  awaitsCopy,
  lacksLocation,
  type MovedLocation,
  recordApplied,
  type Target,
  targetsOf,
} from './targets.ts';

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

const SEND_ATTEMPTS = 10;
const STATE_ATTEMPTS = 30;
const LOOK_UPS = 6;
const FIRST_DELAY = 5_000;
const LONGEST_DELAY = 15 * 60_000;

const PERFORMED = "kind LIKE 'mail.%'";

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

/**
 * Takes the next action that is due and not behind another one of its lane, and marks it running. Null when there is
 * none.
 */
export function claimNext(tx: Tx, { exclude }: ClaimArgs): ClaimedAction | null {
  const due = prepare(
    tx.db,
    `SELECT id, lane, account_id FROM action WHERE ${PERFORMED} AND account_id IS NOT NULL AND (state = 'queued'
       OR (state = 'held' AND hold_until <= @now) OR (state IN ('waiting', 'unsure') AND next_at <= @now))
     ORDER BY id`,
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
    `SELECT min(at) FROM (SELECT CASE state WHEN 'held' THEN hold_until ELSE next_at END AS at FROM action
       WHERE ${PERFORMED} AND state IN ('held', 'waiting', 'unsure')) WHERE at > ?`,
  )
    .pluck()
    .get(now) as number | null;
}

/** The last bytes of a send are about to leave: from here on it may have arrived. */
export function wireStarted(tx: Tx, { id }: { id: string }): void {
  const action = running(tx, id);
  if (action) setState(tx, action, { state: 'running', wireStartedAt: tx.now() });
}

/**
 * The server has done it. `moved` says where messages lie now, so that the next look at the mailbox does not put them
 * back.
 */
export function confirm(tx: Tx, { id, moved }: { id: string; moved?: readonly MovedLocation[] }): void {
  const action = running(tx, id);
  if (!action) return;
  const touched = recordApplied(tx, action, moved ?? []);
  setState(tx, action, { state: 'done', error: null });
  // The act has no word any more: the server's counts, and what lies nowhere on it is gone.
  for (const row of touched) settleAgain(tx, row);
  refreshThreads(tx);
}

/**
 * It is not done and will be tried again, each time later; after too many attempts it fails. `countAttempt` false: the
 * network was not there, which is no fault of the action. `reached` false: nor was the server, so it had no effect.
 */
export function retryLater(
  tx: Tx,
  {
    id,
    error,
    random,
    countAttempt = true,
    reached = true,
  }: { id: string; error: ErrorInfo; random: number; countAttempt?: boolean; reached?: boolean },
): void {
  const action = running(tx, id);
  if (!action) return;
  const attempts = action.attempts + (countAttempt ? 1 : 0);
  const most = action.kind === 'mail.send' ? SEND_ATTEMPTS : STATE_ATTEMPTS;
  if (attempts >= most) {
    setState(tx, action, { state: 'failed', attempts, wireStartedAt: begun(tx, action, reached), error });
  } else {
    setState(tx, action, {
      state: 'waiting',
      attempts,
      wireStartedAt: begun(tx, action, reached),
      nextAt: tx.now() + delay(attempts, random),
      error,
    });
  }
  refreshThreads(tx);
}

/**
 * Its account must be repaired first, so it had no effect: tried again when the account is changed, and else seldom,
 * because repeated sign-ins with a refused password get an account locked.
 */
export function waitForRepair(tx: Tx, { id, error }: { id: string; error: ErrorInfo }): void {
  const action = running(tx, id);
  if (!action) return;
  setState(tx, action, {
    state: 'waiting',
    wireStartedAt: begun(tx, action, false),
    nextAt: tx.now() + LONGEST_DELAY,
    error,
  });
  refreshThreads(tx);
}

/** What an account connects with was changed: everything of it that waits is tried at once. */
export function accountRepaired(tx: Tx, accountId: string): void {
  const waiting = prepare(
    tx.db,
    `SELECT * FROM action WHERE ${PERFORMED} AND account_id = ? AND state = 'waiting'`,
  ).all(accountId) as ActionRow[];
  for (const action of waiting) setState(tx, action, { state: 'waiting', nextAt: tx.now() });
}

/** It had no effect, and trying again would end the same way: the user decides. */
export function fail(tx: Tx, { id, error }: { id: string; error: ErrorInfo }): void {
  const action = running(tx, id);
  if (!action) return;
  setState(tx, action, {
    state: 'failed',
    attempts: action.attempts + 1,
    wireStartedAt: begun(tx, action, false),
    error,
  });
  refreshThreads(tx);
}

/** Since when it may have had an effect. A send that is tried again had none: else it would be looked up. */
function begun(tx: Tx, action: ActionRow, now: boolean): number | null {
  if (action.kind === 'mail.send') return null;
  return action.wire_started_at ?? (now ? tx.now() : null);
}

/**
 * It may have arrived. It is looked up, less and less often; when that does not tell either, the user must say.
 * `give up` at once with `lookUp` false.
 */
export function unsure(
  tx: Tx,
  { id, error, random, lookUp = true }: { id: string; error: ErrorInfo; random: number; lookUp?: boolean },
): void {
  const action = running(tx, id);
  if (!action) return;
  const attempts = action.attempts + 1;
  const nextAt = lookUp && attempts < LOOK_UPS ? tx.now() + delay(attempts, random) : null;
  setState(tx, action, {
    state: 'unsure',
    attempts,
    nextAt,
    wireStartedAt: action.wire_started_at ?? tx.now(),
    error,
  });
  refreshThreads(tx);
}

/** A look-up proved that it did not arrive: it may be sent again. */
export function provenNotSent(tx: Tx, { id }: { id: string }): void {
  const action = running(tx, id);
  if (!action) return;
  setState(tx, action, { state: 'queued', wireStartedAt: null, error: null });
  refreshThreads(tx);
}

/** After a start: what was running when the program ended goes on, sends that may have left are looked up first. */
export function recoverActions(tx: Tx): void {
  const interrupted = prepare(
    tx.db,
    `SELECT * FROM action WHERE ${PERFORMED} AND state = 'running'`,
  ).all() as ActionRow[];
  for (const action of interrupted) {
    if (action.kind === 'mail.send' && action.wire_started_at !== null)
      setState(tx, action, { state: 'unsure', nextAt: tx.now(), error: INTERRUPTED });
    else setState(tx, action, { state: 'waiting', wireStartedAt: begun(tx, action, true), nextAt: tx.now() });
  }
  refreshThreads(tx);
}

/** The user presses Retry on what failed or waits. Throws ActionError `no-action`. */
export function retryNow(tx: Tx, { actionId }: { actionId: string }): void {
  const waiting = groupOf(tx, actionId).filter((a) => a.state === 'failed' || a.state === 'waiting');
  for (const action of waiting)
    setState(tx, action, {
      state: 'waiting',
      attempts: 0,
      wireStartedAt: begun(tx, action, false),
      nextAt: tx.now(),
      error: null,
    });
  refreshThreads(tx);
}

/**
 * The user says what to do with a mail whose fate is unknown. Returns the action as it was. Throws ActionError
 * `no-action`, `not-unsure`.
 */
export function resolveSend(
  tx: Tx,
  { actionId, how }: { actionId: string; how: 'check' | 'send-again' | 'mark-sent' },
): ActionRow {
  const action = groupOf(tx, actionId).find((a) => a.kind === 'mail.send' && a.state === 'unsure');
  if (!action)
    throw new ActionError(
      'not-unsure',
      'This message is not in doubt any more.',
      'Nothing needs to be done.',
    );
  if (how === 'check') setState(tx, action, { state: 'unsure', attempts: 0, nextAt: tx.now() });
  else if (how === 'send-again')
    setState(tx, action, { state: 'queued', attempts: 0, wireStartedAt: null, error: null });
  else setState(tx, action, { state: 'done', error: null });
  refreshThreads(tx);
  return action;
}

const INTERRUPTED: ErrorInfo = {
  code: 'interrupted',
  message: 'Skein ended while this was being sent.',
  advice: 'Skein looks in Sent whether it arrived before it does anything else.',
  detail: null,
};

function running(tx: Tx, id: string): ActionRow | null {
  const action = getAction(tx.db, id);
  return action?.state === 'running' ? action : null;
}

function groupOf(tx: Tx, actionId: string): ActionRow[] {
  const rows = prepare(tx.db, 'SELECT * FROM action WHERE group_id = ? OR id = ? ORDER BY id').all(
    actionId,
    actionId,
  ) as ActionRow[];
  if (rows.length === 0)
    throw new ActionError(
      'no-action',
      'This action is not in the outbox any more.',
      'Nothing needs to be done.',
    );
  return rows;
}

/** Exponential, between half and all of it at random, so that accounts do not knock together. */
function delay(attempts: number, random: number): number {
  const full = Math.min(LONGEST_DELAY, FIRST_DELAY * 2 ** Math.max(0, Math.min(attempts, 20) - 1));
  return Math.round(full * (0.5 + random / 2));
}
