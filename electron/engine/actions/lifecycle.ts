/**
 * From queued to done. Every step is one transaction, so that a crash anywhere leaves a row to go on from. A send is
 * `running` before the first byte leaves and has `wire_started_at` before the last one does: afterwards only a
 * look-up, or the user, may let it be tried again.
 */
import type { ErrorInfo } from '#shared/contract/model.ts';
import { settleAgain } from '../ingest/locations.ts';
import { prepare } from '../store/statements.ts';
import type { Tx } from '../store/transaction.ts';
import { refreshThreads } from '../threads/summary.ts';
import { getAction, PERFORMED, setState } from './journal.ts';
import { ActionError, type ActionRow } from './model.ts';
import { type MovedLocation, movedWithoutServer, recordApplied, type Target } from './targets.ts';

const SEND_ATTEMPTS = 10;
const STATE_ATTEMPTS = 30;
const LOOK_UPS = 6;
const FIRST_DELAY = 5_000;
const LONGEST_DELAY = 15 * 60_000;

/** The last bytes of a send are about to leave: from here on it may have arrived. */
export function wireStarted(tx: Tx, { id }: { id: string }): void {
  const action = running(tx, id);
  if (!action) return;
  setState(tx, action, { state: 'running', wireStartedAt: tx.now() });
  if (action.kind === 'mail.send')
    prepare(tx.db, "UPDATE action SET payload = json_set(payload, '$.begun', json('true')) WHERE id = ?").run(
      id,
    );
}

/**
 * The server has done it. `moved` says where messages lie now, so that the next look at the mailbox does not put them
 * back.
 */
export function confirm(
  tx: Tx,
  { id, moved, targets }: { id: string; moved?: readonly MovedLocation[]; targets?: readonly Target[] },
): void {
  const action = running(tx, id);
  if (!action) return;
  recordApplied(tx, action, {
    moved: [...(moved ?? []), ...movedWithoutServer(tx.db, action)],
    targets: targets ?? null,
  });
  setState(tx, action, { state: 'done', error: null });
  // The act has no word any more: the server's counts, and what lies nowhere on it is gone.
  for (const row of messagesOf(tx, action)) settleAgain(tx, row);
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

function messagesOf(tx: Tx, { id }: ActionRow): number[] {
  return prepare(tx.db, 'SELECT message_row FROM action_message WHERE action_id = ?')
    .pluck()
    .all(id) as number[];
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
