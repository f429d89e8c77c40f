/** What a queued mail needs on its way out, and what follows when it has left. */

import { getAction } from '#engine/actions/journal.ts';
import { confirm } from '#engine/actions/lifecycle.ts';
import type { SendPayload } from '#engine/actions/model.ts';
import type { MovedLocation } from '#engine/actions/targets.ts';
import { releaseDraft } from '#engine/drafts/release.ts';
import type { StoredSource } from '#engine/reading/stored-mail.ts';
import { storedSource } from '#engine/reading/stored-mail.ts';
import { getDraftRow, type ServerPlace } from '#engine/store/repositories/drafts.ts';
import { type MailboxRole, mailboxByRole } from '#engine/store/repositories/mailboxes.ts';
import { prepare } from '#engine/store/statements.ts';
import type { Database, Tx } from '#engine/store/transaction.ts';

export interface OutgoingMail {
  /** Envelope sender and recipients, each once (RFC 5321 section 2.3.1). */
  from: string;
  to: string[];
  source: StoredSource;
  /** With its angle brackets. */
  messageId: string;
  date: number;
  sentMailbox: string | null;
  /** The server's copy of the draft it was, to be removed afterwards. */
  draftPlace: ServerPlace | null;
}

/** `null` when the message is gone. */
export function outgoingMail(
  db: Database,
  { messageRow, draftId }: { messageRow: number; draftId: string },
): OutgoingMail | null {
  const message = prepare(
    db,
    `SELECT message.id, message.account_id AS accountId, message.date, mail.message_id AS messageId FROM message
     JOIN mail ON mail.message_row = message.row WHERE message.row = ?`,
  ).get(messageRow) as { id: string; accountId: string; date: number; messageId: string } | undefined;
  const source = message && storedSource(db, message.id);
  if (!message || !source) return null;
  const people = prepare(db, 'SELECT role, address FROM message_address WHERE message_row = ?').all(
    messageRow,
  ) as { role: string; address: string }[];
  const recipients = new Map<string, string>();
  for (const { role, address } of people)
    if (['to', 'cc', 'bcc'].includes(role)) recipients.set(address.toLowerCase(), address);
  const place = getDraftRow(db, draftId)?.server_place;
  return {
    from: people.find(({ role }) => role === 'from')?.address ?? '',
    to: [...recipients.values()],
    source,
    messageId: message.messageId,
    date: message.date,
    sentMailbox: mailboxByRole(db, message.accountId, 'sent')?.path ?? null,
    draftPlace: place ? JSON.parse(place) : null,
  };
}

/** Confirms an action; the draft of a mail that has left is not needed any more. */
export function confirmAction(tx: Tx, args: { id: string; moved: readonly MovedLocation[] }): void {
  const action = getAction(tx.db, args.id);
  confirm(tx, args);
  if (action?.kind === 'mail.send') releaseDraft(tx, (JSON.parse(action.payload) as SendPayload).draftId);
}

/** The path of the account's mailbox with a role; `null` when the server has none. */
export function mailboxPath(
  db: Database,
  { accountId, role }: { accountId: string; role: MailboxRole },
): string | null {
  return mailboxByRole(db, accountId, role)?.path ?? null;
}

/** Where a move goes: the mailbox and its id. */
export function moveTarget(
  db: Database,
  { accountId, to }: { accountId: string; to: { role: MailboxRole } | { mailboxId: string } },
): { id: string; path: string } | null {
  if ('mailboxId' in to) {
    const row = prepare(db, 'SELECT id, path FROM mailbox WHERE id = ?').get(to.mailboxId);
    return (row as { id: string; path: string } | undefined) ?? null;
  }
  const found =
    mailboxByRole(db, accountId, to.role) ??
    (to.role === 'archive' ? mailboxByRole(db, accountId, 'all') : null);
  return found && { id: found.id, path: found.path };
}
