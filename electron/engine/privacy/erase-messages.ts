import { recordErased } from '#engine/store/erased.ts';
import { prepare } from '#engine/store/statements.ts';
import type { Database, Tx } from '#engine/store/transaction.ts';
import { baseSubject } from '#engine/threads/subject.ts';
import { deleteMessages } from './delete-messages.ts';
import { deleteDrafts, forgetQuotes } from './erase-drafts.ts';
import { forgetIdentities } from './forget-people.ts';

/** What else in the store names a message, gathered while its rows are still there. */
interface Surroundings {
  ids: string[];
  threads: string[];
  conversations: Set<string>;
  /** Message-IDs of the messages and of what they refer to. */
  messageIds: Set<string>;
  identities: string[];
  actions: string[];
}

/**
 * Erases messages: deletes them and whatever else in the store was made of them or names them (the journal, quotes in
 * drafts, references, people known from nowhere else), and notes their digests so that no sync brings them back.
 */
export function eraseMessages(tx: Tx, rows: readonly number[]): void {
  const { db } = tx;
  const around = gather(db, rows);
  for (const row of rows) recordErased(tx, row);
  deleteMessages(tx, rows);
  eraseActions(tx, around.actions);
  forgetQuotes(tx, around.ids);
  const isThread = prepare(db, 'SELECT 1 FROM thread WHERE id = ?');
  for (const thread of around.threads.filter((id) => isThread.get(id) === undefined))
    eraseThreadTraces(tx, thread);
  forgetReferences(tx, around);
  forgetSubjects(tx, around.conversations);
  forgetIdentities(tx, around.identities);
}

function gather(db: Database, rows: readonly number[]): Surroundings {
  const list = JSON.stringify(rows);
  const among = 'IN (SELECT value FROM json_each(@list))';
  const messages = prepare<{ id: string; thread: string; conversation: string }>(
    db,
    `SELECT id, thread_id AS thread, conversation_id AS conversation FROM message WHERE row ${among}`,
  ).all({ list });
  const mails = prepare<{ own: string | null; parent: string | null; refs: string }>(
    db,
    `SELECT message_id AS own, in_reply_to AS parent, refs FROM mail WHERE message_row ${among}`,
  ).all({ list });
  const column = (sql: string) => prepare(db, sql).pluck().all({ list }) as string[];
  return {
    ids: messages.map((message) => message.id),
    threads: [...new Set(messages.map((message) => message.thread))],
    conversations: new Set(messages.map((message) => message.conversation)),
    messageIds: new Set(
      mails
        .flatMap(({ own, parent, refs }) => [own, parent, ...(JSON.parse(refs) as string[])])
        .filter((id) => id !== null),
    ),
    identities: column(
      `SELECT DISTINCT identity_id FROM message_address WHERE message_row ${among} AND identity_id IS NOT NULL`,
    ),
    actions: column(
      `SELECT id FROM action WHERE message_row ${among}
       UNION SELECT action_id FROM action_message WHERE message_row ${among}`,
    ),
  };
}

/** An act on several messages stays as long as it is not confirmed and one of them is left. */
function eraseActions(tx: Tx, ids: readonly string[]): void {
  const remove = prepare(
    tx.db,
    `DELETE FROM action WHERE id = @id AND (state IN ('done', 'cancelled')
       OR NOT EXISTS (SELECT 1 FROM action_message WHERE action_id = @id))`,
  );
  for (const id of ids) remove.run({ id });
  if (ids.length > 0) tx.changed.outbox();
}

function eraseThreadTraces(tx: Tx, threadId: string): void {
  deleteDrafts(
    tx,
    prepare(tx.db, 'SELECT id FROM draft WHERE thread_id = ?').pluck().all(threadId) as string[],
  );
  prepare(tx.db, 'DELETE FROM action WHERE thread_id = ?').run(threadId);
}

/** Message-IDs that no mail left in the conversation has or refers to. */
function forgetReferences(tx: Tx, { conversations, messageIds }: Surroundings): void {
  const known = prepare(tx.db, 'SELECT 1 FROM reference WHERE conversation_id = ? AND message_id = ?');
  const used = prepare(
    tx.db,
    `SELECT 1 FROM message m JOIN mail ON mail.message_row = m.row WHERE m.conversation_id = @conversation
       AND (mail.message_id = @id OR mail.in_reply_to = @id OR instr(mail.refs, @id) > 0) LIMIT 1`,
  );
  const forget = prepare(tx.db, 'DELETE FROM reference WHERE conversation_id = ? AND message_id = ?');
  for (const conversation of conversations) {
    for (const id of messageIds) {
      if (known.get(conversation, id) === undefined || used.get({ conversation, id }) !== undefined) continue;
      forget.run(conversation, id);
    }
  }
}

/** A conversation keeps the base subject of its first mail: where no mail left has it, that of the first one left. */
function forgetSubjects(tx: Tx, conversations: Iterable<string>): void {
  const known = prepare(tx.db, "SELECT subject FROM conversation WHERE id = ? AND subject <> ''").pluck();
  const left = prepare(
    tx.db,
    'SELECT subject FROM message WHERE conversation_id = ? GROUP BY subject ORDER BY min(row)',
  ).pluck();
  const change = prepare(tx.db, 'UPDATE conversation SET subject = ? WHERE id = ?');
  for (const id of conversations) {
    const subject = known.get(id) as string | undefined;
    if (subject === undefined) continue;
    const subjects = (left.all(id) as string[]).map(baseSubject);
    if (!subjects.includes(subject)) change.run(subjects[0] ?? '', id);
  }
}
