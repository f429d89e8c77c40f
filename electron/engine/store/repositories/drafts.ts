/** Drafts: saved here first, at every pause in typing; the server's Drafts mailbox only mirrors them. */
import type { Draft, DraftChange } from '#shared/contract/drafts.ts';
import type { Address, Attachment, Channel } from '#shared/contract/model.ts';
import { prepare } from '../statements.ts';
import type { Database, Tx } from '../transaction.ts';

export interface DraftRow {
  id: string;
  channel: Channel;
  account_id: string | null;
  thread_id: string | null;
  answers: string | null;
  mode: Draft['mode'];
  recipients: string;
  subject: string;
  text: string;
  html: string | null;
  quote: string;
  message_id: string;
  revision: number;
  saved_at: number;
  sender_id: string | null;
  signature: number;
  delivery_report: number;
  server_revision: number | null;
  server_saved_at: number | null;
  server_place: string | null;
  server_message: string | null;
  elsewhere_revision: number;
  sending: number;
  remind_at: number | null;
  error: string | null;
}

function draftAttachments(db: Database, draftId: string): Attachment[] {
  const rows = prepare(
    db,
    `SELECT id, filename, content_type AS contentType, size, inline FROM attachment
     WHERE draft_id = ? ORDER BY part_index`,
  ).all(draftId) as (Omit<Attachment, 'inline'> & { inline: number })[];
  return rows.map((row) => ({ ...row, inline: row.inline === 1 }));
}

export function toDraft(db: Database, row: DraftRow): Draft {
  const recipients = JSON.parse(row.recipients) as { to: Address[]; cc: Address[]; bcc: Address[] };
  return {
    id: row.id,
    channel: row.channel,
    accountId: row.account_id,
    threadId: row.thread_id,
    answers: row.answers,
    mode: row.mode,
    ...recipients,
    subject: row.subject,
    text: row.text,
    html: row.html,
    quote: row.quote,
    senderId: row.sender_id,
    signature: row.signature === 1,
    deliveryReport: row.delivery_report === 1,
    attachments: draftAttachments(db, row.id),
    revision: row.revision,
    savedAt: row.saved_at,
    serverSavedAt: row.server_revision === row.revision ? row.server_saved_at : null,
    remindAt: row.remind_at,
    error: row.error === null ? null : JSON.parse(row.error),
  };
}

export function getDraftRow(db: Database, id: string): DraftRow | null {
  return (prepare(db, 'SELECT * FROM draft WHERE id = ?').get(id) as DraftRow | undefined) ?? null;
}

/** Drafts that are being written, newest first; one on its way out is not among them. */
export function listDrafts(db: Database): Draft[] {
  const rows = prepare(
    db,
    'SELECT * FROM draft WHERE sending = 0 ORDER BY saved_at DESC',
  ).all() as DraftRow[];
  return rows.map((row) => toDraft(db, row));
}

/** The draft of a thread that was saved last: of all, of those that `forwards` a message, or of answers (`null`). */
export function draftOfThread(
  db: Database,
  { threadId, forwards }: { threadId: string; forwards?: string | null | undefined },
): Draft | null {
  const row = prepare(
    db,
    `SELECT * FROM draft WHERE thread_id = @threadId AND sending = 0 AND (@any = 1
       OR CASE WHEN mode = 'forward' THEN answers ELSE NULL END IS @forwards)
     ORDER BY saved_at DESC LIMIT 1`,
  ).get({ threadId, any: forwards === undefined ? 1 : 0, forwards: forwards ?? null }) as
    | DraftRow
    | undefined;
  return row ? toDraft(db, row) : null;
}

export interface NewDraft {
  channel: Channel;
  accountId: string | null;
  threadId: string | null;
  answers: string | null;
  mode: Draft['mode'];
  to: Address[];
  cc: Address[];
  bcc: Address[];
  subject: string;
  text: string;
  html: string | null;
  quote: string;
  senderId: string | null;
  messageId: string;
}

