/** What an account connects with, changed in the store. */
import { accountRepaired } from '#engine/actions/lifecycle.ts';
import { forgetUids } from '#engine/ingest/mailbox.ts';
import { type AccountRecord, changeAccount, getAccount } from '#engine/store/repositories/accounts.ts';
import type { Tx } from '#engine/store/transaction.ts';
import type { MailSettings } from '#shared/contract/accounts.ts';

/** Keeps the new settings and name; where the mailbox is another one now, its UIDs are forgotten. */
export function changeConnection(tx: Tx, change: Pick<AccountRecord, 'id' | 'name' | 'settings'>): void {
  const before = getAccount(tx.db, change.id);
  if (!before) return;
  changeAccount(tx, change);
  accountRepaired(tx, change.id);
  if (before.channel !== 'mail') return;
  if (!sameMailbox(before.settings as MailSettings, change.settings as MailSettings))
    forgetUids(tx, change.id);
}

/** The port counts: programs that bridge to other systems stand side by side on one host. */
function sameMailbox(before: MailSettings, after: MailSettings): boolean {
  return (
    before.username === after.username &&
    before.imap.host === after.imap.host &&
    before.imap.port === after.imap.port
  );
}
