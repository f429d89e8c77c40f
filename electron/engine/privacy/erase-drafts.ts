import { prepare } from '#engine/store/statements.ts';
import type { Tx } from '#engine/store/transaction.ts';
import { contentOfDraft, deleteUnusedContent } from './delete-content.ts';

/** Deletes drafts with what is attached to them. */
export function deleteDrafts(tx: Tx, ids: readonly string[]): void {
  const remove = prepare(tx.db, 'DELETE FROM draft WHERE id = ?');
  // What its journal says of it goes too, except that the server's copy is still to be discarded.
  const forget = prepare(
    tx.db,
    `DELETE FROM action WHERE instr(payload, @id) > 0
       AND (kind <> 'mail.draft-discard' OR state IN ('done', 'cancelled'))`,
  );
  for (const id of ids) {
    const content = contentOfDraft(tx.db, id);
    remove.run(id);
    forget.run({ id });
    deleteUnusedContent(tx, content);
    tx.changed.drafts();
  }
}

/** Drafts that answer an erased message keep what the user wrote and lose what they quote. */
export function forgetQuotes(tx: Tx, messageIds: readonly string[]): void {
  const forget = prepare(
    tx.db,
    "UPDATE draft SET quote = '', answers = NULL, revision = revision + 1 WHERE answers = ?",
  );
  for (const id of messageIds) if (forget.run(id).changes > 0) tx.changed.drafts();
}
