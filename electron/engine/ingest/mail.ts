/** Takes mail from a sync into the store: identities, thread, text, index, all in the caller's transaction. */

import { insertCalendarPart } from '#engine/invitations/calendar-parts.ts';
import {
  type AddressRole,
  identify,
  identityValue,
  myAddresses,
  type NamedAddress,
  noteRecipients,
} from '#engine/people/identities.ts';
import { learnFromOwnMail, learnFromSignature } from '#engine/people/matching.ts';
import { insertReport } from '#engine/reports/delivery-reports.ts';
import { activeRules } from '#engine/rules/rules.ts';
import { type Arrival, rulesOnArrival, rulesOnComplete } from '#engine/rules/run.ts';
import { indexBody } from '#engine/search/index-body.ts';
import { recordErasedUid, wasErased } from '#engine/store/erased.ts';
import { messageRow } from '#engine/store/ids.ts';
import { addContent } from '#engine/store/repositories/attachments.ts';
import { getMailbox, type MailboxRow } from '#engine/store/repositories/mailboxes.ts';
import { prepare } from '#engine/store/statements.ts';
import type { Tx } from '#engine/store/transaction.ts';
import { placeMail } from '#engine/threads/place-mail.ts';
import { refreshThreads } from '#engine/threads/summary.ts';
import { insertClaims } from '#engine/trust/stored-claims.ts';
import type { Address, Place } from '#shared/contract/model.ts';
import { hasJustArrived, toArrival } from './arrivals.ts';
import { addLocation, settle } from './locations.ts';
import type { PreparedAttachment, PreparedMail, PreparedSource } from './prepared-mail.ts';

export interface IngestArgs {
  mailboxId: string;
  uidValidity: number;
  batch: PreparedMail[];
}

/** Adds a batch, ascending by UID; what is known already only takes the flags. Idempotent. */
export function ingestMail(tx: Tx, { mailboxId, uidValidity, batch }: IngestArgs): { added: string[] } {
  const mailbox = getMailbox(tx.db, mailboxId);
  if (mailbox?.uidvalidity !== uidValidity) return { added: [] };
  const mine = myAddresses(tx.db);
  const threads = new Set<string>();
  const added: string[] = [];
  const rowOfUid = prepare(tx.db, 'SELECT message_row FROM mail_location WHERE mailbox_id = ? AND uid = ?');
  const ascending = [...batch].sort((a, b) => a.date - b.date);
  const rules = mailbox.role === 'inbox' ? activeRules(tx.db) : [];
  const arrivals: Arrival[] = [];
  for (const mail of ascending) {
    const known = rowOfUid.get(mailboxId, mail.uid) as { message_row: number } | undefined;
    let row = known?.message_row ?? findSame(tx, mailbox, mail);
    if (row === null && erasedHere(tx, mailbox, mail)) continue;
    if (row === null) {
      const message = insertMail(tx, mailbox.account_id, mail, mine, { trusted: mailbox.role !== 'junk' });
      row = message.row;
      if (mailbox.role === 'inbox' && !message.fromMe) {
        added.push(message.id);
        if (rules.length > 0 && hasJustArrived(mailbox, mail)) arrivals.push(toArrival(row, mailbox, mail));
      }
      if (mailbox.role === 'sent') noteRecipients(tx, row, mail.date);
    } else if (mail.source) completeSource(tx, row, mail.source);
    addLocation(tx, { mailboxId, uid: mail.uid, messageRow: row, flags: mail.flags, modseq: mail.modseq });
    if (mailbox.role === 'sent' && !known) learnFromOwnMail(tx, row);
    const thread = settle(tx, row);
    if (thread) threads.add(thread);
  }
  rulesOnArrival(tx, rules, arrivals);
  refreshThreads(tx, [...threads]);
  tx.changed.accounts();
  return { added };
}

/** What the user erased stays erased: it is known under its UID now, and not fetched again. */
function erasedHere(tx: Tx, mailbox: MailboxRow, mail: PreparedMail): boolean {
  const { messageId, emailId } = mail;
  const sourceSha256 = mail.source?.sha256 ?? null;
  if (!wasErased(tx.db, { accountId: mailbox.account_id, messageId, emailId, sourceSha256 })) return false;
  recordErasedUid(tx, mailbox.id, mail.uid);
  return true;
}

