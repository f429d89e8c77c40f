/**
 * The person thread: the texts with someone and the one-to-one mail with the same contact, in one timeline. Without
 * texts, mail stays in topic threads, so that who only writes mail sees mail as ever.
 */
import { prepare } from '../store/statements.ts';
import type { Database, Tx } from '../store/transaction.ts';
import { type Conversation, createThread, moveConversation } from './conversations.ts';

/** Whether the user wants this contact's channels in one thread: the setting, and his word about this contact. */
function joinAllowed(db: Database, contactId: string): boolean {
  const setting = prepare(db, "SELECT value FROM setting WHERE key = 'joinPeople'").pluck().get();
  return setting !== 'false' && !isSeparated(db, contactId);
}

/** Whether the user took this contact's thread apart. */
export function isSeparated(db: Database, contactId: string): boolean {
  const fact = prepare(
    db,
    `SELECT 1 FROM identity i JOIN user_fact f ON f.kind = 'separate-thread' AND f.a = i.id
     WHERE i.contact_id = ? LIMIT 1`,
  ).get(contactId);
  return fact !== undefined;
}

/** The thread that gathers this contact's conversations, or null when they are not gathered. */
function joinedThread(db: Database, contactId: string): string | null {
  const texts = prepare(
    db,
    `SELECT thread_id FROM conversation
     WHERE contact_id = ? AND channel = 'sms' AND one_to_one = 1 ORDER BY id LIMIT 1`,
  )
    .pluck()
    .get(contactId) as string | undefined;
  return texts !== undefined && joinAllowed(db, contactId) ? texts : null;
}

/** Puts one conversation where the rule wants it. Call after its people or its contact changed. */
export function settleConversation(tx: Tx, conversation: Conversation): void {
  const { contact_id, channel } = conversation;
  const personal = conversation.one_to_one === 1 && conversation.bulk === 0 ? contact_id : null;
  const joined = personal === null ? null : joinedThread(tx.db, personal);
  if (joined !== null) {
    moveConversation(tx, conversation, joined);
    return;
  }
  const kind = channel === 'sms' && personal !== null ? 'person' : 'topic';
  const owner = kind === 'person' ? personal : null;
  const thread = prepare<{ kind: string; contactId: string | null; shared: number }>(
    tx.db,
    `SELECT kind, contact_id AS contactId,
       EXISTS (SELECT 1 FROM conversation WHERE thread_id = thread.id AND id <> ?) AS shared
     FROM thread WHERE id = ?`,
  ).get(conversation.id, conversation.thread_id);
  if (thread?.shared) moveConversation(tx, conversation, createThread(tx, kind, owner));
  else if (thread?.kind !== kind || thread.contactId !== owner)
    setThreadKind(tx, conversation.thread_id, kind, owner);
}

/**
 * Puts all one-to-one conversations of a contact where the rule wants them: after its identities changed, after its
 * first text, after the user took its thread apart or changed the setting.
 */
export function rejoinContact(tx: Tx, contactId: string): void {
  const conversations = prepare(
    tx.db,
    `SELECT * FROM conversation WHERE contact_id = ? AND one_to_one = 1 AND bulk = 0
     ORDER BY channel, id DESC`,
  ).all(contactId) as Conversation[];
  const joined = joinedThread(tx.db, contactId);
  if (joined !== null) {
    const strangers = prepare(
      tx.db,
      'SELECT * FROM conversation WHERE thread_id = ? AND (contact_id IS NOT ? OR one_to_one = 0)',
    ).all(joined, contactId) as Conversation[];
    for (const stranger of strangers) moveConversation(tx, stranger, createThread(tx, 'topic', null));
    setThreadKind(tx, joined, 'person', contactId);
    for (const conversation of conversations) moveConversation(tx, conversation, joined);
    for (const stranger of strangers) settleConversation(tx, stranger);
    return;
  }
  for (const conversation of conversations) settleConversation(tx, conversation);
}

/** After the setting `joinPeople` changed: every contact that has texts. */
export function rejoinEverybody(tx: Tx): void {
  const contacts = prepare(
    tx.db,
    "SELECT DISTINCT contact_id FROM conversation WHERE channel = 'sms' AND one_to_one = 1 AND contact_id IS NOT NULL",
  )
    .pluck()
    .all() as string[];
  for (const contactId of contacts) rejoinContact(tx, contactId);
}

function setThreadKind(tx: Tx, threadId: string, kind: 'person' | 'topic', contactId: string | null): void {
  prepare(
    tx.db,
    'UPDATE thread SET kind = ?, contact_id = ? WHERE id = ? AND (kind <> ? OR contact_id IS NOT ?)',
  ).run(kind, contactId, threadId, kind, contactId);
}
