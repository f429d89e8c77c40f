/** The messages of a thread as the window shows them. */
import type { Address, Attachment, ErrorInfo, Place } from '#shared/contract/model.ts';
import type { DeliveryStatus, MailItem, TextItem, TimelineItem } from '#shared/contract/timeline.ts';
import { deliveryStatus } from '#shared/contract/timeline.ts';
import { withCalendar } from '../invitations/calendar-parts.ts';
import { invitationOf } from '../invitations/view.ts';
import { concerned, isReportHere, reportsAbout } from '../reports/delivery-reports.ts';
import { prepare } from '../store/statements.ts';
import type { Database } from '../store/transaction.ts';
import { SenderChecks } from '../trust/sender-check.ts';
import { reasonText } from './reasons.ts';

export interface MessageColumns {
  row: number;
  id: string;
  account_id: string;
  channel: 'mail' | 'sms';
  conversation_id: string;
  date: number;
  place: Place;
  from_me: number;
  unread: number;
  starred: number;
  subject: string;
  reason: string;
}

type People = Map<string, Address[]>;

const NOBODY: Address = { name: '', address: '' };

/** The newest `limit` messages in these places, oldest first, and whether there are older ones. */
export function timeline(
  db: Database,
  threadId: string,
  places: readonly Place[],
  limit: number,
  joinedBy: string | null,
): { items: TimelineItem[]; hasOlder: boolean } {
  const rows = prepare(
    db,
    `SELECT row, id, account_id, channel, conversation_id, date, place, from_me, unread, starred, subject, reason
     FROM message WHERE thread_id = ? AND place IN (SELECT value FROM json_each(?)) ORDER BY row DESC LIMIT ?`,
  ).all(threadId, JSON.stringify(places), limit + 1) as MessageColumns[];
  const hasOlder = rows.length > limit;
  const shown = rows.slice(0, limit).reverse();
  const context = { joinedBy, checks: new SenderChecks(db), ...rareParts(db, shown) };
  return { hasOlder, items: shown.map((row) => toItem(db, row, context)) };
}

interface Context {
  joinedBy: string | null;
  checks: SenderChecks;
  /** Rows of the messages that brought a calendar, that report something, and about which something is reported. */
  calendars: Set<number>;
  reports: Set<number>;
  about: Set<number>;
}

/** What few messages have is looked up once for all. */
function rareParts(db: Database, messages: readonly MessageColumns[]): Omit<Context, 'joinedBy' | 'checks'> {
  const rows = messages.filter(({ channel }) => channel === 'mail').map(({ row }) => row);
  return { calendars: withCalendar(db, rows), ...concerned(db, rows) };
}

function toItem(db: Database, message: MessageColumns, context: Context): TimelineItem {
  return message.channel === 'mail' ? mailItem(db, message, context) : textItem(db, message);
}

function common(db: Database, message: MessageColumns, people: People) {
  return {
    id: message.id,
    accountId: message.account_id,
    conversationId: message.conversation_id,
    date: message.date,
    from: people.get('from')?.[0] ?? people.get('sender')?.[0] ?? NOBODY,
    to: people.get('to') ?? [],
    fromMe: message.from_me === 1,
    unread: message.unread === 1,
    starred: message.starred === 1,
    attachments: attachmentsOf(db, message.row),
    ...openAction(db, message.row),
  };
}

function mailItem(db: Database, message: MessageColumns, context: Context): MailItem {
  const { joinedBy, checks, calendars, reports, about } = context;
  const mail = prepare(
    db,
    `SELECT list_id AS listId, has_html AS hasHtml, folded, warnings, send_state AS sendState, error,
       (SELECT bulk FROM conversation WHERE id = ?) AS bulk, message_id AS messageId, iif(body_state = 'full', NULL, size) AS bytesToCome, b.text, b.visible_length AS visible
     FROM mail LEFT JOIN body b ON b.row = mail.message_row WHERE message_row = ?`,
  ).get(message.conversation_id, message.row) as
    | {
        listId: string | null;
        hasHtml: number;
        bulk: number | null;
        folded: string;
        warnings: string;
        sendState: MailItem['sendState'];
        error: string | null;
        messageId: string | null;
        bytesToCome: number | null;
        text: string | null;
        visible: number | null;
      }
    | undefined;
  const people = peopleOf(db, message.row);
  const why = reasonText(db, message.account_id, message.reason);
  return {
    kind: 'mail',
    ...common(db, message, people),
    reason: joinedBy === null ? why : `${why} · ${joinedBy}`,
    error: parseError(mail?.error ?? null),
    cc: people.get('cc') ?? [],
    bcc: people.get('bcc') ?? [],
    replyTo: people.get('reply-to') ?? [],
    subject: message.subject,
    place: message.place,
    text: visibleText(mail?.text ?? null, mail?.visible ?? null),
    folded: mail ? JSON.parse(mail.folded) : [],
    hasHtml: mail?.hasHtml === 1,
    bulk: mail?.bulk === 1,
    sendState: mail?.sendState ?? null,
    warnings: mail ? JSON.parse(mail.warnings) : [],
    bytesToCome: mail?.bytesToCome ?? null,
    invitation: calendars.has(message.row) ? invitationOf(db, message.row) : null,
    reports:
      message.from_me === 1 && about.has(message.row) && mail?.messageId
        ? reportsAbout(db, { accountId: message.account_id, messageId: mail.messageId })
        : [],
    isReport: reports.has(message.row) && isReportHere(db, message.row),
    ...checks.of({
      row: message.row,
      accountId: message.account_id,
      conversationId: message.conversation_id,
      from: people.get('from')?.[0] ?? NOBODY,
      replyTo: people.get('reply-to')?.[0] ?? null,
      fromMe: message.from_me === 1,
      list: (mail?.listId ?? null) !== null,
    }),
  };
}

