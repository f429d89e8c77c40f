/** Takes what a carrier reported into the store: received texts, delivery reports, opt-outs, the cursor. */
import type { CarrierEvent, Cursor, Money } from '#engine/channels/sms/carrier.ts';
import { type DeliveryStatus, isTerminal, mergeStatus } from '#engine/channels/sms/delivery-status.ts';
import type { EventBatch, LedgerEntry, NonTerminalText } from '#engine/channels/sms/ports.ts';
import { identify } from '#engine/people/identities.ts';
import { deleteMessages } from '#engine/privacy/delete-messages.ts';
import { indexBody } from '#engine/search/index-body.ts';
import { wasErased } from '#engine/store/erased.ts';
import { messageRow } from '#engine/store/ids.ts';
import { getAccount } from '#engine/store/repositories/accounts.ts';
import { prepare } from '#engine/store/statements.ts';
import type { Database, Tx } from '#engine/store/transaction.ts';
import { placeText } from '#engine/threads/place-text.ts';
import { refreshThreads } from '#engine/threads/summary.ts';
import type { ErrorInfo } from '#shared/contract/model.ts';
import { type PhoneAddress, phoneKey } from '#shared/text/phone-address.ts';
import { countSegments } from '#shared/text/segments.ts';
import { OPT_OUT_ERROR, standingOf } from './opt-outs.ts';
import { cancelToPeer, markTextFailed, mirrorAction } from './text-outbox.ts';

export interface NewText {
  accountId: string;
  ownNumber: string;
  peer: PhoneAddress;
  /** A name that came with the number, if any. */
  peerName?: string;
  text: string;
  date: number;
  fromMe: boolean;
  unread: boolean;
  status: DeliveryStatus | 'received';
  segments: number | null;
  hasMedia: boolean;
}

export interface InsertedText {
  row: number;
  id: string;
  threadId: string;
}

/** Adds one text with its people, thread and index entries. */
export function insertText(tx: Tx, text: NewText): InsertedText {
  const row = messageRow(tx.db, text.date);
  const id = tx.id();
  const people = identify(tx, 'sms', [
    { role: text.fromMe ? 'to' : 'from', name: text.peerName ?? '', address: text.peer.value },
    { role: text.fromMe ? 'from' : 'to', name: '', address: text.ownNumber },
  ]);
  const other = people.find((participant) => !participant.me);
  const placed = placeText(tx, {
    accountId: text.accountId,
    parties: [phoneKey(text.peer)],
    contactId: other?.contactId ?? null,
    date: text.date,
  });
  const counted = countSegments(text.text);
  prepare(
    tx.db,
    `INSERT INTO message (row, id, account_id, channel, conversation_id, thread_id, date, place, from_me, unread,
       subject, snippet, has_attachments, reason) VALUES (?, ?, ?, 'sms', ?, ?, ?, ?, ?, ?, '', ?, ?, ?)`,
  ).run(
    row,
    id,
    text.accountId,
    placed.conversationId,
    placed.threadId,
    text.date,
    text.fromMe ? 'sent' : 'inbox',
    text.fromMe ? 1 : 0,
    text.unread ? 1 : 0,
    text.text.replace(/\s+/g, ' ').slice(0, 200),
    text.hasMedia ? 1 : 0,
    placed.reason,
  );
  prepare(
    tx.db,
    `INSERT INTO text_message (message_row, account_id, peer_kind, peer, text, status, segments, encoding)
     VALUES (?, ?, ?, ?, ?, ?, ?, ?)`,
  ).run(
    row,
    text.accountId,
    text.peer.kind,
    text.peer.value,
    text.text,
    text.status,
    text.segments ?? counted.segments,
    counted.encoding,
  );
  const address = prepare(
    tx.db,
    `INSERT INTO message_address (message_row, role, position, name, address, identity_id)
     VALUES (?, ?, 0, ?, ?, ?)`,
  );
  for (const person of people) address.run(row, person.role, person.name, person.address, person.identityId);
  indexBody(tx, row, {
    subject: '',
    people: text.peer.value,
    text: text.text,
    files: '',
    visibleLength: text.text.length,
  });
  return { row, id, threadId: placed.threadId };
}

/** A carrier's event whose error was made plain for the way to the writer's thread. */
type PlainEvent = CarrierEvent extends infer E
  ? E extends CarrierEvent
    ? Omit<E, 'error'> & { error: ErrorInfo | null }
    : never
  : never;
