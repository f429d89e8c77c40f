/** Files attached to drafts: their bytes lie in content files from the moment they are added. */
import type { StoredContent } from '#engine/store/content.ts';
import { addContent, addStoredFile } from '#engine/store/repositories/attachments.ts';
import { prepare } from '#engine/store/statements.ts';
import type { Database, Tx } from '#engine/store/transaction.ts';
import type { Attachment } from '#shared/contract/model.ts';
import { DraftError } from './errors.ts';

export interface NewAttachment {
  draftId: string;
  filename: string;
  contentType: string;
  content: StoredContent;
  /** A picture in the text. */
  inline: boolean;
}

/** Throws DraftError `draft-gone` when the draft was sent or discarded meanwhile. */
export function attachToDraft(
  tx: Tx,
  { draftId, filename, contentType, content, inline }: NewAttachment,
): Attachment {
  const position = prepare(
    tx.db,
    `SELECT (SELECT coalesce(max(part_index), -1) + 1 FROM attachment WHERE draft_id = draft.id) FROM draft
     WHERE id = ? AND sending = 0`,
  )
    .pluck()
    .get(draftId) as number | undefined;
  if (position === undefined) throw new DraftError('draft-gone');
  addContent(tx, content);
  const id = addStoredFile(tx, {
    owner: { draftId },
    partIndex: position,
    filename,
    contentType,
    content,
    inline,
  });
  touch(tx, draftId);
  return { id, filename, contentType, size: content.size, inline };
}

export function detachFromDraft(tx: Tx, { id, attachmentId }: { id: string; attachmentId: string }): void {
  const row = prepare(
    tx.db,
    'DELETE FROM attachment WHERE id = ? AND draft_id = ? RETURNING content_id AS contentId',
  ).get(attachmentId, id) as { contentId: string | null } | undefined;
  if (!row) return;
  if (row.contentId) prepare(tx.db, 'DELETE FROM content WHERE id = ?').run(row.contentId);
  touch(tx, id);
}

/**
 * Gives a forwarded file bytes of its own: for a channel that cannot cut them out of a mail, or because cutting them out
 * takes memory each time. Nothing is kept of one that was taken out of its draft meanwhile.
 */
export function keepBytes(
  tx: Tx,
  { attachmentId, content }: { attachmentId: string; content: StoredContent },
): void {
  const waits = 'FROM attachment WHERE id = ? AND draft_id IS NOT NULL AND content_id IS NULL';
  if (!prepare(tx.db, `SELECT 1 ${waits}`).get(attachmentId)) return;
  addContent(tx, content);
  prepare(
    tx.db,
    'UPDATE attachment SET content_id = ?, size = ?, sha256 = ?, content_id_header = NULL WHERE id = ?',
  ).run(content.id, content.size, content.sha256, attachmentId);
}

// A changed attachment is a changed draft: a send of the revision before it is refused.
function touch(tx: Tx, draftId: string): void {
  prepare(tx.db, 'UPDATE draft SET revision = revision + 1, saved_at = ? WHERE id = ?').run(
    tx.now(),
    draftId,
  );
  tx.changed.drafts();
}

export interface DraftFile {
  id: string;
  filename: string;
  contentType: string;
  size: number;
  /** Its own bytes, or those of another message's attachment. */
  file: StoredContent | null;
  forwardedFrom: string | null;
  /** A picture in the text. */
  inline: boolean;
}

/** Marks an attachment whose bytes are those of another message's attachment. */
export const FORWARDED = 'forwarded:';

/** The files of a draft in their order, with where their bytes are. */
export function draftFiles(db: Database, draftId: string): DraftFile[] {
  const rows = prepare(
    db,
    `SELECT a.id, a.filename, a.content_type, a.content_id_header, a.inline, a.size, c.id AS file, c.key, c.sha256
     FROM attachment a LEFT JOIN content c ON c.id = a.content_id WHERE a.draft_id = ? ORDER BY a.part_index`,
  ).all(draftId) as {
    id: string;
    filename: string;
    content_type: string;
    content_id_header: string | null;
    inline: number;
    file: string | null;
    key: Uint8Array;
    size: number;
    sha256: string;
  }[];
  return rows.map((row) => ({
    id: row.id,
    filename: row.filename,
    contentType: row.content_type,
    size: row.size,
    file: row.file === null ? null : { id: row.file, key: row.key, size: row.size, sha256: row.sha256 },
    forwardedFrom: row.content_id_header?.startsWith(FORWARDED)
      ? row.content_id_header.slice(FORWARDED.length)
      : null,
    inline: row.inline === 1,
  }));
}
