/** The rows of what servers and readers report about mail. A report annotates; it never changes what the outbox says. */
import type { DeliveryReport as ParsedReport } from '#engine/channels/mail/mime/delivery-report.ts';
import { prepare } from '#engine/store/statements.ts';
import type { Database, Tx } from '#engine/store/transaction.ts';
import { markDirty } from '#engine/threads/dirty.ts';
import type { DeliveryReport } from '#shared/contract/reports.ts';
import { addressKey } from '#shared/text/address-validation.ts';

/** How many reports of one mail are looked at, newest first. */
const MOST = 500;

const bracketed = (id: string) => `<${id}>`;

/** Keeps what a mail reports. */
export function insertReport(tx: Tx, row: number, accountId: string, report: ParsedReport): void {
  prepare(tx.db, 'DELETE FROM delivery_report WHERE message_row = ?').run(row);
  const insert = prepare(
    tx.db,
    `INSERT INTO delivery_report (message_row, position, account_id, about, recipient, action, status, reason,
       retry_until) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)`,
  );
  const about = bracketed(report.about);
  for (const [position, { address, action, status, reason, retryUntil }] of report.recipients.entries())
    insert.run(row, position, accountId, about, address, action, status, reason, retryUntil);
  const threads = prepare(
    tx.db,
    `SELECT DISTINCT thread_id FROM message JOIN mail ON message_row = row
     WHERE mail.account_id = ? AND mail.message_id = ?`,
  )
    .pluck()
    .all(accountId, about) as string[];
  for (const thread of threads) markDirty(tx, thread);
}

/** What is reported about a mail of mine: of each recipient the newest word, in the order of the first. */
export function reportsAbout(
  db: Database,
  { accountId, messageId }: { accountId: string; messageId: string },
): DeliveryReport[] {
  const rows = prepare(
    db,
    `SELECT r.recipient, r.action, r.status, r.reason, r.retry_until AS retryUntil, m.date AS at,
       coalesce(f.address, '') AS by
     FROM delivery_report r JOIN message m ON m.row = r.message_row
     LEFT JOIN message_address f ON f.message_row = m.row AND f.role = 'from' AND f.position = 0
     WHERE r.account_id = ? AND r.about = ? AND m.place NOT IN ('junk', 'gone')
     ORDER BY m.row DESC, r.position LIMIT ${MOST}`,
  ).all(accountId, messageId) as DeliveryReport[];
  const newest = new Map<string, DeliveryReport>();
  for (const report of rows) {
    const key = addressKey(report.recipient);
    if (!newest.has(key)) newest.set(key, report);
  }
  return [...newest.values()];
}

/** Which of these messages report something, and about which of them something is reported. */
export function concerned(
  db: Database,
  rows: readonly number[],
): { reports: Set<number>; about: Set<number> } {
  const list = JSON.stringify(rows);
  const reports = prepare(
    db,
    'SELECT DISTINCT message_row FROM delivery_report WHERE message_row IN (SELECT value FROM json_each(?))',
  );
  const about = prepare(
    db,
    `SELECT DISTINCT mail.message_row FROM json_each(?) shown CROSS JOIN mail ON mail.message_row = shown.value
     CROSS JOIN delivery_report r ON r.account_id = mail.account_id AND r.about = mail.message_id`,
  );
  return {
    reports: new Set(reports.pluck().all(list) as number[]),
    about: new Set(about.pluck().all(list) as number[]),
  };
}

/** Whether a mail is a report about one of mine that is in the same thread. */
export function isReportHere(db: Database, row: number): boolean {
  const found = prepare(
    db,
    `SELECT 1 FROM delivery_report r JOIN message m ON m.row = r.message_row
     JOIN mail ON mail.account_id = r.account_id AND mail.message_id = r.about
     JOIN message about ON about.row = mail.message_row AND about.thread_id = m.thread_id AND about.from_me = 1
     WHERE r.message_row = ? LIMIT 1`,
  ).get(row);
  return found !== undefined;
}

/**
 * As SQL, of a thread `@id`: a mail of mine in it did not arrive, and the report still lies in the inbox. Reports are
 * few, and every thread is asked.
 */
export const UNDELIVERED = `EXISTS (SELECT 1 FROM message m INDEXED BY message_thread
  CROSS JOIN delivery_report r ON r.message_row = m.row AND r.action = 'failed'
  WHERE m.thread_id = @id AND m.place = 'inbox')`;
