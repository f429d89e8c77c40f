/** Accounts and mailboxes as the window shows them. */
import { listAccounts } from '#engine/store/repositories/accounts.ts';
import { listMailboxes, type MailboxRow } from '#engine/store/repositories/mailboxes.ts';
import { prepare } from '#engine/store/statements.ts';
import type { Database } from '#engine/store/transaction.ts';
import type { MailboxState } from '#shared/contract/mailboxes.ts';

/** Every account with its mailboxes; the sync state is the supervisor's to add. */
export function accountOverview(db: Database) {
  const partial = partialCounts(db);
  return listAccounts(db).map((account) => ({
    ...account,
    mailboxes: mailboxStates(db, account.id, partial),
  }));
}

/** How many messages of each mailbox are not here whole. They are few, and gone through once: this is asked after every change. */
function partialCounts(db: Database): ReadonlyMap<string, number> {
  const rows = prepare<{ id: string; count: number }>(
    db,
    `SELECT mailbox_id AS id, count(*) AS count FROM mail CROSS JOIN mail_location USING (message_row)
     WHERE body_state <> 'full' GROUP BY mailbox_id`,
  ).all();
  return new Map(rows.map(({ id, count }) => [id, count]));
}

/** Names of the mailboxes that one lies in; with some servers everything lies in the inbox, which says nothing. */
function namesAbove({ path, delimiter }: MailboxRow): string[] {
  const above = delimiter === '' ? [] : path.split(delimiter).slice(0, -1);
  return above[0]?.toUpperCase() === 'INBOX' ? above.slice(1) : above;
}

function mailboxStates(
  db: Database,
  accountId: string,
  partial: ReadonlyMap<string, number>,
): Omit<MailboxState, 'standing'>[] {
  return listMailboxes(db, accountId)
    .filter((mailbox) => mailbox.selectable === 1)
    .map((mailbox) => {
      const synced = mailbox.here;
      return {
        id: mailbox.id,
        accountId,
        name: mailbox.role === 'inbox' ? 'Inbox' : mailbox.name,
        inside: namesAbove(mailbox),
        role: mailbox.role,
        subscribed: mailbox.subscribed === 1,
        total: Math.max(mailbox.total, synced),
        synced,
        partial: partial.get(mailbox.id) ?? 0,
        checkedAt: mailbox.checked_at,
        error: mailbox.error === null ? null : JSON.parse(mailbox.error),
      };
    });
}
