/** The words of a message, kept where they are searched. */
import { indexWhenGathered } from '../store/search-backlog.ts';
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

/** Transactions that look at their end whether enough words wait. */
const looking = new WeakSet<Tx>();

/**
 * Stores the text of a message; what was indexed for it before is taken out. Its words wait in the backlog of the
 * index until there are more, nothing else is to be done, or somebody searches (`searchAll`).
 */
export function indexBody(tx: Tx, row: number, body: SearchableText): void {
  unindexBody(tx, row);
  prepare(
    tx.db,
    'INSERT INTO body (row, subject, people, text, files, visible_length) VALUES (?, ?, ?, ?, ?, ?)',
  ).run(
    row,
    withoutMarks(body.subject),
    withoutMarks(body.people),
    withoutMarks(body.text),
    withoutMarks(body.files),
    body.visibleLength ?? null,
  );
  prepare(tx.db, 'INSERT INTO search_backlog (row) VALUES (?)').run(row);
  if (looking.has(tx)) return;
  looking.add(tx);
  // At the end, because FTS5 writes out what it has at every savepoint, and SQLite opens one for each statement that
  // could violate a foreign key halfway.
  tx.atEnd(() => indexWhenGathered(tx.db));
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
  const waits = prepare(tx.db, 'SELECT 1 FROM search_backlog WHERE row = ?').pluck();
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
    if (waits.get(row)) continue;
    forget.run(row, old.subject, old.people, old.text, old.files);
  }
  const remove = prepare(tx.db, 'DELETE FROM body WHERE row = ?');
  for (const row of stored) remove.run(row);
}

// The marks are noncharacters no text should hold; one character for another keeps every offset.
function withoutMarks(text: string): string {
  return text.replaceAll(MARK_START, '\uFFFD').replaceAll(MARK_END, '\uFFFD');
}
