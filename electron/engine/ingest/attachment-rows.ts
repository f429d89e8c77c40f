/** The rows of a message's attachments. */
import { deleteUnusedContent } from '#engine/privacy/delete-content.ts';
import type { StoredContent } from '#engine/store/content.ts';
import { addContent } from '#engine/store/repositories/attachments.ts';
import { prepare } from '#engine/store/statements.ts';
import type { Tx } from '#engine/store/transaction.ts';
import type { PreparedAttachment } from './prepared-mail.ts';

/** Adds them, under the ids that are given where there are any. */
export function insertAttachments(
  tx: Tx,
  row: number,
  attachments: readonly PreparedAttachment[],
  ids: readonly (string | null)[] = [],
): void {
  const insert = prepare(
    tx.db,
    `INSERT INTO attachment (id, message_row, part_index, filename, content_type, content_id_header, size, sha256,
       section, inline) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?)`,
  );
  for (const [index, part] of attachments.entries())
    insert.run(
      ids[index] ?? tx.id(),
      row,
      part.partIndex,
      part.filename,
      part.contentType,
      part.contentId,
      part.size,
      part.sha256,
      part.section ?? null,
      part.inline ? 1 : 0,
    );
}

/** Removes them, and what was fetched of them by itself. */
export function removeAttachments(tx: Tx, row: number): void {
  const fetched = prepare(
    tx.db,
    'SELECT content_id FROM attachment WHERE message_row = ? AND content_id IS NOT NULL',
  )
    .pluck()
    .all(row) as string[];
  prepare(tx.db, 'DELETE FROM attachment WHERE message_row = ?').run(row);
  deleteUnusedContent(tx, fetched);
}

/** Keeps a file that was fetched by itself. Returns false when it is not wanted any more. */
export function putFetched(tx: Tx, { id, content }: { id: string; content: StoredContent }): boolean {
  const thread = prepare(
    tx.db,
    `SELECT thread_id FROM attachment JOIN message ON row = message_row
     WHERE attachment.id = ? AND section IS NOT NULL AND content_id IS NULL`,
  )
    .pluck()
    .get(id) as string | undefined;
  if (thread === undefined) return false;
  addContent(tx, content);
  prepare(tx.db, 'UPDATE attachment SET content_id = ?, size = ? WHERE id = ?').run(
    content.id,
    content.size,
    id,
  );
  tx.changed.thread(thread);
  return true;
}
