/** The files of texts: received ones that wait at the carrier, and those of a text that is about to leave. */
import type { PendingMedia } from '#engine/channels/sms/ports.ts';
import type { StoredContent } from '#engine/store/content.ts';
import { addContent, addStoredFile } from '#engine/store/repositories/attachments.ts';
import { prepare } from '#engine/store/statements.ts';
import type { Database, Tx } from '#engine/store/transaction.ts';
import { findText } from './texts.ts';

/** The received files whose turn it is to be fetched. */
export function listPendingMedia(
  db: Database,
  { accountId, now, limit }: { accountId: string; now: number; limit: number },
): PendingMedia[] {
  const rows = prepare(
    db,
    `SELECT remote_id, position, ref, claimed_mime, m.attempts FROM text_media m JOIN text_message USING (message_row)
     WHERE account_id = ? AND retry_at <= ? ORDER BY message_row, position LIMIT ?`,
  ).all(accountId, now, limit) as {
    remote_id: string;
    position: number;
    ref: string;
    claimed_mime: string | null;
    attempts: number;
  }[];
  return rows.map((row) => ({
    remoteId: row.remote_id,
    media: { ref: row.ref, index: row.position, claimedMime: row.claimed_mime },
    attempts: row.attempts,
  }));
}

export interface SavedMedia {
  accountId: string;
  item: PendingMedia;
  mime: string;
  content: StoredContent;
}

/** The bytes of a received picture are in their content file: the message gets them as an attachment. */
export function saveTextMedia(tx: Tx, { accountId, item, mime, content }: SavedMedia): void {
  const known = findText(tx, accountId, item.remoteId);
  if (!known) return;
  const taken = prepare(
    tx.db,
    'DELETE FROM text_media WHERE message_row = ? AND position = ? RETURNING position',
  ).get(known.message_row, item.media.index);
  if (!taken) return;
  addContent(tx, content);
  const extension = mime.split('/')[1]?.replace(/[^a-z0-9]/g, '') ?? 'bin';
  addStoredFile(tx, {
    owner: { messageRow: known.message_row },
    partIndex: item.media.index,
    filename: `attachment-${item.media.index + 1}.${extension}`,
    contentType: mime,
    content,
  });
  tx.changed.thread(known.thread_id);
}

/** A picture could not be fetched; `retryAt` null gives it up. */
export function noteMediaFailure(
  tx: Tx,
  { accountId, item, retryAt }: { accountId: string; item: PendingMedia; retryAt: number | null },
): void {
  const known = findText(tx, accountId, item.remoteId);
  if (!known) return;
  prepare(
    tx.db,
    'UPDATE text_media SET attempts = attempts + 1, retry_at = ? WHERE message_row = ? AND position = ?',
  ).run(retryAt, known.message_row, item.media.index);
  tx.changed.thread(known.thread_id);
}

/** The files of a text that is about to leave. */
export function outMedia(
  db: Database,
  messageRow: number,
): { contentType: string; size: number; file: { id: string; key: Uint8Array; size: number } }[] {
  const rows = prepare(
    db,
    `SELECT a.content_type, a.size, c.id, c.key, c.size AS stored FROM attachment a JOIN content c ON c.id = a.content_id
     WHERE a.message_row = ? ORDER BY a.part_index`,
  ).all(messageRow) as { content_type: string; size: number; id: string; key: Uint8Array; stored: number }[];
  return rows.map(({ content_type, size, id, key, stored }) => ({
    contentType: content_type,
    size,
    file: { id, key, size: stored },
  }));
}
