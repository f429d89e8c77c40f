/** The outbox of texts on disk: what the dispatch loop asks, and what it proved (see channels/sms/ports.ts). */
import type { OutboxState, UnresolvedText } from '#engine/channels/sms/ports.ts';
import { releaseDraft } from '#engine/drafts/release.ts';
import { prepare } from '#engine/store/statements.ts';
import type { Database, Tx } from '#engine/store/transaction.ts';
import { refreshThreads } from '#engine/threads/summary.ts';
import type { ErrorInfo } from '#shared/contract/model.ts';
import type { PhoneAddress } from '#shared/text/phone-address.ts';
import { textRefusal } from './opt-outs.ts';

interface OutboxRow {
  message_row: number;
  account_id: string;
  client_ref: string;
  peer_kind: PhoneAddress['kind'];
  peer: string;
  text: string;
  dispatch: OutboxState;
  attempts: number;
  hold_until: number | null;
  next_at: number | null;
  wire_started_at: number | null;
  wire_ended_at: number | null;
  skew_ms: number | null;
  misses: number;
  first_miss_at: number | null;
  last_miss_at: number | null;
  error: string | null;
  thread_id: string;
}

const SELECT = 'SELECT t.*, message.thread_id FROM text_message t JOIN message ON row = message_row';

const peerOf = (row: OutboxRow) => ({ kind: row.peer_kind, value: row.peer }) as PhoneAddress;

function byRef(tx: Tx, clientRef: string): OutboxRow | undefined {
  return prepare(tx.db, `${SELECT} WHERE client_ref = ?`).get(clientRef) as OutboxRow | undefined;
}

/** How a text's dispatch shows in the action journal, where the window reads it. */
const ACTION_STATE: Record<OutboxState, string> = {
  queued: 'queued',
  claimed: 'running',
  dispatching: 'running',
  accepted: 'done',
  failed: 'failed',
  ambiguous: 'waiting',
  'needs-human': 'unsure',
};

/** Keeps the journal's row of a text in step with its dispatch, in the same transaction. */
export function mirrorAction(tx: Tx, messageRow: number): void {
  const row = prepare(tx.db, `${SELECT} WHERE message_row = ?`).get(messageRow) as OutboxRow | undefined;
  if (!row?.client_ref) return;
  const held = row.dispatch === 'queued' && (row.hold_until ?? 0) > tx.now();
  const state = held
    ? 'held'
    : row.attempts > 0 && row.dispatch === 'queued'
      ? 'waiting'
      : ACTION_STATE[row.dispatch];
  prepare(
    tx.db,
    `UPDATE action SET state = ?, next_at = ?, attempts = ?, error = ?, finished_at = ?
     WHERE message_row = ? AND kind = 'text.send' AND state <> 'cancelled'`,
  ).run(
    state,
    row.next_at,
    row.attempts,
    row.error,
    state === 'done' || state === 'failed' ? tx.now() : null,
    messageRow,
  );
  // It has left: there is nothing an undo could give back.
  if (state === 'done') releaseDraftOf(tx, messageRow);
  tx.changed.outbox();
  tx.changed.thread(row.thread_id);
}

function releaseDraftOf(tx: Tx, messageRow: number): void {
  const payload = prepare(tx.db, "SELECT payload FROM action WHERE message_row = ? AND kind = 'text.send'")
    .pluck()
    .get(messageRow) as string | undefined;
  if (payload) releaseDraft(tx, (JSON.parse(payload) as { draftId: string }).draftId);
}

function setFailed(tx: Tx, row: OutboxRow, error: ErrorInfo): void {
  prepare(
    tx.db,
    "UPDATE text_message SET dispatch = 'failed', status = 'failed', error = ? WHERE message_row = ?",
  ).run(JSON.stringify(error), row.message_row);
  mirrorAction(tx, row.message_row);
  refreshThreads(tx, [row.thread_id]);
}

/** Fails every text to the number that has not left; returns the threads touched. */
export function cancelToPeer(tx: Tx, peer: PhoneAddress, error: ErrorInfo): string[] {
  const rows = prepare(tx.db, `${SELECT} WHERE peer = ? AND dispatch IN ('queued', 'claimed')`).all(
    peer.value,
  ) as OutboxRow[];
  for (const row of rows) setFailed(tx, row, error);
  return rows.map((row) => row.thread_id);
}

/** After a start: what was on the wire may have been sent, what was only claimed was not. */
export function recoverInterrupted(tx: Tx, accountId: string): void {
  const rows = prepare(
    tx.db,
    `UPDATE text_message SET dispatch = CASE dispatch WHEN 'claimed' THEN 'queued' ELSE 'ambiguous' END
     WHERE account_id = ? AND dispatch IN ('claimed', 'dispatching') RETURNING message_row`,
  )
    .pluck()
    .all(accountId) as number[];
  for (const row of rows) mirrorAction(tx, row);
}

export interface ClaimedText {
  clientRef: string;
  to: PhoneAddress;
  text: string;
  attempt: number;
  messageRow: number;
}

/** The oldest text whose hold and back-off are over; one that may not be sent to its recipient fails instead. */
export function claimNextText(
  tx: Tx,
  { accountId, now }: { accountId: string; now: number },
): ClaimedText | null {
  const next = prepare(
    tx.db,
    `${SELECT} WHERE t.account_id = ? AND dispatch = 'queued'
       AND coalesce(hold_until, 0) <= ? AND coalesce(next_at, 0) <= ? ORDER BY message_row LIMIT 1`,
  );
  for (;;) {
    const row = next.get(accountId, now, now) as OutboxRow | undefined;
    if (!row) return null;
    const refusal = textRefusal(tx, peerOf(row));
    if (refusal) {
      setFailed(tx, row, refusal);
      continue;
    }
    prepare(
      tx.db,
      `UPDATE text_message SET dispatch = 'claimed', attempts = attempts + 1, hold_until = NULL WHERE message_row = ?`,
    ).run(row.message_row);
    mirrorAction(tx, row.message_row);
    return {
      clientRef: row.client_ref,
      to: peerOf(row),
      text: row.text,
      attempt: row.attempts + 1,
      messageRow: row.message_row,
    };
  }
}

