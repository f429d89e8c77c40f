/** The words of a message, kept where they are searched. */
import { prepare } from '../store/statements.ts';
import type { Tx } from '../store/transaction.ts';
import { MARK_END, MARK_START } from './marks.ts';

export interface SearchableText {
  subject: string;
  /** Names and addresses of everybody in the message. */
  people: string;
  text: string;
  /** Names of attachments. */
  files: string;
  /** Characters of `text` shown before anything folded; `null`: all. */
  visibleLength?: number | null;
}

interface BodyRow {
  subject: string;
  people: string;
  text: string;
  files: string;
}

/**
 * Bodies stored in this transaction whose words are not in the index yet. FTS5 writes what it has gathered to disk at
 * every savepoint, and SQLite opens one for each statement that could violate a foreign key halfway; so the words of
 * a transaction go in together, at its end.
 */
const waiting = new WeakMap<Tx, Map<number, BodyRow>>();

/**
 * Stores the text of a message; what was indexed for it before is taken out. Its words go into the index at the end
 * of the transaction.
 */
export function indexBody(tx: Tx, row: number, body: SearchableText): void {
  unindexBody(tx, row);
  const stored = {
    subject: withoutMarks(body.subject),
    people: withoutMarks(body.people),
    text: withoutMarks(body.text),
    files: withoutMarks(body.files),
  };
  prepare(
    tx.db,
    'INSERT INTO body (row, subject, people, text, files, visible_length) VALUES (?, ?, ?, ?, ?, ?)',
  ).run(row, stored.subject, stored.people, stored.text, stored.files, body.visibleLength ?? null);
  const pending = waiting.get(tx);
  if (pending) {
    pending.set(row, stored);
    return;
  }
  waiting.set(tx, new Map([[row, stored]]));
  tx.atEnd(() => flush(tx));
}

/** Ascending, because FTS5 also writes out what it has when a row is smaller than the one before. */
function flush(tx: Tx): void {
  const pending = waiting.get(tx) ?? [];
  waiting.delete(tx);
  const insert = prepare(
    tx.db,
    'INSERT INTO search_index (rowid, subject, people, text, files) VALUES (?, ?, ?, ?, ?)',
  );
  for (const [row, { subject, people, text, files }] of [...pending].sort(([a], [b]) => a - b))
    insert.run(row, subject, people, text, files);
}

/**
 * Takes a message's words out of the index and its text out of the store. Call before deleting the message: the
 * index has no copy of the words and must be told the old ones.
 */
export function unindexBody(tx: Tx, row: number): void {
  unindexBodies(tx, [row]);
}

/** The same for many messages, several times as fast as one by one. */
export function unindexBodies(tx: Tx, rows: readonly number[]): void {
  const read = prepare(tx.db, 'SELECT subject, people, text, files FROM body WHERE row = ?');
  const forget = prepare(
    tx.db,
    `INSERT INTO search_index (search_index, rowid, subject, people, text, files)
     VALUES ('delete', ?, ?, ?, ?, ?)`,
  );
  const stored: number[] = [];
  for (const row of rows) {
    const old = read.get(row) as BodyRow | undefined;
    if (!old) continue;
    stored.push(row);
    if (waiting.get(tx)?.delete(row)) continue;
    forget.run(row, old.subject, old.people, old.text, old.files);
  }
  const remove = prepare(tx.db, 'DELETE FROM body WHERE row = ?');
  for (const row of stored) remove.run(row);
}

// The marks are noncharacters no text should hold; one character for another keeps every offset.
function withoutMarks(text: string): string {
  return text.replaceAll(MARK_START, '\uFFFD').replaceAll(MARK_END, '\uFFFD');
}
