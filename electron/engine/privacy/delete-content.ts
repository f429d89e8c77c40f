import { prepare } from '#engine/store/statements.ts';
import type { Database, Tx } from '#engine/store/transaction.ts';

/** Content files of a message: its source and its attachments. */
export function contentOfMessage(db: Database, row: number): string[] {
  return prepare(
    db,
    `SELECT content_id FROM attachment WHERE message_row = @row AND content_id IS NOT NULL
     UNION SELECT source_content_id FROM mail WHERE message_row = @row AND source_content_id IS NOT NULL`,
  )
    .pluck()
    .all({ row }) as string[];
}

/** Content files of what is attached to a draft. */
export function contentOfDraft(db: Database, draftId: string): string[] {
  return prepare(db, 'SELECT content_id FROM attachment WHERE draft_id = ? AND content_id IS NOT NULL')
    .pluck()
    .all(draftId) as string[];
}

/** Deletes content rows that nothing uses any more; the store unlinks their files after the commit. */
export function deleteUnusedContent(tx: Tx, ids: Iterable<string>): void {
  const remove = prepare(
    tx.db,
    `DELETE FROM content WHERE id = @id
       AND NOT EXISTS (SELECT 1 FROM attachment WHERE content_id = @id)
       AND NOT EXISTS (SELECT 1 FROM mail WHERE source_content_id = @id)`,
  );
  for (const id of ids) remove.run({ id });
}
