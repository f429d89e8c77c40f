/** A message that was written here, as the rows of its local copy. */
import { condense } from '#engine/channels/mail/mime/condense.ts';
import { parseMessage } from '#engine/channels/mail/mime/parse.ts';
import type { ContentFolder, StoredContent } from '#engine/store/content.ts';
import { prepareMail } from './prepare-mail.ts';
import type { PreparedMail } from './prepared-mail.ts';

/** `date`: milliseconds since the epoch, of the Date header. */
export async function prepareOwnMail(
  source: Buffer,
  date: number,
  content: ContentFolder,
): Promise<PreparedMail> {
  return prepareMail(await ownMail(source, date, true), content);
}

/**
 * The same of a message that is stored already, and too large to be read here. `outline` is the message with a few
 * bytes in the place of each large file, `files` what really is there, by the digest of those bytes.
 */
export async function prepareLargeOwnMail(
  { outline, stored, files }: { outline: Buffer; stored: StoredContent; files: Map<string, OwnFile> },
  date: number,
  content: ContentFolder,
): Promise<PreparedMail> {
  const prepared = await prepareMail({ ...(await ownMail(outline, date, false)), source: null }, content);
  return {
    ...prepared,
    size: stored.size,
    source: { sha256: stored.sha256, deflated: null, content: stored },
    attachments: prepared.attachments.map((part) => ({ ...part, ...files.get(part.sha256 ?? '') })),
  };
}

/** `sha256` in hexadecimal. */
export interface OwnFile {
  size: number;
  sha256: string;
}

async function ownMail(source: Buffer, date: number, whole: boolean) {
  const parsed = await parseMessage(source, { internalDate: new Date(date) });
  return {
    uid: 0,
    internalDate: date,
    flags: ['\\Seen'],
    size: source.byteLength,
    source,
    parsed: await condense(source, parsed, whole),
    modseq: null,
    emailId: null,
    threadId: null,
  };
}
