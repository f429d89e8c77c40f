/** The rows of calendars that came by mail. */
import type { CalendarPart } from '#engine/channels/mail/mime/calendar/calendar-part.ts';
import { prepare } from '#engine/store/statements.ts';
import type { Database, Tx } from '#engine/store/transaction.ts';
import type { Invitation } from '#shared/contract/calendar.ts';
import type { Place } from '#shared/contract/model.ts';

/** How many mails about one event are looked at, newest first. */
const MOST = 300;

export type StoredEvent = Pick<
  CalendarPart,
  'event' | 'organiser' | 'guests' | 'guestCount' | 'comment' | 'otherEvents'
>;

export interface StoredPart extends StoredEvent {
  row: number;
  accountId: string;
  uid: string;
  occurrence: string;
  method: Invitation['method'];
  sequence: number;
  stamp: number;
  place: Place;
  fromMe: boolean;
  /** Who wrote the mail, as in its From; '' when it names nobody. */
  author: string;
  /** Of an answer that was written here. */
  sendState: string | null;
}

interface Columns extends Omit<StoredPart, keyof StoredEvent | 'fromMe' | 'author'> {
  fromMe: number;
  author: string | null;
  event: string;
}

const PART = `SELECT p.message_row AS row, p.account_id AS accountId, p.uid, p.occurrence, p.method, p.sequence, p.stamp,
    p.event, m.place, m.from_me AS fromMe, f.address AS author, mail.send_state AS sendState
  FROM calendar_part p JOIN message m ON m.row = p.message_row JOIN mail ON mail.message_row = p.message_row
  LEFT JOIN message_address f ON f.message_row = p.message_row AND f.role = 'from' AND f.position = 0`;

/** By the index, account by account. */
const ABOUT = 'p.account_id IN (SELECT id FROM account) AND p.uid = ?';

function toPart({ event, fromMe, author, ...row }: Columns): StoredPart {
  return { ...row, fromMe: fromMe === 1, author: author ?? '', ...(JSON.parse(event) as StoredEvent) };
}

/** Which of these messages brought a calendar. */
export function withCalendar(db: Database, rows: readonly number[]): Set<number> {
  const found = prepare(
    db,
    'SELECT message_row FROM calendar_part WHERE message_row IN (SELECT value FROM json_each(?))',
  );
  return new Set(found.pluck().all(JSON.stringify(rows)) as number[]);
}

/** The calendar of one mail; `null` when it has none. */
export function partOf(db: Database, row: number): StoredPart | null {
  const found = prepare(db, `${PART} WHERE p.message_row = ?`).get(row) as Columns | undefined;
  return found ? toPart(found) : null;
}

/**
 * What other mail says about the same event, newest first, in whichever account: one may be invited under an address of
 * another. Junk has no say.
 */
export function partsAbout(db: Database, { uid, row }: StoredPart): StoredPart[] {
  if (uid === '') return [];
  const rows = prepare(
    db,
    `${PART} WHERE ${ABOUT} AND p.message_row <> ? AND m.place NOT IN ('junk', 'gone', 'drafts')
     ORDER BY p.message_row DESC LIMIT ${MOST}`,
  ).all(uid, row) as Columns[];
  return rows.map(toPart);
}

export function insertCalendarPart(tx: Tx, row: number, accountId: string, part: CalendarPart): void {
  const { event, organiser, guests, guestCount, comment, otherEvents } = part;
  const stored: StoredEvent = { event, organiser, guests, guestCount, comment, otherEvents };
  prepare(
    tx.db,
    `INSERT OR REPLACE INTO calendar_part (message_row, account_id, uid, occurrence, method, sequence, stamp, event,
       reply) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)`,
  ).run(
    row,
    accountId,
    part.uid,
    part.occurrence,
    part.method,
    part.sequence,
    part.stamp,
    JSON.stringify(stored),
    part.reply,
  );
  // What is said here may change how earlier mail about the event is shown, also in other threads.
  const about = prepare(
    tx.db,
    `SELECT DISTINCT m.thread_id FROM calendar_part p JOIN message m ON m.row = p.message_row
     WHERE ${ABOUT} LIMIT 100`,
  )
    .pluck()
    .all(part.uid) as string[];
  for (const thread of about) tx.changed.thread(thread);
}
