/** Whether a message is a later state of a draft: programs give every state another Message-ID. */
import type { DraftRow } from '#engine/store/repositories/drafts.ts';
import { prepare } from '#engine/store/statements.ts';
import type { Database } from '#engine/store/transaction.ts';

/** Words of a text that are compared: enough to know it again. */
const COMPARED = 400;
/** Words two texts must have in common at least. */
const FEWEST = 3;

/** The same subject, or half of the words of the shorter text; never when they answer different messages. */
export function resembles(db: Database, draft: DraftRow, messageRow: number): boolean {
  const found = prepare(
    db,
    `SELECT body.subject, body.text, mail.in_reply_to AS inReplyTo FROM body
     JOIN mail ON mail.message_row = body.row WHERE body.row = ?`,
  ).get(messageRow) as { subject: string; text: string; inReplyTo: string | null } | undefined;
  if (!found) return false;
  const answered = prepare(
    db,
    'SELECT mail.message_id FROM message JOIN mail ON mail.message_row = message.row WHERE message.id = ?',
  )
    .pluck()
    .get(draft.answers) as string | null | undefined;
  if (answered && found.inReplyTo && answered !== found.inReplyTo) return false;
  const subject = plain(draft.subject);
  return (subject !== '' && subject === plain(found.subject)) || shareWords(draft.text, found.text);
}

const plain = (text: string) => text.normalize('NFKC').toLowerCase().replace(/\s+/g, ' ').trim();

function shareWords(a: string, b: string): boolean {
  const [shorter, longer] = [words(a), words(b)].sort((x, y) => x.size - y.size) as [
    Set<string>,
    Set<string>,
  ];
  const shared = [...shorter].filter((word) => longer.has(word)).length;
  return shared >= FEWEST && shared >= shorter.size / 2;
}

const words = (text: string) =>
  new Set(
    plain(text)
      .split(/[^\p{L}\p{N}]+/u)
      .filter(Boolean)
      .slice(0, COMPARED),
  );
