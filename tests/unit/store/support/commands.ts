import { StoreError } from '#engine/store/errors.ts';
import { messageRow } from '#engine/store/ids.ts';
import { prepare } from '#engine/store/statements.ts';
import type { Database, Tx } from '#engine/store/transaction.ts';
import { TypedError } from '#shared/errors/typed-error.ts';

function setSetting(tx: Tx, { key, value }: { key: string; value: string }): void {
  prepare(tx.db, 'INSERT OR REPLACE INTO setting (key, value) VALUES (?, ?)').run(key, value);
  tx.changed.settings();
}

/** Spends about `ms` in the transaction, as a large batch of a sync does. */
function spin(ms: number): void {
  for (const end = performance.now() + ms; performance.now() < end; );
}

export const testCommands = {
  set: setSetting,
  setThenThrow: (tx: Tx, args: { key: string; value: string }): void => {
    setSetting(tx, args);
    throw new TypedError('note-refused', 'refused', 'Do something else.', { detail: 'the words' });
  },
  setThenFail: (tx: Tx, args: { key: string; value: string }): void => {
    setSetting(tx, args);
    tx.db.exec('INSERT INTO mailbox (id, account_id, path, delimiter, name, role) VALUES (1, 2, 3, 4, 5, 6)');
  },
  setSlowly: (tx: Tx, { ms, ...args }: { key: string; value: string; ms: number }): void => {
    setSetting(tx, args);
    spin(ms);
  },
  asynchronous: async (tx: Tx): Promise<void> => {
    setSetting(tx, { key: 'asynchronous', value: 'x' });
  },
  die: (): void => {
    process.exit(7);
  },
  touchThreads: (tx: Tx, count: number): void => {
    for (let index = 0; index < count; index++) tx.changed.thread(`thread-${index}`);
  },
  storeError: (): void => {
    throw new StoreError('content-missing', 'gone');
  },
  fill: (tx: Tx, bytes: number): void => {
    prepare(tx.db, 'INSERT OR REPLACE INTO setting (key, value) VALUES (?, ?)').run(
      `filler-${tx.id()}`,
      'x'.repeat(bytes),
    );
  },
  limitPages: (tx: Tx, more: number): void => {
    const pages = tx.db.pragma('page_count', { simple: true }) as number;
    tx.db.pragma(`max_page_count = ${pages + more}`);
  },
  addContent: (tx: Tx, row: { id: string; key: Uint8Array; size: number; sha256: string }): void => {
    prepare(tx.db, 'INSERT INTO content (id, key, size, sha256, created_at) VALUES (?, ?, ?, ?, ?)').run(
      row.id,
      row.key,
      row.size,
      row.sha256,
      tx.now(),
    );
  },
  deleteContent: (tx: Tx, id: string): void => {
    prepare(tx.db, 'DELETE FROM content WHERE id = ?').run(id);
  },
  addMessage: (tx: Tx, { date, text }: { date: number; text: string }): string => addMessage(tx, date, text),
  /** Takes pieces out of the full-text index behind its back. */
  damageIndex: (tx: Tx): void => {
    tx.db.unsafeMode(true);
    tx.db.exec('DELETE FROM search_index_data WHERE id > 10');
    tx.db.unsafeMode(false);
  },
};

function addMessage(tx: Tx, date: number, text: string): string {
  const id = tx.id();
  const row = messageRow(tx.db, date);
  const { db } = tx;
  prepare(
    db,
    `INSERT OR IGNORE INTO account (id, channel, provider, address, name, settings, created_at)
     VALUES ('account', 'mail', 'sample', 'me@example.org', 'Me', '{}', 0)`,
  ).run();
  prepare(db, `INSERT OR IGNORE INTO thread (id, kind) VALUES ('thread', 'topic')`).run();
  prepare(
    db,
    `INSERT OR IGNORE INTO conversation (id, account_id, channel, thread_id, subject, party_key)
     VALUES ('conversation', 'account', 'mail', 'thread', '', '')`,
  ).run();
  prepare(
    db,
    `INSERT INTO message (row, id, account_id, channel, conversation_id, thread_id, date, place, from_me, unread,
       subject, snippet, reason) VALUES (?, ?, 'account', 'mail', 'conversation', 'thread', ?, 'inbox', 0, 0, ?, ?, '')`,
  ).run(row, id, date, `about ${text}`, text);
  prepare(db, 'INSERT INTO body (row, subject, people, text, files) VALUES (?, ?, ?, ?, ?)').run(
    row,
    `about ${text}`,
    '',
    text,
    '',
  );
  prepare(db, 'INSERT INTO search_index (rowid, subject, people, text, files) VALUES (?, ?, ?, ?, ?)').run(
    row,
    `about ${text}`,
    '',
    text,
    '',
  );
  tx.changed.thread('thread');
  return id;
}

export const testQueries = {
  get: (db: Database, key: string): string | null =>
    (prepare(db, 'SELECT value FROM setting WHERE key = ?').pluck().get(key) as string | undefined) ?? null,
  keys: (db: Database): string[] =>
    prepare(db, 'SELECT key FROM setting ORDER BY key').pluck().all() as string[],
  search: (db: Database, words: string): string[] =>
    prepare(
      db,
      'SELECT id FROM search_index JOIN message ON message.row = search_index.rowid WHERE search_index MATCH ?',
    )
      .pluck()
      .all(words) as string[],
  subjects: (db: Database): string[] =>
    prepare(db, 'SELECT subject FROM message ORDER BY row').pluck().all() as string[],
  contentIds: (db: Database): string[] => prepare(db, 'SELECT id FROM content').pluck().all() as string[],
  writeAttempt: (db: Database): void => {
    db.exec("INSERT INTO setting (key, value) VALUES ('forbidden', '')");
  },
};