export function insertDraft(tx: Tx, draft: NewDraft): string {
  const id = tx.id();
  prepare(
    tx.db,
    `INSERT INTO draft (id, channel, account_id, thread_id, answers, mode, recipients, subject, text, html,
       quote, sender_id, message_id, revision, saved_at) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, 1, ?)`,
  ).run(
    id,
    draft.channel,
    draft.accountId,
    draft.threadId,
    draft.answers,
    draft.mode,
    JSON.stringify({ to: draft.to, cc: draft.cc, bcc: draft.bcc }),
    draft.subject,
    draft.text,
    draft.html,
    draft.quote,
    draft.senderId,
    draft.messageId,
    tx.now(),
  );
  noteDraft(tx, draft.threadId);
  return id;
}

/** Saves what was typed as a new revision; `null` when the draft is gone or on its way out. */
export function saveDraft(tx: Tx, content: DraftChange): { revision: number; savedAt: number } | null {
  const savedAt = tx.now();
  const row = prepare(
    tx.db,
    `UPDATE draft SET channel = ?, account_id = ?, recipients = ?, subject = ?, text = ?, html = ?, quote = ?, sender_id = ?, signature = ?,
       delivery_report = ?, remind_at = ?, revision = revision + 1, saved_at = ?, error = NULL WHERE id = ? AND sending = 0
     RETURNING revision, thread_id`,
  ).get(
    content.channel,
    content.accountId,
    JSON.stringify({ to: content.to, cc: content.cc, bcc: content.bcc }),
    content.subject,
    content.text,
    content.html,
    content.quote,
    content.senderId,
    content.signature ? 1 : 0,
    content.deliveryReport ? 1 : 0,
    content.remindAt,
    savedAt,
    content.id,
  ) as { revision: number; thread_id: string | null } | undefined;
  if (!row) return null;
  noteDraft(tx, row.thread_id);
  return { revision: row.revision, savedAt };
}

/** Where a copy of a draft lies on its server. */
export interface ServerPlace {
  mailbox: string;
  uidValidity: number;
  uid: number;
}

/**
 * The server's Drafts mailbox holds this revision now; the copy of the one before is gone from there. `messageId`: the
 * message that a sync has made of it, when one did already.
 */
export function noteServerCopy(
  tx: Tx,
  {
    id,
    revision,
    place,
    messageId = null,
  }: { id: string; revision: number; place: ServerPlace; messageId?: string | null },
): void {
  const before = getDraftRow(tx.db, id);
  if (before?.server_place) forgetCopy(tx, before.account_id, JSON.parse(before.server_place), place);
  prepare(
    tx.db,
    `UPDATE draft SET server_revision = ?, server_saved_at = ?, server_place = ?, server_message = ? WHERE id = ?`,
  ).run(revision, tx.now(), JSON.stringify(place), messageId, id);
  tx.changed.drafts();
}

/** A sync that saw the copy which was replaced must not show it as somebody else's draft. */
function forgetCopy(tx: Tx, accountId: string | null, copy: ServerPlace, now: ServerPlace): void {
  if (copy.mailbox === now.mailbox && copy.uid === now.uid) return;
  const row = prepare(
    tx.db,
    `DELETE FROM mail_location WHERE uid = ? AND mailbox_id IN
       (SELECT id FROM mailbox WHERE account_id = ? AND path = ? AND uidvalidity = ?) RETURNING message_row`,
  )
    .pluck()
    .get(copy.uid, accountId, copy.mailbox, copy.uidValidity);
  const left = prepare(
    tx.db,
    `UPDATE message SET place = 'gone' WHERE row = ? AND place = 'drafts' AND NOT EXISTS
       (SELECT 1 FROM mail_location WHERE message_row = row) RETURNING row`,
  ).get(row);
  if (left) prepare(tx.db, 'UPDATE mail SET gone_at = ? WHERE message_row = ?').run(tx.now(), row);
}

function noteDraft(tx: Tx, threadId: string | null): void {
  tx.changed.drafts();
  if (threadId) tx.changed.thread(threadId);
}
