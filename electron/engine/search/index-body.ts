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
 * Stores and indexes the text of a message; what was indexed for it before is taken out. Insert ascending by row
 * within a transaction: a descending row makes FTS5 flush its buffer each time.
 */
export function indexBody(tx: Tx, row: number, body: SearchableText): void {
  unindexBody(tx, row);
  const stored = [body.subject, body.people, body.text, body.files].map(withoutMarks);
  prepare(
    tx.db,
    'INSERT INTO body (row, subject, people, text, files, visible_length) VALUES (?, ?, ?, ?, ?, ?)',
  ).run(row, ...stored, body.visibleLength ?? null);
  prepare(tx.db, 'INSERT INTO search_index (rowid, subject, people, text, files) VALUES (?, ?, ?, ?, ?)').run(
    row,
    ...stored,
  );
}

/**
 * Takes a message's words out of the index and its text out of the store. Call before deleting the message: the
 * index has no copy of the words and must be told the old ones.
 */
export function unindexBody(tx: Tx, row: number): void {
  const old = prepare(tx.db, 'SELECT subject, people, text, files FROM body WHERE row = ?').get(row) as
    | BodyRow
    | undefined;
  if (!old) return;
  prepare(
    tx.db,
    `INSERT INTO search_index (search_index, rowid, subject, people, text, files)
     VALUES ('delete', ?, ?, ?, ?, ?)`,
  ).run(row, old.subject, old.people, old.text, old.files);
  prepare(tx.db, 'DELETE FROM body WHERE row = ?').run(row);
}

// The marks are noncharacters no text should hold; one character for another keeps every offset.
function withoutMarks(text: string): string {
  return text.replaceAll(MARK_START, '\uFFFD').replaceAll(MARK_END, '\uFFFD');
}
