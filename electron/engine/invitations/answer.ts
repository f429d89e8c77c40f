/** Answering an invitation: the local copy of the answer and the journal's row, in one transaction. */
import { getAction, recordAction, setState } from '#engine/actions/journal.ts';
import type { SendPayload } from '#engine/actions/model.ts';
import { cancellable, removeUnsent, type UndoHandler } from '#engine/actions/undo.ts';
import { insertMail } from '#engine/ingest/insert-mail.ts';
import type { PreparedMail } from '#engine/ingest/prepared-mail.ts';
import { myAddresses, noteRecipients } from '#engine/people/identities.ts';
import { getAccount } from '#engine/store/repositories/accounts.ts';
import { listSenders, senderOf } from '#engine/store/repositories/senders.ts';
import { getSettings } from '#engine/store/repositories/settings.ts';
import { prepare } from '#engine/store/statements.ts';
import type { Database, Tx } from '#engine/store/transaction.ts';
import { refreshThreads } from '#engine/threads/summary.ts';
import type { Guest, InvitationAnswer } from '#shared/contract/calendar.ts';
import type { Sender } from '#shared/contract/senders.ts';
import { partOf, partsAbout, type StoredPart } from './calendar-parts.ts';
import { InvitationError } from './errors.ts';
import { invitationView, isSame, ownAnswer, ownGuest } from './view.ts';

export interface Asked {
  part: StoredPart;
  /** As the invitation names the user. */
  guest: Guest;
  /** Who answers: the invited address, else that of the account the mail came to. */
  sender: Sender;
  template: string;
  /** The answer the user gave to this version. */
  given: StoredPart | null;
}

/** What is needed to answer; throws InvitationError when it cannot be answered (any more). */
export function asked(db: Database, messageId: string): Asked {
  const row = prepare(db, 'SELECT row FROM message WHERE id = ?').pluck().get(messageId) as
    | number
    | undefined;
  const part = row === undefined ? null : partOf(db, row);
  if (!part) throw new InvitationError('invitation-gone');
  const mine = myAddresses(db);
  const others = partsAbout(db, part);
  const view = invitationView(part, others, mine);
  if (view.state !== 'current') throw new InvitationError('invitation-outdated');
  const guest = ownGuest(part, mine);
  const template = prepare(db, 'SELECT reply FROM calendar_part WHERE message_row = ?').pluck().get(part.row);
  if (!view.answerable || !guest || typeof template !== 'string')
    throw new InvitationError('invitation-not-asked');
  const sender = senderFor(db, part, guest);
  if (!sender) throw new InvitationError('invitation-not-asked');
  if (getAccount(db, sender.accountId)?.provider === 'sample') throw new InvitationError('invitation-sample');
  return { part, guest, sender, template, given: ownAnswer(part, others, guest) };
}

function senderFor(db: Database, { accountId }: StoredPart, { address }: Guest): Sender | null {
  const invited = listSenders(db).filter((sender) => isSame(address, sender.address));
  const here = invited.find((sender) => sender.accountId === accountId);
  return here ?? invited[0] ?? senderOf(db, accountId, null);
}

export interface AnswerArgs {
  messageId: string;
  status: InvitationAnswer;
  mail: PreparedMail;
}

/**
 * Queues an answer, held for the user's undo time. One that still waits is taken back for it, so that only the last
 * word leaves; `null`: this is the answer already. Throws InvitationError.
 */
export function answerInvitation(
  tx: Tx,
  { messageId, status, mail }: AnswerArgs,
): { actionId: string; holdUntil: number } | null {
  const { part, sender, given } = asked(tx.db, messageId);
  const failed = given?.sendState === 'failed';
  if (given?.guests[0]?.status === status && !failed) return null;
  if (given) takeBackWaiting(tx, given.row);
  const message = insertMail(tx, sender.accountId, mail, myAddresses(tx.db), {
    sendState: 'queued',
    place: 'sent',
  });
  noteRecipients(tx, message.row, tx.now());
  const holdUntil = tx.now() + getSettings(tx.db).undoSendSeconds * 1000;
  const organiser = part.organiser!;
  const payload: SendPayload = { draftId: null, messageId: mail.messageId! };
  const actionId = recordAction(tx, {
    kind: 'mail.send',
    accountId: sender.accountId,
    title: `Answer to ${organiser.name || organiser.address}`,
    payload,
    undo: { kind: 'custom:answer', row: message.row },
    messageRow: message.row,
    threadId: message.threadId,
    holdUntil,
  });
  refreshThreads(tx, [message.threadId]);
  return { actionId, holdUntil };
}

function takeBackWaiting(tx: Tx, row: number): void {
  const open = prepare(
    tx.db,
    `SELECT id FROM action WHERE message_row = ? AND kind = 'mail.send' AND state NOT IN ('done', 'cancelled')`,
  )
    .pluck()
    .get(row) as string | undefined;
  const action = open === undefined ? null : getAction(tx.db, open);
  if (!action || !cancellable(action)) return;
  setState(tx, action, { state: 'cancelled' });
  removeUnsent(tx, row);
}

/** Undo of an answer: it is not sent, and the one before it stands. */
export const undoAnswer: UndoHandler = (tx, { row }) => {
  removeUnsent(tx, Number(row));
  return { undone: true, draftId: null };
};
