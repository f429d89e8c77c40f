/** What a queued mail needs on its way out, and what follows when it has left. */

import { getAction, recordAction } from '#engine/actions/journal.ts';
import { confirm, resolveSend } from '#engine/actions/lifecycle.ts';
import type { ActionRow, MailboxTarget, SendPayload } from '#engine/actions/model.ts';
import type { MovedLocation, Target } from '#engine/actions/targets.ts';
import { releaseDraft } from '#engine/drafts/release.ts';
import { learnFromOwnMail } from '#engine/people/matching.ts';
import type { StoredSource } from '#engine/reading/stored-mail.ts';
import { storedSource } from '#engine/reading/stored-mail.ts';
import { getDraftRow } from '#engine/store/repositories/drafts.ts';
import { getMailbox, mailboxByRole } from '#engine/store/repositories/mailboxes.ts';
import { prepare } from '#engine/store/statements.ts';
import type { Database, Tx } from '#engine/store/transaction.ts';
import type { ErrorInfo } from '#shared/contract/model.ts';
import { LATE_MS } from './late-date.ts';

export interface OutgoingMail {
  /** Envelope sender and recipients, each once (RFC 5321 section 2.3.1). */
  from: string;
  to: string[];
  source: StoredSource;
  /** With its angle brackets. */
  messageId: string;
  date: number;
}

/** `null` when the message is gone. */
export function outgoingMail(db: Database, { messageRow }: { messageRow: number }): OutgoingMail | null {
  const message = prepare(
    db,
    `SELECT message.id, message.date, mail.message_id AS messageId FROM message
     JOIN mail ON mail.message_row = message.row WHERE message.row = ?`,
  ).get(messageRow) as { id: string; date: number; messageId: string } | undefined;
  const source = message && storedSource(db, message.id);
  if (!message || !source) return null;
  const people = prepare(db, 'SELECT role, address FROM message_address WHERE message_row = ?').all(
    messageRow,
  ) as { role: string; address: string }[];
  const recipients = new Map<string, string>();
  for (const { role, address } of people)
    if (['to', 'cc', 'bcc'].includes(role)) recipients.set(address.toLowerCase(), address);
  return {
    from: people.find(({ role }) => role === 'from')?.address ?? '',
    to: [...recipients.values()],
    source,
    messageId: message.messageId,
    date: message.date,
  };
}

/** Confirms an action; for a mail that has left, what follows is queued, and a notice is shown with the mail. */
export function confirmAction(
  tx: Tx,
  {
    notice,
    ...args
  }: {
    id: string;
    moved: readonly MovedLocation[];
    targets?: readonly Target[];
    notice: ErrorInfo | null;
  },
): void {
  const action = getAction(tx.db, args.id);
  confirm(tx, args);
  if (action?.kind !== 'mail.send') return;
  afterSend(tx, action);
  const { planned } = JSON.parse(action.payload) as SendPayload;
  const said = notice ?? (planned && tx.now() - planned > LATE_MS ? SENT_LATE : null);
  if (said)
    prepare(tx.db, 'UPDATE mail SET error = ? WHERE message_row = ?').run(
      JSON.stringify(said),
      action.message_row,
    );
}

const SENT_LATE: ErrorInfo = {
  code: 'sent-late',
  message: 'This went out later than you planned.',
  advice: 'Skein was not running, or could not reach the server, when its time came.',
  detail: null,
};

/** The user decides about a mail in doubt; see `resolveSend`. Returns the id of the action that sends it. */
export function resolveAction(tx: Tx, args: Parameters<typeof resolveSend>[1]): { id: string } {
  const action = resolveSend(tx, args);
  if (args.how === 'mark-sent') afterSend(tx, action);
  return { id: action.id };
}

/** Its draft is needed no more, here or on the server, and a copy belongs in Sent. */
function afterSend(tx: Tx, { account_id: accountId, message_row: messageRow, payload }: ActionRow): void {
  const { draftId } = JSON.parse(payload) as SendPayload;
  const place = draftId === null ? null : getDraftRow(tx.db, draftId)?.server_place;
  if (draftId !== null) releaseDraft(tx, draftId);
  if (messageRow !== null) learnFromOwnMail(tx, messageRow);
  recordAction(tx, {
    kind: 'mail.file-sent',
    accountId,
    title: 'Keep a copy in Sent',
    payload: null,
    messageRow,
  });
  if (place)
    recordAction(tx, {
      kind: 'mail.draft-discard',
      accountId,
      title: 'Remove a sent draft from the server',
      payload: { draftId, place: JSON.parse(place) },
    });
}

/** A mailbox of the account by its id or its role; archiving goes to the mailbox of all mail where there is no other. */
export function findMailbox(
  db: Database,
  { accountId, which }: { accountId: string; which: MailboxTarget },
): { id: string; path: string } | null {
  const found =
    'mailboxId' in which
      ? getMailbox(db, which.mailboxId)
      : (mailboxByRole(db, accountId, which.role) ??
        (which.role === 'archive' ? mailboxByRole(db, accountId, 'all') : null));
  return found && { id: found.id, path: found.path };
}
