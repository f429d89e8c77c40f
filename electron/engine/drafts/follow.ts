/** Drafts that other programs went on with: the newest text is gone on with here, and where both changed both stay. */
import { contentOfDraft, deleteUnusedContent } from '#engine/privacy/delete-content.ts';
import { type DraftRow, getDraftRow, type ServerPlace } from '#engine/store/repositories/drafts.ts';
import { listSenders } from '#engine/store/repositories/senders.ts';
import { prepare } from '#engine/store/statements.ts';
import type { Tx } from '#engine/store/transaction.ts';
import { CHANGED_ELSEWHERE } from '#shared/contract/draft-notices.ts';
import type { ErrorInfo } from '#shared/contract/model.ts';
import { addressKey } from '#shared/text/address-validation.ts';
import { copyFates } from './copy-fate.ts';
import { addTakenFiles, type TakenIn } from './server-drafts.ts';

const TWO_TEXTS: ErrorInfo = {
  code: CHANGED_ELSEWHERE,
  message: 'Another program changed this draft too.',
  advice: 'Both are kept. The other one is in Drafts, written elsewhere.',
  detail: null,
};

/** A draft that nobody changed here since another program replaced its copy by that message. */
export interface Newer {
  draftId: string;
  revision: number;
  messageId: string;
  place: ServerPlace;
}

/**
 * Notes what became of the copies in a mailbox that was just compared. Returns the drafts whose newer text is to be
 * adopted.
 */
export function noteCopies(tx: Tx, mailboxId: string): Newer[] {
  const newer: Newer[] = [];
  const bind = prepare(tx.db, 'UPDATE draft SET server_place = ?, server_message = ? WHERE id = ?');
  for (const fate of copyFates(tx.db, mailboxId)) {
    const draft = getDraftRow(tx.db, fate.draftId)!;
    if (fate.kind === 'there') {
      const place = JSON.stringify(fate.place);
      if (draft.server_place === place && draft.server_message === fate.messageId) continue;
      bind.run(place, fate.messageId, draft.id);
      tx.changed.drafts();
    } else if (fate.kind === 'replaced' && draft.sending === 0) {
      const { messageId, place } = fate;
      if (draft.revision === draft.server_revision)
        newer.push({ draftId: draft.id, revision: draft.revision, messageId, place });
      else partFromCopy(tx, draft.id);
    }
  }
  return newer;
}

/** Both changed: the draft gets a copy of its own, and what the other program wrote is listed beside it. */
export function partFromCopy(tx: Tx, draftId: string): void {
  prepare(
    tx.db,
    `UPDATE draft SET server_place = NULL, server_message = NULL, elsewhere_revision = 0, error = ? WHERE id = ?`,
  ).run(JSON.stringify(TWO_TEXTS), draftId);
  tx.changed.drafts();
}

/** The draft says from now on what the other program wrote, unless it was changed here meanwhile. */
export function adoptNewer(
  tx: Tx,
  { draftId, revision, messageId, place, taken }: Newer & { taken: TakenIn },
): void {
  const draft = getDraftRow(tx.db, draftId);
  if (!draft || draft.sending === 1 || draft.revision !== revision) return;
  const unused = contentOfDraft(tx.db, draftId);
  prepare(tx.db, 'DELETE FROM attachment WHERE draft_id = ?').run(draftId);
  const html = addTakenFiles(tx, draftId, taken);
  deleteUnusedContent(tx, unused);
  const sender = listSenders(tx.db).find(
    ({ accountId, address }) =>
      accountId === draft.account_id && addressKey(address) === addressKey(taken.from ?? ''),
  );
  const { changed_at: changedAt } = prepare(
    tx.db,
    'SELECT coalesce(max(date), 0) AS changed_at FROM message WHERE id = ?',
  ).get(messageId) as { changed_at: number };
  prepare(
    tx.db,
    `UPDATE draft SET recipients = @recipients, subject = @subject, text = @text, html = @html, quote = '',
       signature = 0, sender_id = coalesce(@senderId, sender_id), revision = revision + 1,
       server_revision = revision + 1, elsewhere_revision = revision + 1, saved_at = max(saved_at, @changedAt),
       server_saved_at = @now, server_place = @place, server_message = @messageId, error = NULL WHERE id = @draftId`,
  ).run({
    ...{ draftId, messageId, html, changedAt, now: tx.now() },
    recipients: JSON.stringify({ to: taken.to, cc: taken.cc, bcc: bccOf(draft, taken) }),
    ...{ subject: taken.subject, text: taken.text },
    ...{ senderId: sender?.id ?? null, place: JSON.stringify(place) },
  });
  tx.changed.drafts();
  if (draft.thread_id) tx.changed.thread(draft.thread_id);
}

/** Our copies name no Bcc, so that a program which goes on with one knows of none. */
function bccOf(draft: DraftRow, taken: TakenIn): unknown {
  return taken.bcc.length > 0 ? taken.bcc : JSON.parse(draft.recipients).bcc;
}