export function nextTextDueAt(db: Database, accountId: string): number | null {
  return prepare(
    db,
    `SELECT min(max(coalesce(hold_until, 0), coalesce(next_at, 0))) FROM text_message
     WHERE account_id = ? AND dispatch = 'queued'`,
  )
    .pluck()
    .get(accountId) as number | null;
}

/** Before the first byte: from here on the text may have been sent. False when it was cancelled meanwhile. */
export function markWireStarted(
  tx: Tx,
  { clientRef, at, skewMs }: { clientRef: string; at: number; skewMs: number | null },
): boolean {
  const row = prepare(
    tx.db,
    `UPDATE text_message SET dispatch = 'dispatching', wire_started_at = ?, wire_ended_at = NULL,
       skew_ms = ?, misses = 0, first_miss_at = NULL, last_miss_at = NULL
     WHERE client_ref = ? AND dispatch = 'claimed' RETURNING message_row`,
  )
    .pluck()
    .get(at, skewMs, clientRef) as number | undefined;
  if (row === undefined) return false;
  mirrorAction(tx, row);
  return true;
}

/** Certainly not sent. The ledger entry of an opt-out is the caller's to record. */
export function markTextFailed(
  tx: Tx,
  { clientRef, error }: { clientRef: string; error: ErrorInfo },
): { accountId: string; threadId: string } | null {
  const row = byRef(tx, clientRef);
  if (!row) return null;
  setFailed(tx, row, error);
  return { accountId: row.account_id, threadId: row.thread_id };
}

function setDispatch(
  tx: Tx,
  clientRef: string,
  assignments: string,
  values: Record<string, number | string | null>,
): void {
  const row = prepare(
    tx.db,
    // The user's click may come after the carrier's answer: what was accepted stays accepted.
    `UPDATE text_message SET ${assignments} WHERE client_ref = @clientRef AND dispatch <> 'accepted'
     RETURNING message_row`,
  )
    .pluck()
    .get({ ...values, clientRef }) as number | undefined;
  if (row !== undefined) mirrorAction(tx, row);
}

export function markTextRetry(
  tx: Tx,
  { clientRef, error, nextAt }: { clientRef: string; error: ErrorInfo | null; nextAt: number },
): void {
  setDispatch(
    tx,
    clientRef,
    `dispatch = 'queued', status = 'queued', error = @error, next_at = @nextAt, misses = 0, first_miss_at = NULL,
     last_miss_at = NULL`,
    { error: error && JSON.stringify(error), nextAt },
  );
}

export function markTextAmbiguous(
  tx: Tx,
  { clientRef, error, endedAt }: { clientRef: string; error: ErrorInfo; endedAt: number },
): void {
  setDispatch(tx, clientRef, "dispatch = 'ambiguous', error = @error, wire_ended_at = @endedAt", {
    error: JSON.stringify(error),
    endedAt,
  });
}

export function markTextNeedsHuman(
  tx: Tx,
  { clientRef, reason }: { clientRef: string; reason: string },
): void {
  setDispatch(tx, clientRef, "dispatch = 'needs-human', error = @error", {
    error: JSON.stringify({
      code: 'may-have-been-sent',
      message: 'The carrier never answered, so this text may or may not have been sent.',
      advice: 'Check again, send it again, or mark it as sent.',
      detail: reason,
    } satisfies ErrorInfo),
  });
}

export function recordTextMiss(tx: Tx, { clientRef, at }: { clientRef: string; at: number }): void {
  setDispatch(
    tx,
    clientRef,
    'misses = misses + 1, first_miss_at = coalesce(first_miss_at, @at), last_miss_at = @at',
    { at },
  );
}

/** The user says it was sent. */
export function acceptTextByUser(tx: Tx, clientRef: string): void {
  setDispatch(tx, clientRef, "dispatch = 'accepted', status = 'sent', error = NULL", {});
}

export function listUnresolved(db: Database, accountId: string): UnresolvedText[] {
  const rows = prepare(
    db,
    `${SELECT} WHERE t.account_id = ? AND dispatch IN ('dispatching', 'ambiguous', 'needs-human')
     ORDER BY wire_started_at`,
  ).all(accountId) as OutboxRow[];
  const mediaCount = prepare(db, 'SELECT count(*) FROM attachment WHERE message_row = ?').pluck();
  return rows.map((row) => ({
    clientRef: row.client_ref,
    state: row.dispatch as UnresolvedText['state'],
    to: peerOf(row),
    text: row.text,
    mediaCount: mediaCount.get(row.message_row) as number,
    wireStartedAt: row.wire_started_at ?? 0,
    wireEndedAt: row.wire_ended_at,
    skewMs: row.skew_ms,
    misses: row.misses,
    firstMissAt: row.first_miss_at,
    lastMissAt: row.last_miss_at,
  }));
}

export function boundRemoteIds(
  db: Database,
  { accountId, since }: { accountId: string; since: number },
): string[] {
  return prepare(
    db,
    `SELECT remote_id FROM text_message WHERE account_id = ? AND client_ref IS NOT NULL AND remote_id IS NOT NULL
       AND wire_started_at >= ?`,
  )
    .pluck()
    .all(accountId, since) as string[];
}
