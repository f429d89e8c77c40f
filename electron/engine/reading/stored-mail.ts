/** What reading a mail needs of its rows. */
import { prepare } from '#engine/store/statements.ts';
import type { Database } from '#engine/store/transaction.ts';

export interface StoredFile {
  id: string;
  key: Uint8Array;
  size: number;
}

export interface StoredSource {
  /** zlib; `null` when it lies in a file. */
  deflated: Uint8Array | null;
  file: StoredFile | null;
}

interface SourceColumns {
  source: Uint8Array | null;
  source_content_id: string | null;
}

const fileOf = (db: Database, id: string | null): StoredFile | null =>
  id === null
    ? null
    : ((prepare(db, 'SELECT id, key, size FROM content WHERE id = ?').get(id) as StoredFile | undefined) ??
      null);

/** Where the original source lies; `null` when there is no such mail or its source has not arrived. */
export function storedSource(db: Database, messageId: string): StoredSource | null {
  const row = prepare(
    db,
    `SELECT source, source_content_id FROM mail JOIN message ON message.row = message_row WHERE message.id = ?`,
  ).get(messageId) as SourceColumns | undefined;
  return toStoredSource(db, row);
}

function toStoredSource(db: Database, row: SourceColumns | undefined): StoredSource | null {
  if (!row || (row.source === null && row.source_content_id === null)) return null;
  return { deflated: row.source, file: fileOf(db, row.source_content_id) };
}

/** Compressed bytes that hold any header worth reading. */
const BEGINNING = 64 * 1024;

/** As `storedSource`, of a source in a row only its beginning: enough to read the header. */
export function storedBeginning(db: Database, messageId: string): StoredSource | null {
  const row = prepare(
    db,
    `SELECT substr(source, 1, ${BEGINNING}) AS source, source_content_id FROM mail
     JOIN message ON message.row = message_row WHERE message.id = ?`,
  ).get(messageId) as SourceColumns | undefined;
  return toStoredSource(db, row);
}

/** Where the author's HTML is found: by itself (zlib) or in the source; `null` when there is none. */
export type StoredHtml = { deflated: Uint8Array } | { source: StoredSource } | null;

function storedHtml(db: Database, messageId: string): StoredHtml {
  const row = prepare(
    db,
    'SELECT has_html, html FROM mail JOIN message ON message.row = message_row WHERE message.id = ?',
  ).get(messageId) as { has_html: number; html: Uint8Array | null } | undefined;
  if (!row?.has_html) return null;
  if (row.html) return { deflated: row.html };
  const source = storedSource(db, messageId);
  return source && { source };
}

/** Content-IDs of the parts that the HTML may show (RFC 2392). */
export function inlineParts(db: Database, messageId: string): string[] {
  return prepare(
    db,
    `SELECT content_id_header FROM attachment JOIN message ON message.row = message_row
     WHERE message.id = ? AND content_id_header IS NOT NULL`,
  )
    .pluck()
    .all(messageId) as string[];
}

/** Everything of the text, shown and folded. */
function wholeText(db: Database, messageId: string): string {
  const text = prepare(db, 'SELECT text FROM body JOIN message USING (row) WHERE message.id = ?')
    .pluck()
    .get(messageId);
  return (text as string | undefined) ?? '';
}

export interface StoredAttachment {
  filename: string;
  contentType: string;
  partIndex: number;
  /** Its own file, or `null` when it is cut out of the message's source. */
  file: StoredFile | null;
  messageId: string | null;
  /** It is still on the server, and this is what it is asked for by. */
  section: string | null;
}

interface AttachmentColumns {
  filename: string;
  content_type: string;
  part_index: number;
  content_id: string | null;
  message_id: string | null;
  section: string | null;
}

const ATTACHMENT = `SELECT a.filename, a.content_type, a.part_index, a.content_id, a.section, message.id AS message_id
  FROM attachment a LEFT JOIN message ON message.row = a.message_row`;

function toAttachment(db: Database, row: AttachmentColumns | undefined): StoredAttachment | null {
  if (!row) return null;
  return {
    filename: row.filename,
    contentType: row.content_type,
    partIndex: row.part_index,
    file: fileOf(db, row.content_id),
    messageId: row.message_id,
    section: row.content_id === null ? row.section : null,
  };
}

function attachmentById(db: Database, id: string): StoredAttachment | null {
  const row = prepare(db, `${ATTACHMENT} WHERE a.id = ?`).get(id);
  return toAttachment(db, row as AttachmentColumns | undefined);
}

/** The part of a mail that a cid: URL names. */
export function attachmentByContentId(
  db: Database,
  { messageId, contentId }: { messageId: string; contentId: string },
): StoredAttachment | null {
  const row = prepare(db, `${ATTACHMENT} WHERE message.id = ? AND a.content_id_header = ?`).get(
    messageId,
    contentId,
  );
  return toAttachment(db, row as AttachmentColumns | undefined);
}

/** Where a file that is still on its server lies. */
export interface FileOnServer {
  accountId: string;
  mailboxId: string;
  uid: number;
  section: string;
}

/** `null` when it is here, or nobody has it any more. */
export function fileOnServer(db: Database, id: string): FileOnServer | null {
  const found = prepare(
    db,
    `SELECT m.account_id AS accountId, l.mailbox_id AS mailboxId, l.uid, a.section FROM attachment a
     JOIN message m ON m.row = a.message_row JOIN mail_location l ON l.message_row = m.row
     WHERE a.id = ? AND a.section IS NOT NULL AND a.content_id IS NULL LIMIT 1`,
  ).get(id) as FileOnServer | undefined;
  return found ?? null;
}

/** What a notification says of messages that just arrived and are still unread; lists and programs only if asked. */
export function arrivals(
  db: Database,
  { messageIds, peopleOnly }: { messageIds: string[]; peopleOnly: boolean },
): { threadId: string; title: string; body: string }[] {
  const find = prepare(
    db,
    `SELECT m.thread_id AS threadId, coalesce(nullif(a.name, ''), a.address, '') AS title,
       CASE m.subject WHEN '' THEN m.snippet ELSE m.subject END AS body
     FROM message m JOIN conversation c ON c.id = m.conversation_id
     LEFT JOIN message_address a ON a.message_row = m.row AND a.role = 'from' AND a.position = 0
     WHERE m.id = ? AND m.unread = 1 AND m.place = 'inbox' AND (? = 0 OR (c.list_id IS NULL AND c.bulk = 0))
       AND NOT EXISTS (SELECT 1 FROM thread_choice t WHERE t.thread_id = m.thread_id AND t.muted = 1)`,
  );
  return messageIds.flatMap((id) => {
    const found = find.get(id, peopleOnly ? 1 : 0) as
      | { threadId: string; title: string; body: string }
      | undefined;
    return found ? [found] : [];
  });
}

export const readingQueries = {
  'reading.arrivals': arrivals,
  'reading.source': storedSource,
  'reading.beginning': storedBeginning,
  'reading.html': storedHtml,
  'reading.inlineParts': inlineParts,
  'reading.text': wholeText,
  'reading.fileOnServer': fileOnServer,
  'reading.attachment': attachmentById,
  'reading.attachmentByContentId': attachmentByContentId,
};
