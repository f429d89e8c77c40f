/** What is derived from the source of a mail, written anew: when the whole of it is here, and when the parser is better. */
import { isDeepStrictEqual } from 'node:util';
import { insertCalendarPart } from '#engine/invitations/calendar-parts.ts';
import { insertReport } from '#engine/reports/delivery-reports.ts';
import { indexBody } from '#engine/search/index-body.ts';
import { prepare } from '#engine/store/statements.ts';
import type { Tx } from '#engine/store/transaction.ts';
import { markDirty } from '#engine/threads/dirty.ts';
import { claimsOf, insertClaims } from '#engine/trust/stored-claims.ts';
import { insertAttachments, removeAttachments } from './attachment-rows.ts';
import type { PreparedAttachment, PreparedMail } from './prepared-mail.ts';

/** Not among it: people, subject, date and place in a thread, which other messages and the user build upon. */
export type Derived = Pick<
  PreparedMail,
  'body' | 'attachments' | 'warnings' | 'claims' | 'calendar' | 'report'
>;

interface StoredMail {
  account_id: string;
  thread_id: string;
  from_me: number;
  snippet: string;
  has_attachments: number;
  has_html: number;
  has_own_html: number;
  folded: string;
  warnings: string;
  send_state: string | null;
}

interface StoredBody {
  subject: string;
  people: string;
  text: string;
  files: string;
  visible_length: number | null;
}

/** Writes what is another now; returns whether anything was. What was written here is left as it was written. */
export function rederive(tx: Tx, row: number, derived: Derived): boolean {
  const stored = prepare(
    tx.db,
    `SELECT mail.account_id, m.thread_id, m.from_me, m.snippet, m.has_attachments, has_html, html IS NOT NULL AS has_own_html,
       folded, warnings, send_state FROM mail JOIN message m ON m.row = message_row WHERE message_row = ?`,
  ).get(row) as StoredMail | undefined;
  if (!stored || stored.send_state !== null) return false;
  const changes = [
    rederiveMail(tx, row, stored, derived),
    rederiveAttachments(tx, row, derived.attachments),
    rederiveBody(tx, row, derived),
    rederiveClaims(tx, row, derived.claims),
    rederiveCalendar(tx, row, stored.account_id, derived.calendar),
    rederiveReport(tx, row, stored, derived.report),
  ];
  const changed = changes.includes(true);
  if (changed) markDirty(tx, stored.thread_id);
  return changed;
}

function rederiveMail(
  tx: Tx,
  row: number,
  stored: StoredMail,
  { body, attachments, warnings }: Derived,
): boolean {
  const hasAttachments = attachments.some(({ inline }) => !inline) ? 1 : 0;
  const hasHtml = body.hasHtml ? 1 : 0;
  const folded = JSON.stringify(body.folded);
  const warned = JSON.stringify(warnings);
  const same =
    stored.snippet === body.snippet &&
    stored.has_attachments === hasAttachments &&
    stored.has_html === hasHtml &&
    stored.has_own_html === (body.html === null ? 0 : 1) &&
    stored.folded === folded &&
    stored.warnings === warned;
  if (same) return false;
  prepare(tx.db, 'UPDATE message SET snippet = ?, has_attachments = ? WHERE row = ?').run(
    body.snippet,
    hasAttachments,
    row,
  );
  prepare(
    tx.db,
    'UPDATE mail SET has_html = ?, html = ?, folded = ?, warnings = ? WHERE message_row = ?',
  ).run(hasHtml, body.html, folded, warned, row);
  return true;
}

interface StoredAttachment {
  id: string;
  part_index: number;
  filename: string;
  content_type: string;
  content_id_header: string | null;
  size: number;
  sha256: string | null;
  inline: number;
}

/** A part that is known by its content or, before that was here, by name and type, keeps its id: it may be on a screen. */
function rederiveAttachments(tx: Tx, row: number, parts: readonly PreparedAttachment[]): boolean {
  const left = prepare(
    tx.db,
    `SELECT id, part_index, filename, content_type, content_id_header, size, sha256, inline FROM attachment
     WHERE message_row = ? ORDER BY part_index`,
  ).all(row) as StoredAttachment[];
  const same =
    left.length === parts.length &&
    parts.every((part, index) => {
      const old = left[index]!;
      return (
        old.part_index === part.partIndex &&
        old.filename === part.filename &&
        old.content_type === part.contentType &&
        old.content_id_header === part.contentId &&
        old.size === part.size &&
        old.sha256 === part.sha256 &&
        old.inline === (part.inline ? 1 : 0)
      );
    });
  if (same) return false;
  const take = (is: (old: StoredAttachment) => boolean) => {
    const at = left.findIndex(is);
    return at < 0 ? null : left.splice(at, 1)[0]!.id;
  };
  const kept = parts.map(
    (part) =>
      take(({ sha256, filename }) => sha256 === part.sha256 && filename === part.filename) ??
      take(({ sha256 }) => sha256 === part.sha256) ??
      take(
        ({ sha256, filename, content_type }) =>
          sha256 === null && filename === part.filename && content_type === part.contentType,
      ),
  );
  removeAttachments(tx, row);
  insertAttachments(tx, row, parts, kept);
  return true;
}

function rederiveBody(tx: Tx, row: number, { body, attachments }: Derived): boolean {
  const old = prepare(
    tx.db,
    'SELECT subject, people, text, files, visible_length FROM body WHERE row = ?',
  ).get(row) as StoredBody | undefined;
  if (!old) return false;
  const files = attachments.map(({ filename }) => filename).join('\n');
  if (old.text === body.text && old.files === files && old.visible_length === body.visibleLength)
    return false;
  const { subject, people } = old;
  indexBody(tx, row, { subject, people, text: body.text, files, visibleLength: body.visibleLength });
  return true;
}

function rederiveClaims(tx: Tx, row: number, claims: Derived['claims']): boolean {
  if (!claims || isDeepStrictEqual(claimsOf(tx.db, row), claims)) return false;
  prepare(tx.db, 'DELETE FROM sender_check WHERE message_row = ?').run(row);
  insertClaims(tx, row, claims);
  return true;
}

function rederiveCalendar(tx: Tx, row: number, accountId: string, calendar: Derived['calendar']): boolean {
  const before = snapshot(tx, 'calendar_part', row);
  if (calendar) insertCalendarPart(tx, row, accountId, calendar);
  else if (before) prepare(tx.db, 'DELETE FROM calendar_part WHERE message_row = ?').run(row);
  return snapshot(tx, 'calendar_part', row) !== before;
}

function rederiveReport(tx: Tx, row: number, stored: StoredMail, report: Derived['report']): boolean {
  const before = snapshot(tx, 'delivery_report', row);
  if (report && stored.from_me === 0) insertReport(tx, row, stored.account_id, report);
  else if (before) prepare(tx.db, 'DELETE FROM delivery_report WHERE message_row = ?').run(row);
  return snapshot(tx, 'delivery_report', row) !== before;
}

/** The rows of a table about one message, to be compared; '' when there are none. */
function snapshot(tx: Tx, table: 'calendar_part' | 'delivery_report', row: number): string {
  const rows = prepare(tx.db, `SELECT * FROM ${table} WHERE message_row = ?`).all(row);
  return rows.length === 0 ? '' : JSON.stringify(rows);
}
