/** Accounts and mailboxes as the window shows them. */
import { listAccounts } from '#engine/store/repositories/accounts.ts';
import { listMailboxes, type MailboxRow } from '#engine/store/repositories/mailboxes.ts';
import { prepare } from '#engine/store/statements.ts';
import type { Database } from '#engine/store/transaction.ts';
import type { MailboxState } from '#shared/contract/mailboxes.ts';

/** Every account with its mailboxes; the sync state is the supervisor's to add. */
export function accountOverview(db: Database) {
  return listAccounts(db).map((account) => ({ ...account, mailboxes: mailboxStates(db, account.id) }));
}

/** Names of the mailboxes that one lies in; with some servers everything lies in the inbox, which says nothing. */
function namesAbove({ path, delimiter }: MailboxRow): string[] {
  const above = delimiter === '' ? [] : path.split(delimiter).slice(0, -1);
  return above[0]?.toUpperCase() === 'INBOX' ? above.slice(1) : above;
}

function mailboxStates(db: Database, accountId: string): Omit<MailboxState, 'standing'>[] {
  // From the few that are not here whole: the window asks after every change.
  const partial = prepare(
    db,
    `SELECT count(*) FROM mail CROSS JOIN mail_location USING (message_row)
     WHERE body_state <> 'full' AND mailbox_id = ?`,
  ).pluck();
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
        partial: partial.get(mailbox.id) as number,
        checkedAt: mailbox.checked_at,
        error: mailbox.error === null ? null : JSON.parse(mailbox.error),
      };
    });
}
