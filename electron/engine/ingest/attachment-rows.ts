/** The rows of a message's attachments. */
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
       inline) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)`,
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
      part.inline ? 1 : 0,
    );
}
