/** Reads the mail that a draft answers or forwards. */
import { prepare } from '#engine/store/statements.ts';
import type { Database } from '#engine/store/transaction.ts';
import type { Address } from '#shared/contract/model.ts';
import type { AnsweredMail } from './answer.ts';

export type ReadMail = AnsweredMail & { accountId: string; threadId: string; row: number };

export function readAnsweredMail(db: Database, messageId: string): ReadMail | null {
  const found = prepare(
    db,
    `SELECT message.row, message.account_id AS accountId, message.thread_id AS threadId, message.subject, message.date,
       message.from_me AS fromMe, mail.message_id AS messageId, mail.in_reply_to AS inReplyTo, mail.refs, body.text,
       body.visible_length AS visibleLength
     FROM message JOIN mail ON mail.message_row = message.row LEFT JOIN body ON body.row = message.row
     WHERE message.id = ?`,
  ).get(messageId) as
    | {
        row: number;
        accountId: string;
        threadId: string;
        subject: string;
        date: number;
        fromMe: number;
        messageId: string | null;
        inReplyTo: string | null;
        refs: string;
        text: string | null;
        visibleLength: number | null;
      }
    | undefined;
  if (!found) return null;
  const people = prepare(
    db,
    'SELECT role, name, address FROM message_address WHERE message_row = ? ORDER BY role, position',
  ).all(found.row) as (Address & { role: string })[];
  const of = (role: string) =>
    people.filter((person) => person.role === role).map(({ name, address }) => ({ name, address }));
  return {
    row: found.row,
    accountId: found.accountId,
    threadId: found.threadId,
    subject: found.subject,
    date: found.date,
    fromMe: found.fromMe === 1,
    from: of('from'),
    to: of('to'),
    cc: of('cc'),
    replyTo: of('reply-to'),
    messageId: found.messageId,
    inReplyTo: found.inReplyTo,
    references: JSON.parse(found.refs),
    text: found.text ?? '',
    attachmentNames: prepare(db, 'SELECT filename FROM attachment WHERE message_row = ? AND inline = 0')
      .pluck()
      .all(found.row) as string[],
  };
}
