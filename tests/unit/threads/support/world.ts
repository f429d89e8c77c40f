/** A store with made-up accounts and people, fed the way a sync feeds the real one. */
import {
  type AddressRole,
  ensureIdentity,
  identify,
  identityValue,
  myAddresses,
  type NamedAddress,
  noteRecipients,
} from '#engine/people/identities.ts';
import { learnFromOwnMail, learnFromSignature } from '#engine/people/matching.ts';
import { indexBody } from '#engine/search/index-body.ts';
import { openConnection, openFile } from '#engine/store/connection.ts';
import { messageRow } from '#engine/store/ids.ts';
import { migrations } from '#engine/store/migrate.ts';
import { indexGroup } from '#engine/store/search-backlog.ts';
import { prepare } from '#engine/store/statements.ts';
import { StoreKey } from '#engine/store/store-key.ts';
import { type Command, type Database, runCommand, type Tx } from '#engine/store/transaction.ts';
import { placeMail } from '#engine/threads/place-mail.ts';
import { placeText } from '#engine/threads/place-text.ts';
import { refreshThreads } from '#engine/threads/summary.ts';
import type { Fold, Place } from './types.ts';

export const DAY = 24 * 3_600_000;
export const START = Date.UTC(2026, 4, 3, 9);
export const ME = 'sam@home.example';
const ANA = 'Ana Ribeiro <ana@example.com>';
export const MY_NUMBER = '+12025550100';

/** "Ana Ribeiro <ana@example.com>" or a bare address. */
export function party(role: AddressRole, written: string): NamedAddress {
  const match = /^(.*?)\s*<(.*)>$/.exec(written);
  return { role, name: match?.[1] ?? '', address: match?.[2] ?? written };
}

export interface TestMail {
  account?: string;
  id?: string | null;
  from?: string;
  to?: readonly string[];
  cc?: readonly string[];
  subject?: string;
  date?: number;
  references?: string[];
  inReplyTo?: string | null;
  listId?: string | null;
  bulk?: boolean;
  text?: string;
  signature?: string;
  place?: Place;
  unread?: boolean;
  files?: string[];
  mailbox?: string;
  providerThreadId?: string;
}

export interface Delivered {
  row: number;
  id: string;
  threadId: string;
  conversationId: string;
}

export class World {
  readonly db: Database;
  clock = START;
  #serial = 0;

  constructor(db: Database = memoryStore()) {
    this.db = db;
    this.run((tx) => {
      addAccount(tx, 'account-mail', 'mail', ME);
      addAccount(tx, 'account-text', 'sms', MY_NUMBER);
      for (const role of ['inbox', 'archive', 'sent', 'trash', 'junk', 'none'])
        addMailbox(tx, 'account-mail', role, role === 'none' ? 'Receipts' : role);
    });
  }

  /** A minute passes; the new time. */
  tick(): number {
    this.clock += 60_000;
    return this.clock;
  }

  run<R>(body: (tx: Tx) => R): R {
    return this.command<undefined, R>((tx) => body(tx), undefined);
  }

  /** Then the words of new messages go into the index, as when the writer rests. */
  command<A, R>(command: Command<A, R>, args: A): R {
    const { result } = runCommand(this.db, command, args, () => this.clock);
    this.db.transaction(() => indexGroup(this.db))();
    return result;
  }

  get<T = Record<string, unknown>>(sql: string, ...args: unknown[]): T {
    return this.db.prepare(sql).get(...args) as T;
  }

  all<T = Record<string, unknown>>(sql: string, ...args: unknown[]): T[] {
    return this.db.prepare(sql).all(...args) as T[];
  }

  mail(mail: TestMail): Delivered {
    return this.run((tx) => {
      const delivered = this.put(tx, mail);
      refreshThreads(tx);
      return this.where(delivered.row);
    });
  }

  /** A mail that answers one of mine to its author alone: the exchange proves who wrote it. */
  answer(mail: TestMail): Delivered {
    const own = `<own${++this.#serial}@home.example>`;
    const to = mail.from ?? ANA;
    const before = mail.date === undefined ? {} : { date: mail.date - 60_000 };
    this.mail({ id: own, from: ME, to: [to], ...before, ...(mail.subject ? { subject: mail.subject } : {}) });
    return this.mail({ ...mail, inReplyTo: own, references: [own, ...(mail.references ?? [])] });
  }

