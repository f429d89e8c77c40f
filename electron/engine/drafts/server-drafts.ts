/** Drafts that other programs left in the server's Drafts mailbox: listed, and taken in to be gone on with here. */
import type { StoredContent } from '#engine/store/content.ts';
import { addContent, addStoredFile } from '#engine/store/repositories/attachments.ts';
import {
  draftOfThread,
  getDraftRow,
  insertDraft,
  noteServerCopy,
  type ServerPlace,
  toDraft,
} from '#engine/store/repositories/drafts.ts';
import { listSenders } from '#engine/store/repositories/senders.ts';
import { prepare } from '#engine/store/statements.ts';
import type { Database, Tx } from '#engine/store/transaction.ts';
import type { Draft, ServerDraft } from '#shared/contract/drafts.ts';
import type { Address } from '#shared/contract/model.ts';
import { addressKey } from '#shared/text/address-validation.ts';
import { pictureCid } from '#shared/text/draft-html.ts';
import { DraftError } from './errors.ts';

const SHOWN = 200;
/** The Message-ID of a copy that Skein made: the draft's id and its revision. */
const OURS = /^<?([0-9a-f]{8}-[0-9a-f-]{27})\.(\d{1,9})@/;

export interface FoundDraft extends Omit<ServerDraft, 'to'> {
  row: number;
  mailMessageId: string | null;
  path: string;
  uidValidity: number | null;
  uid: number;
}

/** The first condition is that of the index, which knows the few drafts among all messages. */
const FOUND = `SELECT message.row, message.id AS messageId, message.account_id AS accountId, message.subject,
    message.snippet, message.date AS savedAt, mail.message_id AS mailMessageId, mailbox.path,
    mailbox.uidvalidity AS uidValidity, l.uid
  FROM message INDEXED BY message_place JOIN mail ON mail.message_row = message.row
  JOIN mail_location l ON l.message_row = message.row
  JOIN mailbox ON mailbox.id = l.mailbox_id AND mailbox.role = 'drafts'
  JOIN account ON account.id = message.account_id AND account.provider = 'imap'
  WHERE message.place IN ('trash', 'drafts') AND message.place = 'drafts'`;

/** What lies in a mailbox of drafts, the newest first. */
export function foundDrafts(db: Database, mailboxId: string): FoundDraft[] {
  return prepare(db, `${FOUND} AND l.mailbox_id = ? ORDER BY message.row DESC LIMIT ${SHOWN}`).all(
    mailboxId,
  ) as FoundDraft[];
}

/** Newest first; the copies of what is written here are not among them. */
export function listServerDrafts(db: Database): ServerDraft[] {
  const rows = prepare(db, `${FOUND} ORDER BY message.row DESC LIMIT ${SHOWN}`).all() as FoundDraft[];
  const people = prepare(
    db,
    `SELECT name, address FROM message_address WHERE message_row = ? AND role IN ('to', 'cc', 'bcc') ORDER BY role DESC, position`,
  );
  return rows
    .filter((found) => !isCopy(db, found))
    .map(({ row, mailMessageId, path, uidValidity, uid, ...shown }) => ({
      ...shown,
      to: people.all(row) as Address[],
    }));
}

/** The revision of the draft that a Message-ID of ours is about; `null` when it is another's. */
export function ownRevision(mailMessageId: string | null, draftId: string): number | null {
  const ours = OURS.exec(mailMessageId ?? '');
  return ours?.[1] === draftId ? Number(ours[2]) : null;
}

/**
 * The copy of a draft that is here, or of one that was sent or thrown away here and is on its way off the server. What
 * has our Message-ID and lies elsewhere was written by a program that went on with a copy, unless it is a revision that
 * is stored just now, of which is not noted yet where it lies.
 */
export function isCopy(
  db: Database,
  { accountId, messageId, mailMessageId, path, uidValidity, uid }: FoundDraft,
): boolean {
  const [, draftId = '', revision = '0'] = OURS.exec(mailMessageId ?? '') ?? [];
  return (
    prepare(
      db,
      `SELECT 1 FROM draft WHERE server_message = @messageId
         OR (id = @draftId AND coalesce(server_revision, 0) < @revision)
         OR (account_id = @accountId AND server_place = @place)
       UNION ALL
       SELECT 1 FROM action WHERE kind = 'mail.draft-discard' AND account_id = @accountId AND state <> 'cancelled'
         AND (json_extract(payload, '$.place') = @place
           OR (json_extract(payload, '$.draftId') = @draftId AND state <> 'done'))
       LIMIT 1`,
    ).get({
      ...{ accountId, messageId, draftId, revision: Number(revision) },
      place: JSON.stringify({ mailbox: path, uidValidity, uid } satisfies Record<keyof ServerPlace, unknown>),
    }) !== undefined
  );
}