/** The same message by the server's own id, or by Message-ID when it waits for a place or is what we sent. */
function findSame(tx: Tx, mailbox: MailboxRow, mail: PreparedMail): number | null {
  const accountId = mailbox.account_id;
  if (mail.emailId) {
    const row = prepare(tx.db, 'SELECT message_row FROM mail WHERE account_id = ? AND email_id = ?').get(
      accountId,
      mail.emailId,
    ) as { message_row: number } | undefined;
    if (row) return row.message_row;
  }
  if (!mail.messageId) return null;
  const candidates = prepare(
    tx.db,
    `SELECT mail.message_row, mail.source_sha256, mail.size, mail.send_state,
       EXISTS (SELECT 1 FROM mail_location l WHERE l.message_row = mail.message_row) AS placed,
       EXISTS (SELECT 1 FROM mail_location l WHERE l.message_row = mail.message_row AND l.mailbox_id = ?) AS here
     FROM mail WHERE account_id = ? AND message_id = ?`,
  ).all(mailbox.id, accountId, mail.messageId) as {
    message_row: number;
    source_sha256: string | null;
    size: number;
    send_state: string | null;
    placed: number;
    here: number;
  }[];
  for (const candidate of candidates) {
    if (candidate.here) continue;
    const bothWhole = mail.source !== null && candidate.source_sha256 !== null;
    const sameSource = bothWhole && candidate.source_sha256 === mail.source?.sha256;
    // Another text may come under the same Message-ID.
    const maybeSame = sameSource || (!bothWhole && candidate.size === mail.size);
    // What we sent comes back with the server's own trace fields on top; in the inbox it is a copy to oneself.
    const sentCopy = candidate.send_state !== null && mailbox.role !== 'inbox';
    if (sameSource || sentCopy || (maybeSame && !candidate.placed)) return candidate.message_row;
  }
  return null;
}

export interface InsertedMail {
  row: number;
  id: string;
  threadId: string;
  fromMe: boolean;
}

export interface InsertOptions {
  /** Set for what was written here. */
  sendState?: string;
  place?: Place;
  /** Not junk: its signature may say who it is from. */
  trusted?: boolean;
}

/** Adds one message with its people, thread, text and index entries. It has no place yet. */
export function insertMail(
  tx: Tx,
  accountId: string,
  mail: PreparedMail,
  mine: Set<string>,
  options: InsertOptions = {},
): InsertedMail {
  const row = messageRow(tx.db, mail.date);
  const id = tx.id();
  const people = identify(tx, 'mail', namedAddresses(mail));
  const author = mail.from[0] ?? mail.sender;
  const fromMe =
    options.sendState !== undefined ||
    (author !== null && author !== undefined && mine.has(identityValue('mail', author.address)));
  // A report belongs to what it is about, and who signs it takes no part in that.
  const report = mail.report && !fromMe ? mail.report : null;
  const placed = placeMail(tx, {
    accountId,
    messageId: mail.messageId,
    inReplyTo: mail.inReplyTo,
    references: report ? [...mail.references, `<${report.about}>`] : mail.references,
    subject: mail.subject,
    date: mail.date,
    participants: report ? people.filter(({ me }) => me) : people,
    listId: mail.listId,
    bulk: mail.automatic && !report,
    providerThreadId: mail.providerThreadId,
  });
  prepare(
    tx.db,
    `INSERT INTO message (row, id, account_id, channel, conversation_id, thread_id, date, place, from_me, unread,
       subject, snippet, has_attachments, reason) VALUES (?, ?, ?, 'mail', ?, ?, ?, ?, ?, 0, ?, ?, ?, ?)`,
  ).run(
    row,
    id,
    accountId,
    placed.conversationId,
    placed.threadId,
    mail.date,
    options.place ?? 'archive',
    fromMe ? 1 : 0,
    mail.subject,
    mail.body.snippet,
    mail.attachments.some((attachment) => !attachment.inline) ? 1 : 0,
    placed.reason,
  );
  insertMailRow(tx, row, accountId, mail, options.sendState ?? null);
  if (mail.claims && options.sendState === undefined) insertClaims(tx, row, mail.claims);
  const insertAddress = prepare(
    tx.db,
    'INSERT INTO message_address (message_row, role, position, name, address, identity_id) VALUES (?, ?, ?, ?, ?, ?)',
  );
  const positions = new Map<string, number>();
  for (const { role, name, address, identityId } of people) {
    const position = positions.get(role) ?? 0;
    positions.set(role, position + 1);
    insertAddress.run(row, role, position, name, address, identityId);
  }
  insertAttachments(tx, row, mail.attachments);
  if (mail.calendar) insertCalendarPart(tx, row, accountId, mail.calendar);
  if (report) insertReport(tx, row, accountId, report);
  indexBody(tx, row, {
    subject: mail.subject,
    people: people.map(({ name, address }) => `${name} ${address}`).join('\n'),
    text: mail.body.text,
    files: mail.attachments.map((attachment) => attachment.filename).join('\n'),
    visibleLength: mail.body.visibleLength,
  });
  const authorIdentity = people.find((person) => person.role === 'from');
  if (options.trusted && !fromMe && authorIdentity && !mail.listId && !mail.automatic && !report)
    learnFromSignature(tx, {
      identityId: authorIdentity.identityId,
      messageRow: row,
      folded: mail.body.folded,
      oneToOne: mail.to.length + mail.cc.length <= 1,
    });
  return { row, id, threadId: placed.threadId, fromMe };
}

