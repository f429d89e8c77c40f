import type { Account } from '#shared/contract/accounts.ts';
import type { MailboxState } from '#shared/contract/mailboxes.ts';
import { hasServer } from '#shared/contract/providers.ts';
import { tellError } from '../../app/acts.ts';
import { engine } from '../../app/engine.ts';
import { useApp } from '../../app/store.ts';
import { strings } from '../../app/strings/index.ts';

/** Whether mailboxes can be made, renamed and deleted in this account. */
export const canHaveMailboxes = (account: Account): boolean =>
  account.channel === 'mail' && hasServer(account);

/** Whether other mail programs may be told not to show it: every one shows the inbox. */
export const canBeHidden = (account: Account, mailbox: MailboxState): boolean =>
  canHaveMailboxes(account) && mailbox.role !== 'inbox';

/** Whether the list of mailboxes names it. */
export const isListed = (account: Account, mailbox: MailboxState): boolean =>
  mailbox.role === 'none' && (mailbox.subscribed || !account.onlySubscribed);

/** Whether a mailbox is the user's to rename and delete: Skein needs those that have a role. */
export const isChangeable = (account: Account, mailbox: MailboxState): boolean =>
  canHaveMailboxes(account) && mailbox.role === 'none';

/** Has other mail programs show a mailbox, or no longer; undone from the notice. */
export async function setSubscribed({ id, name }: MailboxState, subscribed: boolean): Promise<void> {
  try {
    const { actionId } = await engine.mailboxes.subscribe({ id, subscribed });
    const text = subscribed ? strings.mailboxes.shownNow(name) : strings.mailboxes.hiddenNow(name);
    useApp.getState().toast({ text, undoActionId: actionId });
  } catch (error) {
    tellError(error);
  }
}

export const openMailbox = ({ id, name }: MailboxState) =>
  useApp.getState().goTo({ kind: 'mailbox', mailboxId: id, name });

/** Asks for the name of a new mailbox; in this account, or inside this mailbox, where they are given. */
export const askNewMailbox = (accountId: string | null = null, parentId: string | null = null) =>
  useApp.getState().showOverlay({ kind: 'mailbox', mailboxId: null, accountId, parentId });

export const askRename = (mailboxId: string) =>
  useApp.getState().showOverlay({ kind: 'mailbox', mailboxId, accountId: null, parentId: null });

export const askRemoval = (mailboxId: string) =>
  useApp.getState().showOverlay({ kind: 'remove-mailbox', mailboxId });
