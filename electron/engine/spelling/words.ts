/** The words that the user says are spelled correctly. */
import { recordAction } from '#engine/actions/journal.ts';
import type { Undone } from '#engine/actions/undo.ts';
import { prepare } from '#engine/store/statements.ts';
import type { Database, Tx } from '#engine/store/transaction.ts';

function put(tx: Tx, word: string): void {
  prepare(tx.db, 'INSERT OR IGNORE INTO spelling_word (word) VALUES (?)').run(word);
  tx.changed.settings();
}

function take(tx: Tx, word: string): void {
  prepare(tx.db, 'DELETE FROM spelling_word WHERE word = ?').run(word);
  tx.changed.settings();
}

const record = (tx: Tx, title: string, word: string, added: boolean) => ({
  actionId: recordAction(tx, {
    kind: 'local',
    accountId: null,
    title,
    payload: {},
    undo: { kind: 'custom:word', word, added },
  }),
});

function addWord(tx: Tx, word: string): { actionId: string } {
  put(tx, word);
  return record(tx, 'Add a word to the dictionary', word, true);
}

function removeWord(tx: Tx, word: string): { actionId: string } {
  take(tx, word);
  return record(tx, 'Remove a word from the dictionary', word, false);
}

/** Takes a word out again, or puts it back. */
export function undoWord(tx: Tx, { word, added }: Record<string, unknown>): Undone {
  (added ? take : put)(tx, String(word));
  return { undone: true, draftId: null };
}

export const spellingCommands = { 'spelling.add': addWord, 'spelling.remove': removeWord };

export const spellingQueries = {
  'spelling.words': (db: Database, _: null) =>
    prepare(db, 'SELECT word FROM spelling_word ORDER BY word COLLATE NOCASE').pluck().all() as string[],
};
