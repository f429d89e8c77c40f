/** The copy of a draft in the server's Drafts mailbox: written a while after the last key, never the master. */
import { recordAction, setState } from '#engine/actions/journal.ts';
import type { ActionRow } from '#engine/actions/model.ts';
import { getAccount } from '#engine/store/repositories/accounts.ts';
import { getDraftRow, saveDraft } from '#engine/store/repositories/drafts.ts';
import { prepare } from '#engine/store/statements.ts';
import type { Tx } from '#engine/store/transaction.ts';
import type { DraftChange } from '#shared/contract/drafts.ts';
import { partFromCopy } from './follow.ts';

/** Milliseconds without a key before the server is given a copy, and how many more for each megabyte it has. */
const QUIET_MS = 8_000;
const QUIET_MS_PER_MB = 500;

/** When the server is given a copy, if nothing is typed until then: a large one goes there whole each time. */
function quietUntil(tx: Tx, draftId: string): number {
  const bytes = prepare(tx.db, 'SELECT coalesce(sum(size), 0) FROM attachment WHERE draft_id = ?')
    .pluck()
    .get(draftId) as number;
  return tx.now() + QUIET_MS + Math.round((bytes / 1e6) * QUIET_MS_PER_MB);
}

/** Saves what was typed and sees to it that the server gets it once the typing pauses. `null`: the draft is gone. */
export function saveAndMirror(
  tx: Tx,
  { base, ...content }: DraftChange,
): { revision: number; savedAt: number } | null {
  const unseen = base !== undefined && base < (getDraftRow(tx.db, content.id)?.elsewhere_revision ?? 0);
  const saved = saveDraft(tx, content);
  if (saved && unseen) partFromCopy(tx, content.id);
  if (!saved || content.channel !== 'mail' || content.accountId === null) return saved;
  if (getAccount(tx.db, content.accountId)?.provider !== 'imap') return saved;
  const holdUntil = quietUntil(tx, content.id);
  const waiting = prepare(
    tx.db,
    `UPDATE action SET hold_until = ? WHERE kind = 'mail.draft-save' AND state = 'held'
       AND json_extract(payload, '$.draftId') = ? RETURNING id`,
  ).get(holdUntil, content.id);
  if (!waiting)
    recordAction(tx, {
      kind: 'mail.draft-save',
      accountId: content.accountId,
      title: 'Save a draft on the server',
      payload: { draftId: content.id },
      holdUntil,
    });
  return saved;
}

/** The draft is on its way out or thrown away: the server needs no copy of it any more. */
export function cancelMirror(tx: Tx, draftId: string): void {
  const waiting = prepare(
    tx.db,
    `SELECT * FROM action WHERE kind = 'mail.draft-save' AND state = 'held'
       AND json_extract(payload, '$.draftId') = ?`,
  ).all(draftId) as ActionRow[];
  for (const action of waiting) setState(tx, action, { state: 'cancelled' });
}