type TextEvent = Extract<PlainEvent, { type: 'inbound' | 'outbound' }>;
type StatusEvent = Extract<PlainEvent, { type: 'outbound' | 'status' }>;

export type TextBatch = Omit<EventBatch, 'events'> & { events: readonly PlainEvent[] };

interface KnownText {
  message_row: number;
  status: DeliveryStatus | 'received';
  thread_id: string;
}

/** The text that the carrier knows by this id. */
export function findText(tx: Tx, accountId: string, remoteId: string): KnownText | undefined {
  return prepare(
    tx.db,
    `SELECT message_row, status, thread_id FROM text_message JOIN message ON row = message_row
     WHERE text_message.account_id = ? AND remote_id = ?`,
  ).get(accountId, remoteId) as KnownText | undefined;
}

/** Everything one poll brought, and the cursor that says so, in one transaction. */
export function applyTextEvents(
  tx: Tx,
  { accountId, batch }: { accountId: string; batch: TextBatch },
): { added: string[] } {
  const account = getAccount(tx.db, accountId);
  if (!account) return { added: [] };
  const threads = new Set<string>();
  const added: string[] = [];
  for (const event of batch.events) {
    const known = findText(tx, accountId, event.remoteId);
    if (event.type === 'remote-deleted') continue;
    if (known) {
      threads.add(known.thread_id);
      if (event.type !== 'inbound') reportStatus(tx, known, event);
    } else if (event.type !== 'status' && !wasErased(tx.db, { accountId, remoteId: event.remoteId })) {
      const inserted = addFromCarrier(tx, accountId, account.address, event);
      threads.add(inserted.threadId);
      if (event.type === 'inbound' && !event.history) added.push(inserted.id);
    }
  }
  for (const entry of batch.ledger) recordLedger(tx, accountId, entry, threads);
  if (batch.next)
    prepare(
      tx.db,
      `INSERT INTO carrier_cursor (account_id, cursor, gap) VALUES (?, ?, ?)
       ON CONFLICT (account_id) DO UPDATE SET cursor = excluded.cursor, gap = coalesce(excluded.gap, gap)`,
    ).run(accountId, JSON.stringify(batch.next), batch.gap && JSON.stringify(batch.gap));
  refreshThreads(tx, [...threads]);
  return { added };
}

function addFromCarrier(tx: Tx, accountId: string, ownNumber: string, event: TextEvent): InsertedText {
  const inbound = event.type === 'inbound';
  const inserted = insertText(tx, {
    accountId,
    ownNumber,
    peer: inbound ? event.from : event.to,
    text: event.text,
    date: event.occurredAt,
    fromMe: !inbound,
    unread: inbound && !event.history,
    status: inbound ? 'received' : event.status,
    segments: event.segments,
    hasMedia: event.media.length > 0,
  });
  prepare(
    tx.db,
    'UPDATE text_message SET remote_id = ?, price = ?, error = ?, accepted_at = ? WHERE message_row = ?',
  ).run(
    event.remoteId,
    priceJson(event.price),
    event.type === 'outbound' && event.error ? JSON.stringify(event.error) : null,
    inbound ? null : event.occurredAt,
    inserted.row,
  );
  const media = prepare(
    tx.db,
    'INSERT INTO text_media (message_row, position, ref, claimed_mime, retry_at) VALUES (?, ?, ?, ?, 0)',
  );
  for (const part of event.media) media.run(inserted.row, part.index, part.ref, part.claimedMime);
  return inserted;
}

const priceJson = (price: Money | null) => price && JSON.stringify(price);

function reportStatus(tx: Tx, known: KnownText, event: StatusEvent): void {
  if (known.status === 'received') return;
  const status = mergeStatus(known.status, event.status);
  const failed = status === 'failed' || status === 'undelivered';
  prepare(
    tx.db,
    `UPDATE text_message SET status = ?, price = coalesce(?, price), segments = coalesce(?, segments),
       error = CASE WHEN ? THEN coalesce(?, error) ELSE NULL END WHERE message_row = ?`,
  ).run(
    status,
    priceJson(event.price),
    event.segments,
    failed ? 1 : 0,
    event.error && JSON.stringify(event.error),
    known.message_row,
  );
}

