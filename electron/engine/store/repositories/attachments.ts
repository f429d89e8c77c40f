/** Files whose bytes lie in content files: attachments of drafts and of texts. */
import type { StoredContent } from '../content.ts';
import { prepare } from '../statements.ts';
import type { Tx } from '../transaction.ts';

export interface StoredFile {
  /** What it belongs to. */
  owner: { draftId: string } | { messageRow: number };
  partIndex: number;
  filename: string;
  contentType: string;
  content: Pick<StoredContent, 'id' | 'size' | 'sha256'>;
  /** Shown within the text. */
  inline?: boolean;
}

/** Records a content file that is on the disk already; once is enough. */
export function addContent(tx: Tx, { id, key, size, sha256 }: StoredContent): void {
  prepare(
    tx.db,
    'INSERT OR IGNORE INTO content (id, key, size, sha256, created_at) VALUES (?, ?, ?, ?, ?)',
  ).run(id, key, size, sha256, tx.now());
}

/** Attaches a content file. Returns the attachment's id. */
export function addStoredFile(
  tx: Tx,
  { owner, partIndex, filename, contentType, content, inline = false }: StoredFile,
): string {
  const id = tx.id();
  prepare(
    tx.db,
    `INSERT INTO attachment (id, draft_id, message_row, part_index, filename, content_type, size, sha256, content_id,
       inline) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?)`,
  ).run(
    id,
    'draftId' in owner ? owner.draftId : null,
    'messageRow' in owner ? owner.messageRow : null,
    partIndex,
    filename,
    contentType,
    content.size,
    content.sha256,
    content.id,
    inline ? 1 : 0,
  );
  return id;
}