  text(text: { from?: string; to?: string; text?: string; date?: number; others?: string[] }): Delivered {
    return this.run((tx) => {
      const row = putText(tx, { date: this.tick(), ...text });
      refreshThreads(tx);
      return this.where(row);
    });
  }

  where(row: number): Delivered {
    return this.get<Delivered>(
      'SELECT row, id, thread_id AS threadId, conversation_id AS conversationId FROM message WHERE row = ?',
      row,
    );
  }

  put(tx: Tx, mail: TestMail): { row: number } {
    const serial = ++this.#serial;
    const date = mail.date ?? this.tick();
    const accountId = mail.account ?? 'account-mail';
    const from = mail.from ?? ANA;
    const messageId = mail.id === undefined ? `<m${serial}@example.com>` : mail.id;
    const people = identify(tx, 'mail', [
      party('from', from),
      ...(mail.to ?? [ME]).map((to) => party('to', to)),
      ...(mail.cc ?? []).map((cc) => party('cc', cc)),
    ]);
    const fromMe = people[0]?.me === true;
    const place = mail.place ?? (fromMe ? 'sent' : 'inbox');
    const subject = mail.subject ?? 'Roof survey';
    const placed = placeMail(tx, {
      accountId,
      messageId,
      inReplyTo: mail.inReplyTo ?? null,
      references: mail.references ?? [],
      subject,
      date,
      participants: people,
      listId: mail.listId ?? null,
      bulk: mail.bulk ?? false,
      providerThreadId: mail.providerThreadId ?? null,
    });
    const row = messageRow(tx.db, date);
    const text = mail.text ?? `Message number ${serial}`;
    insertMessage(tx, {
      row,
      accountId,
      channel: 'mail',
      date,
      place,
      fromMe,
      unread: mail.unread ?? !fromMe,
      subject,
      snippet: text.slice(0, 80),
      hasAttachments: (mail.files ?? []).length > 0,
      ...placed,
    });
    prepare(
      tx.db,
      `INSERT INTO mail (message_row, account_id, message_id, in_reply_to, refs, list_id, size, body_state, folded)
       VALUES (?, ?, ?, ?, ?, ?, 1000, 'full', ?)`,
    ).run(
      row,
      accountId,
      messageId,
      mail.inReplyTo ?? null,
      JSON.stringify(mail.references ?? []),
      mail.listId ?? null,
      JSON.stringify(mail.signature ? [{ kind: 'signature', text: mail.signature }] : []),
    );
    people.forEach((person, position) => {
      insertAddress(tx, row, person.role, position, person, person.identityId);
    });
    (mail.files ?? []).forEach((filename, index) => {
      prepare(
        tx.db,
        `INSERT INTO attachment (id, message_row, part_index, filename, content_type, size)
         VALUES (?, ?, ?, ?, 'application/pdf', 100)`,
      ).run(tx.id(), row, index, filename);
    });
    indexBody(tx, row, {
      subject,
      people: people.map((p) => `${p.name} ${p.address}`).join('\n'),
      text: mail.signature ? `${text}\n-- \n${mail.signature}` : text,
      files: (mail.files ?? []).join('\n'),
      visibleLength: text.length,
    });
    const mailbox = mail.mailbox ?? MAILBOX_OF[place];
    if (mailbox)
      prepare(tx.db, 'INSERT INTO mail_location (mailbox_id, uid, message_row) VALUES (?, ?, ?)').run(
        `box-${mailbox}`,
        serial,
        row,
      );
    const author = people[0];
    if (author && !fromMe && !mail.listId && !mail.bulk) {
      const folded: Fold[] = mail.signature ? [{ kind: 'signature', text: mail.signature }] : [];
      learnFromSignature(
        tx,
        { identityId: author.identityId, messageRow: row, folded, oneToOne: people.length === 2 },
        myAddresses(tx.db),
      );
    }
    if (mailbox === 'sent') learnFromOwnMail(tx, row);
    if (fromMe) noteRecipients(tx, row, date);
    return { row };
  }
}

const MAILBOX_OF: Partial<Record<Place, string>> = {
  inbox: 'inbox',
  archive: 'archive',
  sent: 'sent',
  trash: 'trash',
  junk: 'junk',
};

