/** Attachments that are mail or people themselves, read for the viewer. */
import { plainText } from '#engine/channels/mail/mime/plain-text.ts';
import type { MimeService } from '#engine/channels/mail/mime/pool.ts';
import type { Address as ParsedAddress } from '#engine/channels/mail/mime/types.ts';
import { readContactCards } from '#engine/channels/mail/mime/vcard.ts';
import type { Attached } from '#shared/contract/attached.ts';
import { attachedKind } from '#shared/files/file-kinds.ts';
import type { Bytes } from './reading.ts';

const LIMITS = { text: 500_000, people: 100, files: 100 };

const people = (addresses: readonly ParsedAddress[]) =>
  addresses.slice(0, LIMITS.people).map(({ name, address }) => ({ name: name ?? '', address }));

/** What an attached mail or contact card says; `null` when it is neither, or cannot be read. */
export async function readAttached(
  { filename, contentType, content }: Bytes,
  mime: Pick<MimeService, 'parse'>,
): Promise<Attached | null> {
  const kind = attachedKind(filename, contentType);
  if (kind === 'contacts') {
    const cards = readContactCards(content);
    return cards.length > 0 ? { kind, cards } : null;
  }
  if (kind !== 'mail' || content.byteLength === 0) return null;
  const mail = await mime.parse(content);
  const date = mail.date === null ? Number.NaN : Date.parse(mail.date);
  return {
    kind,
    from: people(mail.from),
    to: people(mail.to),
    cc: people(mail.cc),
    subject: mail.subject ?? '',
    date: Number.isFinite(date) ? date : null,
    text: plainText(mail).slice(0, LIMITS.text),
    files: mail.attachments
      .slice(0, LIMITS.files)
      .map(({ filename: name, size }) => ({ filename: name ?? '', size })),
  };
}
