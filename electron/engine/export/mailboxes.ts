/** Mailboxes as they are listed and exported: with their paths, as other mail programs know them. */
import { prepare } from '#engine/store/statements.ts';
import type { Database } from '#engine/store/transaction.ts';
import type { MailboxState } from '#shared/contract/mailboxes.ts';
import type { ErrorInfo } from '#shared/contract/model.ts';

export interface MailboxLine {
  id: string;
  accountId: string;
  /** The account's address. */
  account: string;
  path: string;
  delimiter: string;
  name: string;
  role: MailboxState['role'];
  /** Messages the server had when it was last looked at. */
  total: number;
  /** Messages of it that are here. */
  synced: number;
  unread: number;
  checkedAt: number | null;
  error: ErrorInfo | null;
}

/** Every mailbox that can hold messages, by account and path. */
export function exportMailboxes(db: Database, _: null): MailboxLine[] {
  const rows = prepare(
    db,
    `SELECT mailbox.id, account_id AS accountId, account.address AS account, path, delimiter, mailbox.name, role, total,
       (SELECT count(*) FROM mail_location WHERE mailbox_id = mailbox.id) AS synced,
       (SELECT count(*) FROM mail_location JOIN message ON message.row = message_row
        WHERE mailbox_id = mailbox.id AND unread = 1) AS unread,
       checked_at AS checkedAt, error
     FROM mailbox JOIN account ON account.id = account_id WHERE selectable = 1
     ORDER BY account.created_at, account.id, path`,
  ).all() as (Omit<MailboxLine, 'error'> & { error: string | null })[];
  return rows.map((row) => ({ ...row, error: row.error === null ? null : JSON.parse(row.error) }));
}
