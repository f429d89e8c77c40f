import { contentOfDraft, deleteUnusedContent } from '#engine/privacy/delete-content.ts';
import { prepare } from '#engine/store/statements.ts';
import type { Tx } from '#engine/store/transaction.ts';

/** Deletes a draft that is not needed any more, with files that nothing else uses. No error when it is gone. */
export function releaseDraft(tx: Tx, id: string): void {
  const content = contentOfDraft(tx.db, id);
  const draft = prepare(tx.db, 'DELETE FROM draft WHERE id = ? RETURNING thread_id AS threadId').get(id) as
    | { threadId: string | null }
    | undefined;
  if (!draft) return;
  deleteUnusedContent(tx, content);
  if (draft.threadId) tx.changed.thread(draft.threadId);
  tx.changed.drafts();
}
