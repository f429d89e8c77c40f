/** From draft to outbox: the local copy, the journal's row and the held draft, in one transaction. */
import { recordAction } from '#engine/actions/journal.ts';
import { insertMail } from '#engine/ingest/insert-mail.ts';
import { standingOf } from '#engine/ingest/opt-outs.ts';
import type { PreparedMail } from '#engine/ingest/prepared-mail.ts';
import { insertText } from '#engine/ingest/texts.ts';
import { myAddresses, noteRecipients } from '#engine/people/identities.ts';
import { addStoredFile, type StoredFile } from '#engine/store/repositories/attachments.ts';
import { type DraftRow, getDraftRow } from '#engine/store/repositories/drafts.ts';
import { getSettings } from '#engine/store/repositories/settings.ts';
import { prepare } from '#engine/store/statements.ts';
import type { Tx } from '#engine/store/transaction.ts';
import { readChoice, remindOf, writeChoice } from '#engine/threads/choices.ts';
import { refreshThreads } from '#engine/threads/summary.ts';
import { type PhoneAddress, phoneKey } from '#shared/text/phone-address.ts';
import { DraftError } from './errors.ts';
import { cancelMirror } from './mirror.ts';

export interface Queued {
  actionId: string;
  /** Milliseconds since the epoch; the send can be undone until then. */
  holdUntil: number;
  messageId: string;
}

/** When a message is to go; times are milliseconds since the epoch. */
export interface SendTimes {
  /** Without the user's time to undo. */
  atOnce?: boolean;
  /** Not before then. */
  at?: number | null;
  /** Bring the thread back then if nobody answered. */
  remindAt?: number | null;
}

/** Takes the draft out of the user's hands; throws DraftError when it is not the revision that was shown. */
function holdDraft(tx: Tx, draftId: string, revision: number, { remindAt = null }: SendTimes): DraftRow {
  const row = getDraftRow(tx.db, draftId);
  if (!row || row.sending === 1) throw new DraftError('draft-gone');
  if (row.revision !== revision) throw new DraftError('draft-changed');
  prepare(tx.db, 'UPDATE draft SET sending = 1, error = NULL, remind_at = ? WHERE id = ?').run(
    remindAt,
    draftId,
  );
  cancelMirror(tx, draftId);
  tx.changed.drafts();
  return row;
}

const holdUntil = (tx: Tx, { atOnce, at = null }: SendTimes) =>
  at ?? tx.now() + (atOnce ? 0 : getSettings(tx.db).undoSendSeconds * 1000);

/** What was chosen with the sending, for the thread the message is in now. */
function choose(
  tx: Tx,
  { threadId, row }: { threadId: string; row: number },
  { remindAt = null }: SendTimes,
) {
  if (remindAt === null) return;
  const remind = remindOf(tx, threadId, remindAt, row);
  writeChoice(tx, threadId, { ...readChoice(tx.db, threadId), remind });
}

export interface SendMailDraft extends SendTimes {
  draftId: string;
  revision: number;
  mail: PreparedMail;
}

/** Throws DraftError `draft-gone`, `draft-changed`. */
export function sendMailDraft(tx: Tx, { draftId, revision, mail, ...times }: SendMailDraft): Queued {
  const draft = holdDraft(tx, draftId, revision, times);
  const accountId = draft.account_id!;
  const message = insertMail(tx, accountId, mail, myAddresses(tx.db), { sendState: 'queued', place: 'sent' });
  const hold = holdUntil(tx, times);
  const recipients = [...mail.to, ...mail.cc, ...mail.bcc];
  noteRecipients(tx, message.row, tx.now());
  const actionId = recordAction(tx, {
    kind: 'mail.send',
    accountId,
    title: titleOf(
      'Mail',
      recipients.map(({ name, address }) => name || address),
    ),
    payload: {
      draftId,
      messageId: draft.message_id,
      planned: times.at ?? null,
      deliveryReport: draft.delivery_report === 1,
    },
    undo: { kind: 'send', draftId },
    messageRow: message.row,
    threadId: message.threadId,
    holdUntil: hold,
  });
  choose(tx, message, times);
  refreshThreads(tx, [message.threadId]);
  return { actionId, holdUntil: hold, messageId: message.id };
}

export interface SendTextDraft extends SendTimes {
  draftId: string;
  revision: number;
  ownNumber: string;
  peer: PhoneAddress;
  /** Made before the first attempt; never used for another text. */
  clientRef: string;
}

/** Throws DraftError `draft-gone`, `draft-changed`, `opted-out`, `opt-out-review`. */
export function sendTextDraft(tx: Tx, args: SendTextDraft): Queued {
  const draft = holdDraft(tx, args.draftId, args.revision, args);
  const accountId = draft.account_id!;
  const { state } = standingOf(tx.db, phoneKey(args.peer));
  if (state !== 'open') throw new DraftError(state === 'review' ? 'opt-out-review' : state);
  const files = filesOf(tx, args.draftId);
  const message = insertText(tx, {
    accountId,
    ownNumber: args.ownNumber,
    peer: args.peer,
    text: draft.text,
    date: Math.max(tx.now(), args.at ?? 0),
    fromMe: true,
    unread: false,
    status: 'queued',
    segments: null,
    hasMedia: files.length > 0,
  });
  for (const file of files) addStoredFile(tx, { ...file, owner: { messageRow: message.row } });
  const hold = holdUntil(tx, args);
  prepare(
    tx.db,
    `UPDATE text_message SET client_ref = ?, dispatch = 'queued', hold_until = ? WHERE message_row = ?`,
  ).run(args.clientRef, hold, message.row);
  noteRecipients(tx, message.row, tx.now());
  const actionId = recordAction(tx, {
    kind: 'text.send',
    accountId,
    title: titleOf('Text', [args.peer.value]),
    payload: { draftId: args.draftId, clientRef: args.clientRef },
    undo: { kind: 'send', draftId: args.draftId },
    messageRow: message.row,
    threadId: message.threadId,
    holdUntil: hold,
  });
  choose(tx, message, args);
  refreshThreads(tx, [message.threadId]);
  return { actionId, holdUntil: hold, messageId: message.id };
}

/** "Mail to Ana Ribeiro and 2 others". */
function titleOf(what: string, names: string[]): string {
  const others = names.length - 1;
  const more = others <= 0 ? '' : others === 1 ? ' and 1 other' : ` and ${others} others`;
  return `${what} to ${names[0] ?? ''}${more}`;
}

/** The draft keeps its files until the text has left: an undo gives it back whole. */
function filesOf(tx: Tx, draftId: string): Omit<StoredFile, 'owner'>[] {
  const rows = prepare(
    tx.db,
    `SELECT part_index AS partIndex, filename, content_type AS contentType, size, sha256, content_id AS id
     FROM attachment WHERE draft_id = ? AND content_id IS NOT NULL ORDER BY part_index`,
  ).all(draftId) as (Omit<StoredFile, 'owner' | 'content'> & StoredFile['content'])[];
  return rows.map(({ id, size, sha256, ...file }) => ({ ...file, content: { id, size, sha256 } }));
}
