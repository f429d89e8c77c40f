/** Accounts and mailboxes as the window shows them. */
import { listAccounts } from '#engine/store/repositories/accounts.ts';
import { listMailboxes } from '#engine/store/repositories/mailboxes.ts';
import { prepare } from '#engine/store/statements.ts';
import type { Database } from '#engine/store/transaction.ts';
import type { MailboxState } from '#shared/contract/accounts.ts';

/** Every account with its mailboxes; the sync state is the supervisor's to add. */
export function accountOverview(db: Database) {
  return listAccounts(db).map((account) => ({ ...account, mailboxes: mailboxStates(db, account.id) }));
}

function mailboxStates(db: Database, accountId: string): MailboxState[] {
  const count = prepare(db, 'SELECT count(*) FROM mail_location WHERE mailbox_id = ?').pluck();
  return listMailboxes(db, accountId)
    .filter((mailbox) => mailbox.selectable === 1)
    .map((mailbox) => {
      const synced = count.get(mailbox.id) as number;
      return {
        id: mailbox.id,
        accountId,
        name: mailbox.role === 'inbox' ? 'Inbox' : mailbox.name,
        role: mailbox.role,
        total: Math.max(mailbox.total, synced),
        synced,
        checkedAt: mailbox.checked_at,
        error: mailbox.error === null ? null : JSON.parse(mailbox.error),
      };
    });
}
