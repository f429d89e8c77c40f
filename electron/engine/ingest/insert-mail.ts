/** Writes one mail with all its rows, in the caller's transaction. */
import { insertCalendarPart } from '#engine/invitations/calendar-parts.ts';
import { type AddressRole, identify, identityValue, type NamedAddress } from '#engine/people/identities.ts';
import { learnFromSignature } from '#engine/people/matching.ts';
import { insertReport } from '#engine/reports/delivery-reports.ts';
import { indexBody } from '#engine/search/index-body.ts';
import { messageRow } from '#engine/store/ids.ts';
import { addContent } from '#engine/store/repositories/attachments.ts';
import { prepare } from '#engine/store/statements.ts';
import type { Tx } from '#engine/store/transaction.ts';
import { placeMail } from '#engine/threads/place-mail.ts';
import { insertClaims } from '#engine/trust/stored-claims.ts';
import type { Address, Place } from '#shared/contract/model.ts';
import { insertAttachments } from './attachment-rows.ts';
import type { PreparedMail, PreparedSource } from './prepared-mail.ts';

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
  const people = identify(tx, 'mail', namedAddresses(mail), mine);
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
    learnFromSignature(
      tx,
      {
        identityId: authorIdentity.identityId,
        messageRow: row,
        folded: mail.body.folded,
        oneToOne: mail.to.length + mail.cc.length <= 1,
      },
      mine,
    );
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
