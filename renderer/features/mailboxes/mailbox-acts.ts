import type { Account } from '#shared/contract/accounts.ts';
import type { MailboxState } from '#shared/contract/mailboxes.ts';
import { hasServer } from '#shared/contract/providers.ts';
import { useApp } from '../../app/store.ts';

/** Whether mailboxes can be made, renamed and deleted in this account. */
export const canHaveMailboxes = (account: Account): boolean =>
  account.channel === 'mail' && hasServer(account);

/** Whether a mailbox is the user's to rename and delete: Skein needs those that have a role. */
export const isChangeable = (account: Account, mailbox: MailboxState): boolean =>
  canHaveMailboxes(account) && mailbox.role === 'none';

export const openMailbox = ({ id, name }: MailboxState) =>
  useApp.getState().goTo({ kind: 'mailbox', mailboxId: id, name });

/** Asks for the name of a new mailbox; in this account, or inside this mailbox, where they are given. */
export const askNewMailbox = (accountId: string | null = null, parentId: string | null = null) =>
  useApp.getState().showOverlay({ kind: 'mailbox', mailboxId: null, accountId, parentId });

export const askRename = (mailboxId: string) =>
  useApp.getState().showOverlay({ kind: 'mailbox', mailboxId, accountId: null, parentId: null });

export const askRemoval = (mailboxId: string) =>
  useApp.getState().showOverlay({ kind: 'remove-mailbox', mailboxId });