function textItem(db: Database, message: MessageColumns): TextItem {
  const text = prepare(
    db,
    'SELECT text, status, dispatch, segments, encoding, error FROM text_message WHERE message_row = ?',
  ).get(message.row) as
    | {
        text: string;
        status: string;
        dispatch: string | null;
        segments: number;
        encoding: string;
        error: string | null;
      }
    | undefined;
  return {
    kind: 'sms',
    ...common(db, message, peopleOf(db, message.row)),
    reason: reasonText(db, message.account_id, message.reason),
    error: parseError(text?.error ?? null),
    text: text?.text ?? '',
    status: shownStatus(text?.status ?? 'unknown', text?.dispatch ?? null),
    segments: text?.segments ?? 1,
    encoding: text?.encoding === 'UCS-2' ? 'UCS-2' : 'GSM-7',
  };
}

// Until the carrier has taken a text its own dispatch knows more than the carrier's last word.
function shownStatus(status: string, dispatch: string | null): DeliveryStatus {
  if (dispatch === 'failed') return 'failed';
  if (dispatch === 'needs-human') return 'unsure';
  if (dispatch === 'claimed' || dispatch === 'dispatching' || dispatch === 'ambiguous') return 'sending';
  const known = deliveryStatus.safeParse(status);
  return known.success ? known.data : 'unknown';
}

function visibleText(text: string | null, visible: number | null): string | null {
  return text === null || visible === null ? text : text.slice(0, visible);
}

/** Addresses by role; who came without a name gets the name of the contact. */
function peopleOf(db: Database, row: number): People {
  const rows = prepare(
    db,
    `SELECT a.role, a.address,
       CASE WHEN a.name <> '' OR c.name_source IS NULL OR c.name_source = 'address' THEN a.name ELSE c.name END AS name
     FROM message_address a LEFT JOIN identity i ON i.id = a.identity_id LEFT JOIN contact c ON c.id = i.contact_id
     WHERE a.message_row = ? ORDER BY a.role, a.position`,
  ).all(row) as (Address & { role: string })[];
  const people: People = new Map();
  for (const { role, name, address } of rows)
    people.set(role, [...(people.get(role) ?? []), { name, address }]);
  return people;
}

function attachmentsOf(db: Database, row: number): Attachment[] {
  const rows = prepare(
    db,
    `SELECT id, filename, content_type AS contentType, size, inline,
       section IS NOT NULL AND content_id IS NULL AS toCome FROM attachment WHERE message_row = ? ORDER BY part_index`,
  ).all(row) as (Omit<Attachment, 'inline' | 'toCome'> & { inline: number; toCome: number })[];
  return rows.map(({ toCome, ...attachment }) => ({
    ...attachment,
    inline: attachment.inline === 1,
    ...(toCome === 1 ? { toCome: true } : {}),
  }));
}

function openAction(db: Database, row: number): { actionId: string | null; holdUntil: number | null } {
  const action = prepare(
    db,
    `SELECT group_id AS actionId, CASE state WHEN 'held' THEN hold_until END AS holdUntil FROM action
     WHERE message_row = ? AND state NOT IN ('done', 'cancelled') ORDER BY id DESC LIMIT 1`,
  ).get(row) as { actionId: string; holdUntil: number | null } | undefined;
  return action ?? { actionId: null, holdUntil: null };
}

function parseError(json: string | null): ErrorInfo | null {
  if (json === null) return null;
  const { code, message, advice, detail } = JSON.parse(json) as Partial<ErrorInfo>;
  return { code: code ?? 'unknown', message: message ?? '', advice: advice ?? '', detail: detail ?? null };
}
