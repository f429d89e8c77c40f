/** The channel's own grouping of messages, and the thread each one stands in. */
import { prepare } from '../store/statements.ts';
import type { Database, Tx } from '../store/transaction.ts';
import { followChoice } from './choices.ts';
import { markDirty } from './dirty.ts';

export interface Conversation {
  id: string;
  account_id: string;
  channel: 'mail' | 'sms';
  thread_id: string;
  subject: string;
  party_key: string;
  /** 1: with one other contact, `contact_id`; 1 with `contact_id` null: with nobody but me so far. */
  one_to_one: number;
  list_id: string | null;
  bulk: number;
  loose: number;
  contact_id: string | null;
  first_at: number;
  last_at: number;
}

export function getConversation(db: Database, id: string): Conversation | null {
  return (prepare(db, 'SELECT * FROM conversation WHERE id = ?').get(id) as Conversation | undefined) ?? null;
}

export function insertConversation(tx: Tx, conversation: Conversation): void {
  prepare(
    tx.db,
    `INSERT INTO conversation (id, account_id, channel, thread_id, subject, party_key, one_to_one, list_id, bulk,
       loose, contact_id, first_at, last_at)
     VALUES (@id, @account_id, @channel, @thread_id, @subject, @party_key, @one_to_one, @list_id, @bulk, @loose,
       @contact_id, @first_at, @last_at)`,
  ).run(conversation);
}

export function updateConversation(tx: Tx, conversation: Conversation): void {
  prepare(
    tx.db,
    `UPDATE conversation SET subject = @subject, one_to_one = @one_to_one, list_id = @list_id, bulk = @bulk,
       loose = @loose, contact_id = @contact_id, first_at = @first_at, last_at = @last_at WHERE id = @id`,
  ).run({
    id: conversation.id,
    subject: conversation.subject,
    one_to_one: conversation.one_to_one,
    list_id: conversation.list_id,
    bulk: conversation.bulk,
    loose: conversation.loose,
    contact_id: conversation.contact_id,
    first_at: conversation.first_at,
    last_at: conversation.last_at,
  });
}

export function createThread(tx: Tx, kind: 'person' | 'topic', contactId: string | null): string {
  const id = tx.id();
  prepare(tx.db, 'INSERT INTO thread (id, kind, contact_id) VALUES (?, ?, ?)').run(id, kind, contactId);
  markDirty(tx, id);
  return id;
}

/** Puts a conversation with all its messages into another thread; what pointed at an emptied thread follows. */
export function moveConversation(tx: Tx, conversation: Conversation, threadId: string): void {
  const from = conversation.thread_id;
  if (from === threadId) return;
  prepare(tx.db, 'UPDATE message SET thread_id = ? WHERE conversation_id = ?').run(threadId, conversation.id);
  prepare(tx.db, 'UPDATE conversation SET thread_id = ? WHERE id = ?').run(threadId, conversation.id);
  conversation.thread_id = threadId;
  markDirty(tx, from);
  markDirty(tx, threadId);
  followEmptied(tx, from, threadId);
}

/**
 * Makes several conversations of an account one: `keep` takes the messages and references of the others, which are
 * gone afterwards. Returns `keep` with what follows from all of them.
 */
export function mergeConversations(
  tx: Tx,
  keep: Conversation,
  others: readonly Conversation[],
): Conversation {
  for (const other of others) {
    prepare(tx.db, 'UPDATE message SET conversation_id = ?, thread_id = ? WHERE conversation_id = ?').run(
      keep.id,
      keep.thread_id,
      other.id,
    );
    prepare(tx.db, 'UPDATE reference SET conversation_id = ? WHERE conversation_id = ?').run(
      keep.id,
      other.id,
    );
    prepare(tx.db, 'DELETE FROM conversation WHERE id = ?').run(other.id);
    markDirty(tx, keep.thread_id);
    if (other.thread_id !== keep.thread_id) {
      markDirty(tx, other.thread_id);
      followEmptied(tx, other.thread_id, keep.thread_id);
    }
    absorb(keep, other);
  }
  updateConversation(tx, keep);
  return keep;
}

/** Makes a conversation say what follows from one more mail, which has no conversation of its own yet. */
export function widenConversation(tx: Tx, conversation: Conversation, mail: Conversation): Conversation {
  absorb(conversation, mail);
  updateConversation(tx, conversation);
  return conversation;
}

function absorb(keep: Conversation, other: Conversation): void {
  if (other.first_at < keep.first_at) {
    keep.first_at = other.first_at;
    keep.subject = other.subject;
    keep.loose = other.loose;
  }
  keep.last_at = Math.max(keep.last_at, other.last_at);
  keep.bulk = keep.bulk || other.bulk;
  keep.list_id ??= other.list_id;
  if (!other.one_to_one) keep.one_to_one = 0;
  if (keep.one_to_one && other.contact_id) joinContact(keep, other.contact_id);
  if (!keep.one_to_one) keep.contact_id = null;
}

/** A conversation is one-to-one as long as everybody in it besides me is the same contact. */
export function joinContact(conversation: Conversation, contactId: string): void {
  if (!conversation.one_to_one) return;
  if (conversation.contact_id === null) conversation.contact_id = contactId;
  else if (conversation.contact_id !== contactId) {
    conversation.one_to_one = 0;
    conversation.contact_id = null;
  }
}

function followEmptied(tx: Tx, from: string, to: string): void {
  const left = prepare(tx.db, 'SELECT 1 FROM conversation WHERE thread_id = ? LIMIT 1').get(from);
  if (left) return;
  prepare(tx.db, 'UPDATE draft SET thread_id = ? WHERE thread_id = ?').run(to, from);
  prepare(tx.db, 'UPDATE action SET thread_id = ? WHERE thread_id = ?').run(to, from);
  followChoice(tx, from, to);
}
