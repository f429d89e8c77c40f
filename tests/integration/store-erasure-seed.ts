import { identify } from '#engine/people/identities.ts';
import { indexBody } from '#engine/search/index-body.ts';
import { wasErased } from '#engine/store/erased.ts';
import { messageRow } from '#engine/store/ids.ts';
import { indexGroup } from '#engine/store/search-backlog.ts';
import { prepare } from '#engine/store/statements.ts';
import type { Database, Tx } from '#engine/store/transaction.ts';
import { refreshThreads } from '#engine/threads/summary.ts';

export interface SeedMessage {
  accountId: string;
  threadId: string;
  conversationId: string;
  /** The other person; a contact is made of it. */
  from: { name: string; address: string };
  /** Stands in every text of the message and around it. */
  marker: string;
  date: number;
  place?: string;
  messageId: string;
  content?: { id: string; key: Uint8Array; size: number; sha256: string };
}

export const seedCommands = {
  seedAccount: (tx: Tx, { id, address }: { id: string; address: string }): void => {
    prepare(
      tx.db,
      `INSERT INTO account (id, channel, provider, address, name, settings, created_at)
       VALUES (?, 'mail', 'imap', ?, 'Me', '{}', 0)`,
    ).run(id, address);
    prepare(
      tx.db,
      `INSERT INTO mailbox (id, account_id, path, delimiter, name, role) VALUES (?, ?, 'INBOX', '/', 'Inbox', 'inbox')`,
    ).run(`inbox-${id}`, id);
  },
  seedMessage: (tx: Tx, message: SeedMessage): string => seed(tx, message),
};

function seed(tx: Tx, message: SeedMessage): string {
  const { db } = tx;
  const { marker, accountId, threadId, conversationId } = message;
  const id = tx.id();
  const row = messageRow(db, message.date);
  const [person] = identify(tx, 'mail', [{ role: 'from', ...message.from }]);
  if (!person) throw new Error('no sender');
  const run = (sql: string, ...values: unknown[]) => prepare(db, sql).run(...values);
  run(
    `INSERT OR IGNORE INTO thread (id, kind, contact_id) VALUES (?, 'person', ?)`,
    threadId,
    person.contactId,
  );
  run(
    `INSERT OR IGNORE INTO conversation (id, account_id, channel, thread_id, subject, party_key, one_to_one, contact_id)
     VALUES (?, ?, 'mail', ?, ?, '', 1, ?)`,
    conversationId,
    accountId,
    threadId,
    `about ${marker}`,
    person.contactId,
  );
  run(
    `INSERT INTO message (row, id, account_id, channel, conversation_id, thread_id, date, place, from_me, unread,
       subject, snippet, has_attachments, reason) VALUES (?, ?, ?, 'mail', ?, ?, ?, ?, 0, 1, ?, ?, 1, '')`,
    row,
    id,
    accountId,
    conversationId,
    threadId,
    message.date,
    message.place ?? 'inbox',
    `about ${marker}`,
    `snippet ${marker}`,
  );
  run(
    `INSERT INTO message_address (message_row, role, position, name, address, identity_id)
     VALUES (?, 'from', 0, ?, ?, ?)`,
    row,
    message.from.name,
    message.from.address,
    person.identityId,
  );
  const parent = `<parent-${marker}@example.net>`;
  if (message.content) {
    const { content } = message;
    run(
      'INSERT INTO content (id, key, size, sha256, created_at) VALUES (?, ?, ?, ?, 0)',
      content.id,
      content.key,
      content.size,
      content.sha256,
    );
  }
  run(
    `INSERT INTO mail (message_row, account_id, message_id, in_reply_to, refs, size, source, source_content_id,
       body_state, html, folded) VALUES (?, ?, ?, ?, ?, 9000, ?, ?, 'full', ?, ?)`,
    row,
    accountId,
    message.messageId,
    parent,
    JSON.stringify([parent]),
    Buffer.from(`source ${marker} `.repeat(700)),
    message.content?.id ?? null,
    Buffer.from(`<p>${marker}</p>`),
    JSON.stringify([{ kind: 'quote', text: marker }]),
  );
  for (const reference of [message.messageId, parent]) {
    run(
      'INSERT OR IGNORE INTO reference (account_id, message_id, conversation_id) VALUES (?, ?, ?)',
      accountId,
      reference,
      conversationId,
    );
  }
  run(
    'INSERT INTO mail_location (mailbox_id, uid, message_row) VALUES (?, ?, ?)',
    `inbox-${accountId}`,
    row % 100000,
    row,
  );
  run(
    `INSERT INTO attachment (id, message_row, part_index, filename, content_type, size, content_id)
     VALUES (?, ?, 0, ?, 'text/plain', 10, ?)`,
    tx.id(),
    row,
    `${marker}.txt`,
    message.content?.id ?? null,
  );
  indexBody(tx, row, {
    subject: `about ${marker}`,
    people: message.from.name,
    text: `${marker} `.repeat(40),
    files: `${marker}.txt`,
  });
  indexGroup(tx.db);
  run(
    `INSERT INTO draft (id, channel, account_id, thread_id, answers, mode, recipients, subject, text, quote,
       message_id, revision, saved_at) VALUES (?, 'mail', ?, ?, ?, 'reply', '{"to":[],"cc":[],"bcc":[]}', '', 'my words',
       ?, ?, 1, 0)`,
    tx.id(),
    accountId,
    threadId,
    id,
    `> ${marker}`,
    `<draft-${id}@example.org>`,
  );
  run(
    `INSERT INTO action (id, group_id, kind, account_id, lane, title, payload, state, message_row, thread_id, created_at)
     VALUES (?, ?, 'move', ?, 'lane', ?, ?, 'done', ?, ?, 0)`,
    tx.id(),
    tx.id(),
    accountId,
    `Archive ${marker}`,
    JSON.stringify({ subject: marker }),
    row,
    threadId,
  );
  refreshThreads(tx, [threadId]);
  return id;
}

const TABLES = [
  'message',
  'message_address',
  'mail',
  'mail_location',
  'body',
  'attachment',
  'content',
  'reference',
  'conversation',
  'thread',
  'thread_entry',
  'identity',
  'contact',
  'draft',
  'action',
  'account',
  'mailbox',
] as const;

export const seedQueries = {
  counts: (db: Database): Record<string, number> =>
    Object.fromEntries(
      TABLES.map((table) => [table, prepare(db, `SELECT count(*) FROM ${table}`).pluck().get() as number]),
    ),
  found: (db: Database, word: string): number =>
    prepare(db, 'SELECT count(*) FROM search_index WHERE search_index MATCH ?')
      .pluck()
      .get(`"${word}"`) as number,
  contactOf: (db: Database, address: string): string | null =>
    (prepare(db, 'SELECT contact_id FROM identity WHERE value = ?').pluck().get(address) as
      | string
      | undefined) ?? null,
  drafts: (db: Database): { text: string; quote: string }[] =>
    prepare<{ text: string; quote: string }>(db, 'SELECT text, quote FROM draft ORDER BY id').all(),
  erasedBefore: (db: Database, names: { accountId: string; messageId: string }): boolean =>
    wasErased(db, names),
};