/** The texts accepted since then whose fate the carrier may still change. */
export function listNonTerminal(
  db: Database,
  { accountId, since }: { accountId: string; since: number },
): NonTerminalText[] {
  return prepare(
    db,
    `SELECT remote_id AS remoteId, accepted_at AS acceptedAt, refreshed_at AS refreshedAt FROM text_message
     WHERE account_id = ? AND remote_id IS NOT NULL AND accepted_at >= ?
       AND status IN ('unknown', 'scheduled', 'queued', 'sending', 'sent')`,
  ).all(accountId, since) as NonTerminalText[];
}

/** The carrier was asked about these. */
export function markRefreshed(
  tx: Tx,
  { accountId, remoteIds, at }: { accountId: string; remoteIds: readonly string[]; at: number },
): void {
  const update = prepare(
    tx.db,
    'UPDATE text_message SET refreshed_at = ? WHERE account_id = ? AND remote_id = ?',
  );
  for (const remoteId of remoteIds) update.run(at, accountId, remoteId);
}

/** Appends to the ledger; an opt-out stops every text to that number, from any of mine, that has not left yet. */
export function recordLedger(tx: Tx, accountId: string, entry: LedgerEntry, threads: Set<string>): void {
  const peer = phoneKey(entry.peer);
  prepare(
    tx.db,
    `INSERT OR IGNORE INTO opt_ledger (own, peer, evidence, meaning, source, keyword, at)
     SELECT address, ?, ?, ?, ?, ?, ? FROM account WHERE id = ?`,
  ).run(peer, entry.evidence, entry.meaning, entry.source, entry.keyword, entry.at, accountId);
  if (entry.meaning === 'opt-out' && standingOf(tx.db, peer).state === 'opted-out')
    for (const threadId of cancelToPeer(tx, entry.peer, OPT_OUT_ERROR)) threads.add(threadId);
  tx.changed.people();
}

export interface AcceptedArgs {
  clientRef: string;
  remoteId: string;
  status: DeliveryStatus;
  segments: number | null;
  at: number;
}

/** The carrier took the text: binds its remote id, and folds in the copy a poll may have brought already. */
export function markAccepted(tx: Tx, { clientRef, remoteId, status, segments, at }: AcceptedArgs): void {
  const own = prepare(
    tx.db,
    `SELECT message_row, text_message.account_id, status, thread_id FROM text_message
     JOIN message ON row = message_row WHERE client_ref = ?`,
  ).get(clientRef) as (KnownText & { account_id: string }) | undefined;
  if (!own) return;
  const other = findText(tx, own.account_id, remoteId);
  let merged = mergeStatus(own.status === 'received' ? 'queued' : own.status, status);
  if (other && other.message_row !== own.message_row) {
    const bound = prepare(tx.db, 'SELECT client_ref FROM text_message WHERE message_row = ?')
      .pluck()
      .get(other.message_row);
    if (bound) throw new Error('this remote id belongs to another text');
    if (other.status !== 'received') merged = mergeStatus(merged, other.status);
    deleteMessages(tx, [other.message_row]);
  }
  prepare(
    tx.db,
    `UPDATE text_message SET remote_id = ?, status = ?, segments = coalesce(?, segments), dispatch = 'accepted',
       accepted_at = ?, error = CASE WHEN ? THEN error ELSE NULL END WHERE message_row = ?`,
  ).run(remoteId, merged, segments, at, isTerminal(merged) ? 1 : 0, own.message_row);
  mirrorAction(tx, own.message_row);
  refreshThreads(tx, other ? [own.thread_id, other.thread_id] : [own.thread_id]);
}

/** Certainly not sent; an opt-out the carrier told of goes into the ledger with it. */
export function failText(
  tx: Tx,
  { clientRef, error, ledger }: { clientRef: string; error: ErrorInfo; ledger: LedgerEntry | null },
): void {
  const failed = markTextFailed(tx, { clientRef, error });
  if (failed && ledger) recordLedger(tx, failed.accountId, ledger, new Set());
}

/** Where the last poll ended. */
export function loadCursor(db: Database, accountId: string): Cursor | null {
  const cursor = prepare(db, 'SELECT cursor FROM carrier_cursor WHERE account_id = ?').pluck().get(accountId);
  return cursor ? JSON.parse(cursor as string) : null;
}