function namedAddresses(mail: PreparedMail): NamedAddress[] {
  const roles: [AddressRole, Address[]][] = [
    ['from', mail.from],
    ['sender', mail.sender ? [mail.sender] : []],
    ['to', mail.to],
    ['cc', mail.cc],
    ['bcc', mail.bcc],
    ['reply-to', mail.replyTo],
  ];
  return roles.flatMap(([role, addresses]) =>
    addresses.filter(({ address }) => address.trim() !== '').map((address) => ({ role, ...address })),
  );
}

function insertMailRow(
  tx: Tx,
  row: number,
  accountId: string,
  mail: PreparedMail,
  sendState: string | null,
): void {
  if (mail.source?.content) addContent(tx, mail.source.content);
  prepare(
    tx.db,
    `INSERT INTO mail (message_row, account_id, message_id, email_id, in_reply_to, refs, list_id, size, internal_date,
       source_sha256, source, source_content_id, body_state, has_html, html, folded, warnings, send_state)
     VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)`,
  ).run(
    row,
    accountId,
    mail.messageId,
    mail.emailId,
    mail.inReplyTo,
    JSON.stringify(mail.references),
    mail.listId,
    mail.size,
    mail.internalDate,
    mail.source?.sha256 ?? null,
    mail.source?.deflated ?? null,
    mail.source?.content?.id ?? null,
    mail.source ? 'full' : 'partial',
    mail.body.hasHtml ? 1 : 0,
    mail.body.html,
    JSON.stringify(mail.body.folded),
    JSON.stringify(mail.warnings),
    sendState,
  );
}

function insertAttachments(tx: Tx, row: number, attachments: PreparedAttachment[]): void {
  const insert = prepare(
    tx.db,
    `INSERT INTO attachment (id, message_row, part_index, filename, content_type, content_id_header, size, sha256,
       inline) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)`,
  );
  for (const part of attachments)
    insert.run(
      tx.id(),
      row,
      part.partIndex,
      part.filename,
      part.contentType,
      part.contentId,
      part.size,
      part.sha256,
      part.inline ? 1 : 0,
    );
}

/** Gives a message its source when it had none. */
export function completeSource(tx: Tx, row: number, source: PreparedSource): void {
  const lacking = prepare(
    tx.db,
    'SELECT 1 FROM mail WHERE message_row = ? AND source IS NULL AND source_content_id IS NULL',
  ).get(row);
  if (!lacking) return;
  if (source.content) addContent(tx, source.content);
  prepare(
    tx.db,
    `UPDATE mail SET source_sha256 = ?, source = ?, source_content_id = ?, body_state = 'full' WHERE message_row = ?`,
  ).run(source.sha256, source.deflated, source.content?.id ?? null, row);
}

export interface LargeSourceArgs {
  mailboxId: string;
  uidValidity: number;
  uid: number;
  source: PreparedSource;
  /** What the whole tells beyond the header and the text; `null` keeps what was derived from those. */
  derived: Pick<PreparedMail, 'attachments' | 'calendar' | 'warnings'> | null;
}

/** The source of a large message has arrived whole. */
export function commitLargeSource(tx: Tx, args: LargeSourceArgs): void {
  const mailbox = getMailbox(tx.db, args.mailboxId);
  if (mailbox?.uidvalidity !== args.uidValidity) return;
  const found = prepare(
    tx.db,
    `SELECT message_row, thread_id FROM mail_location JOIN message ON row = message_row
     WHERE mailbox_id = ? AND uid = ?`,
  ).get(args.mailboxId, args.uid) as { message_row: number; thread_id: string } | undefined;
  if (!found) return;
  completeSource(tx, found.message_row, args.source);
  if (args.derived) {
    const { attachments, calendar, warnings } = args.derived;
    if (calendar) insertCalendarPart(tx, found.message_row, mailbox.account_id, calendar);
    prepare(tx.db, 'DELETE FROM attachment WHERE message_row = ?').run(found.message_row);
    insertAttachments(tx, found.message_row, attachments);
    prepare(tx.db, 'UPDATE message SET has_attachments = ? WHERE row = ?').run(
      attachments.some((attachment) => !attachment.inline) ? 1 : 0,
      found.message_row,
    );
    prepare(tx.db, 'UPDATE mail SET warnings = ? WHERE message_row = ?').run(
      JSON.stringify(warnings),
      found.message_row,
    );
  }
  rulesOnComplete(tx, found.message_row);
  refreshThreads(tx, [found.thread_id]);
}
