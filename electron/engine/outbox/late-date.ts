/**
 * The Date of a planned mail that leaves late (docs/decisions/0024-date-of-late-mail.md): the time it leaves, as long as
 * none of its bytes ever may have left.
 */
import { Readable } from 'node:stream';
import type { SendPayload } from '#engine/actions/model.ts';
import type { ByteSource } from '#engine/channels/mail/byte-source.ts';
import { condenseSource } from '#engine/channels/mail/mime/condense.ts';
import { dateMessage } from '#engine/ingest/date-message.ts';
import type { PreparedSource } from '#engine/ingest/prepared-mail.ts';
import { deleteUnusedContent } from '#engine/privacy/delete-content.ts';
import type { ContentFolder } from '#engine/store/content.ts';
import { addContent } from '#engine/store/repositories/attachments.ts';
import { prepare } from '#engine/store/statements.ts';
import type { Tx } from '#engine/store/transaction.ts';

/** Milliseconds. Nobody minds a few minutes: servers take them too. */
export const LATE_MS = 10 * 60_000;

/** Whether a mail gets another Date before this attempt. */
export function leavesLate({ planned, begun }: SendPayload, now: number): boolean {
  return typeof planned === 'number' && !begun && now - planned > LATE_MS;
}

/** Bytes of a header that is looked through. */
const HEADER_BYTES = 1024 * 1024;

/** The same message with another Date, and the same size; `date` in milliseconds since the epoch. */
export function withDate(source: ByteSource, date: number): ByteSource {
  const written = new Date(date).toUTCString().replace('GMT', '+0000');
  const dated = (head: Buffer) => {
    const end = head.indexOf('\r\n\r\n');
    const header = head.subarray(0, end < 0 ? head.length : end).toString('latin1');
    const field = /^Date: (.*)$/im.exec(header.replaceAll('\r', ' '));
    if (field && field[1]!.trimEnd().length === written.length)
      head.write(written, field.index + 'Date: '.length, 'latin1');
    return head;
  };
  async function* read() {
    let head: Buffer | null = Buffer.alloc(0);
    for await (const chunk of source.open()) {
      if (head === null) {
        yield chunk as Buffer;
        continue;
      }
      head = Buffer.concat([head, chunk as Buffer]);
      if (!head.includes('\r\n\r\n') && head.length < HEADER_BYTES) continue;
      yield dated(head);
      head = null;
    }
    if (head !== null) yield dated(head);
  }
  return { size: source.size, open: () => Readable.from(read(), { objectMode: false }) };
}

/** The source as it is to be stored: where the one before it was. */
export async function storeDated(
  source: ByteSource,
  date: number,
  { inFile, content }: { inFile: boolean; content: ContentFolder },
): Promise<PreparedSource> {
  const dated = withDate(source, date).open();
  if (!inFile) return { ...condenseSource(Buffer.concat(await dated.toArray())), content: null };
  const stored = await content.put(dated);
  return { sha256: stored.sha256, deflated: null, content: stored };
}

/** Puts it in the place of the one before; the message stands where its Date says, in milliseconds since the epoch. */
export function replaceSource(
  tx: Tx,
  { messageRow, source, date }: { messageRow: number; source: PreparedSource; date: number },
): void {
  if (source.content) addContent(tx, source.content);
  const before = prepare(tx.db, 'SELECT source_content_id FROM mail WHERE message_row = ?')
    .pluck()
    .get(messageRow) as string | null | undefined;
  prepare(
    tx.db,
    'UPDATE mail SET source_sha256 = ?, source = ?, source_content_id = ? WHERE message_row = ?',
  ).run(source.sha256, source.deflated, source.content?.id ?? null, messageRow);
  if (before) deleteUnusedContent(tx, [before]);
  dateMessage(tx, messageRow, date);
}