function putText(
  tx: Tx,
  text: { from?: string; to?: string; text?: string; date: number; others?: string[] },
): number {
  const fromMe = text.to !== undefined && text.from === undefined;
  const parties = [fromMe ? (text.to ?? '') : (text.from ?? '+12025550142'), ...(text.others ?? [])];
  const identities = parties.map((number) =>
    ensureIdentity(tx, {
      kind: 'phone',
      value: identityValue('phone', number),
      display: number,
      name: '',
    }),
  );
  const placed = placeText(tx, {
    accountId: 'account-text',
    parties: parties.map((number) => identityValue('phone', number)),
    contactId: parties.length === 1 ? (identities[0]?.contactId ?? null) : null,
    date: text.date,
  });
  const row = messageRow(tx.db, text.date);
  const body = text.text ?? 'On my way';
  insertMessage(tx, {
    row,
    accountId: 'account-text',
    channel: 'sms',
    date: text.date,
    place: fromMe ? 'sent' : 'inbox',
    fromMe,
    unread: !fromMe,
    subject: '',
    snippet: body,
    hasAttachments: false,
    ...placed,
  });
  prepare(
    tx.db,
    `INSERT INTO text_message (message_row, account_id, peer_kind, peer, text, status, segments, encoding)
     VALUES (?, 'account-text', 'e164', ?, ?, ?, 1, 'GSM-7')`,
  ).run(row, parties[0], body, fromMe ? 'sent' : 'received');
  parties.forEach((number, position) => {
    const role = fromMe || position > 0 ? 'to' : 'from';
    insertAddress(
      tx,
      row,
      role,
      position,
      { name: '', address: number },
      identities[position]?.identityId ?? null,
    );
  });
  insertAddress(tx, row, fromMe ? 'from' : 'to', 20, { name: '', address: MY_NUMBER }, null);
  indexBody(tx, row, { subject: '', people: parties.join(' '), text: body, files: '' });
  return row;
}

export interface MessageInsert {
  row: number;
  accountId: string;
  channel: 'mail' | 'sms';
  date: number;
  place: Place;
  fromMe: boolean;
  unread: boolean;
  subject: string;
  snippet: string;
  hasAttachments: boolean;
  conversationId: string;
  threadId: string;
  reason: string;
}

function insertMessage(tx: Tx, message: MessageInsert): void {
  prepare(
    tx.db,
    `INSERT INTO message (row, id, account_id, channel, conversation_id, thread_id, date, place, from_me, unread,
       subject, snippet, has_attachments, reason) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)`,
  ).run(
    message.row,
    tx.id(),
    message.accountId,
    message.channel,
    message.conversationId,
    message.threadId,
    message.date,
    message.place,
    message.fromMe ? 1 : 0,
    message.unread ? 1 : 0,
    message.subject,
    message.snippet,
    message.hasAttachments ? 1 : 0,
    message.reason,
  );
}

export function insertAddress(
  tx: Tx,
  row: number,
  role: string,
  position: number,
  address: { name: string; address: string },
  identityId: string | null,
): void {
  prepare(
    tx.db,
    'INSERT INTO message_address (message_row, role, position, name, address, identity_id) VALUES (?, ?, ?, ?, ?, ?)',
  ).run(row, role, position, address.name, address.address, identityId);
}

export function addAccount(tx: Tx, id: string, channel: 'mail' | 'sms', address: string): void {
  prepare(
    tx.db,
    `INSERT INTO account (id, channel, provider, address, name, settings, created_at)
     VALUES (?, ?, ?, ?, 'Sam', '{}', 0)`,
  ).run(id, channel, channel === 'mail' ? 'imap' : 'twilio', address);
}

export function addMailbox(tx: Tx, accountId: string, role: string, name: string): void {
  prepare(
    tx.db,
    `INSERT INTO mailbox (id, account_id, path, delimiter, name, role, uidvalidity) VALUES (?, ?, ?, '/', ?, ?, 1)`,
  ).run(`box-${role}`, accountId, name, name, role);
}

/** The schema in memory: what these tests are about does not depend on the cipher. */
export function memoryStore(): Database {
  const db = openFile(':memory:', false);
  db.pragma('foreign_keys = ON');
  for (const { sql } of migrations) db.exec(sql);
  return db;
}

/** An encrypted file as in a profile, for what is measured. */
export function encryptedStore(path: string): Database {
  const db = openConnection({ path, key: StoreKey.random(), mode: 'writer' });
  for (const { sql } of migrations) db.exec(sql);
  return db;
}

/** Rebuilds every thread row. */
export function refreshAllThreads(tx: Tx): void {
  refreshThreads(tx, prepare(tx.db, 'SELECT id FROM thread').pluck().all() as string[]);
}
