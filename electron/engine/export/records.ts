/** Messages as the command line shows them and as they are exported to JSON: everything the store knows of them. */
import { prepare } from '#engine/store/statements.ts';
import type { Database } from '#engine/store/transaction.ts';
import { shownPlaces } from '#engine/threads/summary.ts';
import type { Address, Channel, Place } from '#shared/contract/model.ts';

export interface MessageRecord {
  id: string;
  threadId: string;
  accountId: string;
  /** The account's address. */
  account: string;
  channel: Channel;
  /** ISO 8601 in UTC. */
  date: string;
  place: Place;
  /** Paths of the mailboxes it lies in on the server. */
  mailboxes: string[];
  /** Names of its labels. */
  labels: string[];
  fromMe: boolean;
  unread: boolean;
  starred: boolean;
  subject: string;
  from: Address[];
  sender: Address[];
  to: Address[];
  cc: Address[];
  bcc: Address[];
  replyTo: Address[];
  /** With its angle brackets; `null` for a text. */
  messageId: string | null;
  inReplyTo: string | null;
  references: string[];
  /** All of it, quotes and signature too. */
  text: string;
  /** What is shown before anything folded. */
  visible: string;
  attachments: {
    id: string;
    filename: string;
    contentType: string;
    size: number;
    sha256: string | null;
    inline: boolean;
  }[];
  /** What became of a message sent from here; `null` for a mail that was received. */
  status: string | null;
  segments: number | null;
  encoding: string | null;
  warnings: string[];
}

interface Columns {
  row: number;
  id: string;
  threadId: string;
  accountId: string;
  account: string;
  channel: Channel;
  date: number;
  place: Place;
  fromMe: number;
  unread: number;
  starred: number;
  subject: string;
  messageId: string | null;
  inReplyTo: string | null;
  refs: string | null;
  warnings: string | null;
  sendState: string | null;
  body: string | null;
  visibleLength: number | null;
  text: string | null;
  status: string | null;
  segments: number | null;
  encoding: string | null;
}

/** One message by its id; `null` when there is none. */
export function exportRecord(db: Database, id: string): MessageRecord | null {
  const found = prepare(
    db,
    `SELECT m.row, m.id, m.thread_id AS threadId, m.account_id AS accountId, account.address AS account, m.channel,
       m.date, m.place, m.from_me AS fromMe, m.unread, m.starred, m.subject, mail.message_id AS messageId,
       mail.in_reply_to AS inReplyTo, mail.refs, mail.warnings, mail.send_state AS sendState, body.text AS body,
       body.visible_length AS visibleLength, t.text, t.status, t.segments, t.encoding
     FROM message m JOIN account ON account.id = m.account_id LEFT JOIN mail ON mail.message_row = m.row
       LEFT JOIN body ON body.row = m.row LEFT JOIN text_message t ON t.message_row = m.row
     WHERE m.id = ?`,
  ).get(id) as Columns | undefined;
  if (!found) return null;
  const people = peopleOf(db, found.row);
  const text = found.text ?? found.body ?? '';
  return {
    id: found.id,
    threadId: found.threadId,
    accountId: found.accountId,
    account: found.account,
    channel: found.channel,
    date: new Date(found.date).toISOString(),
    place: found.place,
    mailboxes: mailboxesOf(db, found.row),
    labels: labelsOf(db, found.row),
    fromMe: found.fromMe === 1,
    unread: found.unread === 1,
    starred: found.starred === 1,
    subject: found.subject,
    from: people('from'),
    sender: people('sender'),
    to: people('to'),
    cc: people('cc'),
    bcc: people('bcc'),
    replyTo: people('reply-to'),
    messageId: found.messageId,
    inReplyTo: found.inReplyTo,
    references: found.refs === null ? [] : JSON.parse(found.refs),
    text,
    visible: found.visibleLength === null ? text : text.slice(0, found.visibleLength),
    attachments: attachmentsOf(db, found.row),
    status: found.channel === 'sms' ? found.status : found.sendState,
    segments: found.segments,
    encoding: found.encoding,
    warnings: found.warnings === null ? [] : JSON.parse(found.warnings),
  };
}

function peopleOf(db: Database, row: number): (role: string) => Address[] {
  const people = prepare(
    db,
    'SELECT role, name, address FROM message_address WHERE message_row = ? ORDER BY role, position',
  ).all(row) as (Address & { role: string })[];
  return (wanted) =>
    people.filter(({ role }) => role === wanted).map(({ name, address }) => ({ name, address }));
}

function mailboxesOf(db: Database, row: number): string[] {
  return prepare(
    db,
    `SELECT DISTINCT path FROM mail_location JOIN mailbox ON mailbox.id = mailbox_id WHERE message_row = ? ORDER BY path`,
  )
    .pluck()
    .all(row) as string[];
}

function labelsOf(db: Database, row: number): string[] {
  return prepare(
    db,
    `SELECT name FROM message_label JOIN label ON label.id = label_id WHERE message_row = ? AND removed = 0 ORDER BY name`,
  )
    .pluck()
    .all(row) as string[];
}

function attachmentsOf(db: Database, row: number): MessageRecord['attachments'] {
  const rows = prepare(
    db,
    `SELECT id, filename, content_type AS contentType, size, sha256, inline FROM attachment
     WHERE message_row = ? ORDER BY part_index`,
  ).all(row) as (Omit<MessageRecord['attachments'][number], 'inline'> & { inline: number })[];
  return rows.map((attachment) => ({ ...attachment, inline: attachment.inline === 1 }));
}

export interface ThreadMessage {
  id: string;
  messageId: string | null;
  date: number;
  channel: Channel;
}

/** The messages a thread shows, oldest first; opened from Trash or Junk, those that lie there. */
export function exportThreadMessages(
  db: Database,
  { threadId, place }: { threadId: string; place: 'trash' | 'junk' | null },
): ThreadMessage[] {
  const rows = prepare(
    db,
    `SELECT m.id, mail.message_id AS messageId, m.date, m.channel, m.place FROM message m
     LEFT JOIN mail ON mail.message_row = m.row WHERE m.thread_id = ? AND m.place <> 'gone' ORDER BY m.row`,
  ).all(threadId) as (ThreadMessage & { place: Place })[];
  const places = shownPlaces([...new Set(rows.map((row) => row.place))], place);
  return rows
    .filter((row) => places.includes(row.place))
    .map(({ id, messageId, date, channel }) => ({ id, messageId, date, channel }));
}