export interface TakenIn {
  messageId: string;
  from: string | null;
  to: Address[];
  cc: Address[];
  bcc: Address[];
  subject: string;
  text: string;
  /** Sanitised; `null`: plain text. */
  html: string | null;
  /** With its angle brackets. */
  inReplyTo: string | null;
  /** With its angle brackets, made anew: the copy's own belongs to the copy. */
  newMessageId: string;
  deliveryReport: boolean;
  files: {
    filename: string;
    contentType: string;
    contentId: string | null;
    inline: boolean;
    content: StoredContent;
  }[];
}

/** Makes it a draft of ours whose copy lies on the server already. Throws DraftError `message-gone`. */
export function takeInDraft(tx: Tx, taken: TakenIn): Draft {
  const found = prepare(
    tx.db,
    `SELECT message.account_id AS accountId, message.date, mailbox.path, mailbox.uidvalidity AS uidValidity, l.uid
     FROM message JOIN mail_location l ON l.message_row = message.row
     JOIN mailbox ON mailbox.id = l.mailbox_id AND mailbox.role = 'drafts' WHERE message.id = ?`,
  ).get(taken.messageId) as
    | { accountId: string; date: number; path: string; uidValidity: number; uid: number }
    | undefined;
  if (!found) throw new DraftError('message-gone');
  const { accountId } = found;
  const place: ServerPlace = { mailbox: found.path, uidValidity: found.uidValidity, uid: found.uid };
  const there = prepare(
    tx.db,
    'SELECT id FROM draft WHERE account_id = ? AND server_place = ? AND sending = 0',
  )
    .pluck()
    .get(accountId, JSON.stringify(place)) as string | undefined;
  if (there) return toDraft(tx.db, getDraftRow(tx.db, there)!);

  const answered = prepare(
    tx.db,
    `SELECT message.id, message.thread_id AS threadId FROM mail JOIN message ON message.row = mail.message_row
     WHERE mail.account_id = ? AND mail.message_id = ?`,
  ).get(accountId, taken.inReplyTo) as { id: string; threadId: string } | undefined;
  const busy = answered !== undefined && draftOfThread(tx.db, { threadId: answered.threadId }) !== null;
  const sender = listSenders(tx.db).find(
    (one) => one.accountId === accountId && addressKey(one.address) === addressKey(taken.from ?? ''),
  );
  const id = insertDraft(tx, {
    ...{ channel: 'mail', accountId, threadId: busy ? null : (answered?.threadId ?? null) },
    answers: answered?.id ?? null,
    mode: answered ? 'reply' : 'new',
    ...{ to: taken.to, cc: taken.cc, bcc: taken.bcc, subject: taken.subject, text: taken.text },
    ...{ html: taken.html, quote: '', senderId: sender?.id ?? null, messageId: taken.newMessageId },
  });
  const html = addTakenFiles(tx, id, taken);
  // What it is signed with stands in its text.
  prepare(
    tx.db,
    'UPDATE draft SET html = ?, signature = 0, delivery_report = ?, saved_at = ? WHERE id = ?',
  ).run(html, taken.deliveryReport ? 1 : 0, found.date, id);
  noteServerCopy(tx, { id, revision: 1, place, messageId: taken.messageId });
  return toDraft(tx.db, getDraftRow(tx.db, id)!);
}

/** Gives a draft the files of what is taken in. Returns its HTML, with the pictures in it named as here. */
export function addTakenFiles(
  tx: Tx,
  draftId: string,
  taken: Pick<TakenIn, 'files' | 'html'>,
): string | null {
  let { html } = taken;
  for (const [partIndex, { content, contentId, ...file }] of taken.files.entries()) {
    addContent(tx, content);
    const shown = file.inline && contentId !== null && html?.includes(`cid:${contentId}`) === true;
    const stored = addStoredFile(tx, { ...file, owner: { draftId }, partIndex, content, inline: shown });
    if (shown) html = html!.replaceAll(`cid:${contentId}`, `cid:${pictureCid(stored)}`);
  }
  return html;
}
