/** Where a text belongs: with the same other parties on the same number of mine. */
import { matchTexter } from '../people/matching.ts';
import { prepare } from '../store/statements.ts';
import type { Tx } from '../store/transaction.ts';
import { type Conversation, createThread, insertConversation, updateConversation } from './conversations.ts';
import { markDirty } from './dirty.ts';
import { rejoinContact } from './persons.ts';
import type { Placement } from './place-mail.ts';
import { encodeReason } from './reasons.ts';

export interface TextToPlace {
  /** One account is one number of mine. */
  accountId: string;
  /** `phoneKey` of everybody else in the exchange. */
  parties: readonly string[];
  /** The contact of the only other party; `null` in a group. */
  contactId: string | null;
  /** Milliseconds since the epoch. */
  date: number;
}

/**
 * Finds or makes the conversation and thread of one text. The first text of a contact joins it with who signed
 * with its number, and gathers the one-to-one mail with the same contact into its thread. Call before the message row is inserted.
 */
export function placeText(tx: Tx, text: TextToPlace): Placement {
  const parties = [...new Set(text.parties)].sort();
  const partyKey = parties.join(',');
  const found = prepare(
    tx.db,
    "SELECT * FROM conversation WHERE account_id = ? AND party_key = ? AND channel = 'sms'",
  ).get(text.accountId, partyKey) as Conversation | undefined;
  if (found) {
    found.first_at = Math.min(found.first_at, text.date);
    found.last_at = Math.max(found.last_at, text.date);
    updateConversation(tx, found);
    markDirty(tx, found.thread_id);
    return placement(found);
  }
  const personal = parties.length === 1 && text.contactId !== null ? matchTexter(tx, text.contactId) : null;
  const conversation: Conversation = {
    id: tx.id(),
    account_id: text.accountId,
    channel: 'sms',
    thread_id: '',
    subject: '',
    party_key: partyKey,
    one_to_one: personal === null ? 0 : 1,
    list_id: null,
    bulk: 0,
    loose: 0,
    contact_id: personal,
    first_at: text.date,
    last_at: text.date,
  };
  conversation.thread_id = createThread(tx, personal === null ? 'topic' : 'person', personal);
  insertConversation(tx, conversation);
  if (personal !== null) {
    rejoinContact(tx, personal);
    const settled = prepare(tx.db, 'SELECT thread_id FROM conversation WHERE id = ?').pluck();
    conversation.thread_id = settled.get(conversation.id) as string;
  }
  return placement(conversation);
}

function placement(conversation: Conversation): Placement {
  return {
    conversationId: conversation.id,
    threadId: conversation.thread_id,
    reason: encodeReason({ kind: 'number' }),
  };
}
