/** A message that was written here, as the rows of its local copy. */
import { condense } from '#engine/channels/mail/mime/condense.ts';
import { parseMessage } from '#engine/channels/mail/mime/parse.ts';
import type { ContentFolder } from '#engine/store/content.ts';
import { prepareMail } from './prepare-mail.ts';
import type { PreparedMail } from './prepared-mail.ts';

/** `date`: milliseconds since the epoch, of the Date header. */
export async function prepareOwnMail(
  source: Buffer,
  date: number,
  content: ContentFolder,
): Promise<PreparedMail> {
  const parsed = await parseMessage(source, { internalDate: new Date(date) });
  return prepareMail(
    {
      uid: 0,
      internalDate: date,
      flags: ['\\Seen'],
      size: source.byteLength,
      source,
      parsed: await condense(source, parsed, true),
      modseq: null,
      emailId: null,
      threadId: null,
    },
    content,
  );
}
