/** Throwing a draft away, and getting it back. */
import { recordAction } from '#engine/actions/journal.ts';
import { getDraftRow } from '#engine/store/repositories/drafts.ts';
import { prepare } from '#engine/store/statements.ts';
import type { Tx } from '#engine/store/transaction.ts';
import { DraftError } from './errors.ts';
import { cancelMirror } from './mirror.ts';
import { releaseDraft } from './release.ts';

/** A discarded draft is kept this long, so that an undo finds it. */
const UNDO_MS = 60_000;

/** Takes the draft off the screen; the server's copy follows after the undo time. Throws DraftError `draft-gone`. */
export function discardDraft(tx: Tx, id: string): { actionId: string } {
  const draft = getDraftRow(tx.db, id);
  if (!draft || draft.sending === 1) throw new DraftError('draft-gone');
  prepare(tx.db, 'UPDATE draft SET sending = 1 WHERE id = ?').run(id);
  cancelMirror(tx, id);
  const remote = draft.server_place !== null && draft.account_id !== null;
  const actionId = recordAction(tx, {
    kind: remote ? 'mail.draft-discard' : 'local',
    accountId: draft.account_id,
    title: 'Discard a draft',
    payload: { draftId: id, place: draft.server_place === null ? null : JSON.parse(draft.server_place) },
    undo: { kind: 'custom:discard', draftId: id },
    threadId: draft.thread_id,
    holdUntil: remote ? tx.now() + UNDO_MS : null,
  });
  if (draft.thread_id) tx.changed.thread(draft.thread_id);
  tx.changed.drafts();
  return { actionId };
}

/** Gives the draft back. */
export function undoDiscard(
  tx: Tx,
  data: Record<string, unknown>,
): { undone: boolean; draftId: string | null } {
  const id = String(data.draftId);
  const back = prepare(tx.db, 'UPDATE draft SET sending = 0 WHERE id = ? RETURNING thread_id').get(id) as
    | { thread_id: string | null }
    | undefined;
  if (back?.thread_id) tx.changed.thread(back.thread_id);
  tx.changed.drafts();
  return { undone: back !== undefined, draftId: back ? id : null };
}

/** Deletes discarded drafts whose undo time is over. */
export function sweepDiscarded(tx: Tx): void {
  const gone = prepare(
    tx.db,
    `SELECT draft.id FROM draft JOIN action ON json_extract(action.undo, '$.kind') = 'custom:discard'
       AND json_extract(action.undo, '$.draftId') = draft.id
     WHERE draft.sending = 1 AND action.state = 'done' AND action.created_at < ?`,
  )
    .pluck()
    .all(tx.now() - UNDO_MS) as string[];
  for (const id of gone) releaseDraft(tx, id);
}
