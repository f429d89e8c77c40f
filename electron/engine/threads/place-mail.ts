/**
 * Where a mail belongs. References and In-Reply-To decide (the header part of RFC 5256 REFS); mails that name each
 * other, or the same third one, are one conversation whatever the order in which they arrive. A subject joins only
 * an answer that names no parent, of somebody who took part in a conversation of the last two weeks, and never on a
 * list: joining by subject as REFERENCES does puts strangers together.
 */
import type { Participant } from '../people/identities.ts';
import { prepare } from '../store/statements.ts';
import type { Tx } from '../store/transaction.ts';
import {
  type Conversation,
  createThread,
  getConversation,
  insertConversation,
  joinContact,
  mergeConversations,
  widenConversation,
} from './conversations.ts';
import { markDirty } from './dirty.ts';
import { settleConversation } from './persons.ts';
import { encodeReason, type Reason } from './reasons.ts';
import { baseSubject, isReplySubject } from './subject.ts';
import { subjectMatches } from './subject-matches.ts';

export interface MailToPlace {
  accountId: string;
  /** With angle brackets, as all Message-IDs here; `null` when there is none. */
  messageId: string | null;
  /** Ids of In-Reply-To; only used when there are no References (RFC 5256, REFERENCES step 1). */
  inReplyTo: readonly string[] | string | null;
  references: readonly string[];
  subject: string;
  /** Milliseconds since the epoch. */
  date: number;
  participants: readonly Participant[];
  /** List-Id (RFC 2919). */
  listId: string | null;
  /** Sent by a program or to many: Precedence bulk or list, List-Unsubscribe, Auto-Submitted auto-generated. */
  bulk?: boolean;
  /** X-GM-THRID or OBJECTID THREADID. */
  providerThreadId?: string | null;
}

export interface Placement {
  conversationId: string;
  threadId: string;
  /** For `message.reason`; read with `reasonText`. */
  reason: string;
}

/** A References header that names more is cut to its first and its last ones, as RFC 5537 section 3.4.4 does. */
const MAX_REFERENCES = 100;
const MAX_ID = 998;

/**
 * Finds or makes the conversation and thread of one mail and records the ids it names. Call before the message row
 * is inserted; when it merges conversations, their messages are rewired and their threads marked for
 * `refreshThreads`.
 */
export function placeMail(tx: Tx, mail: MailToPlace): Placement {
  const own = usableIds(mail.messageId === null ? [] : [mail.messageId])[0] ?? null;
  const parents = parentIds(mail).filter((id) => id !== own);
  const keys = [...parents];
  if (own) keys.push(own);
  // No Message-ID lacks its angle brackets, so this name cannot be one.
  if (mail.providerThreadId) keys.push(`thread:${mail.providerThreadId}`);

  const incoming = describeMail(tx, mail, parents.length > 0);
  const found = new Set(lookUp(tx, mail.accountId, keys));
  let reason: Reason = { kind: 'starts' };
  const parent = closestParent(tx, mail.accountId, parents);
  if (parent) reason = { kind: 'answers', messageId: parent };
  else if (found.size > 0 && mail.providerThreadId) reason = { kind: 'provider' };
  if (parents.length === 0 && !incoming.bulk) {
    const bySubject = subjectMatches(tx, incoming, mail.participants);
    if (found.size === 0 && bySubject.length > 0) reason = { kind: 'subject' };
    for (const id of bySubject) found.add(id);
  }

  const conversation = adopt(tx, incoming, found);
  const note = prepare(
    tx.db,
    `INSERT INTO reference (account_id, message_id, conversation_id) VALUES (?, ?, ?)
     ON CONFLICT (account_id, message_id) DO NOTHING`,
  );
  for (const key of keys) note.run(mail.accountId, key, conversation.id);
  settleConversation(tx, conversation);
  markDirty(tx, conversation.thread_id);
  return {
    conversationId: conversation.id,
    threadId: conversation.thread_id,
    reason: encodeReason(reason),
  };
}

/** Ids with angle brackets, of a sane length, each once. */
function usableIds(ids: readonly string[]): string[] {
  const usable = ids
    .map((id) => id.trim())
    .map((id) => (id.startsWith('<') ? id : `<${id}>`))
    .filter((id) => id.length > 2 && id.length <= MAX_ID && /^<[^<>\s]+>$/.test(id));
  return [...new Set(usable)];
}

function parentIds(mail: MailToPlace): string[] {
  const references = usableIds(mail.references);
  if (references.length > MAX_REFERENCES)
    return [...references.slice(0, 1), ...references.slice(1 - MAX_REFERENCES)];
  if (references.length > 0) return references;
  const answers = typeof mail.inReplyTo === 'string' ? [mail.inReplyTo] : (mail.inReplyTo ?? []);
  return usableIds(answers).slice(0, 1);
}

function describeMail(tx: Tx, mail: MailToPlace, hasParents: boolean): Conversation {
  const bulk = mail.bulk === true || mail.listId !== null;
  const conversation: Conversation = {
    id: tx.id(),
    account_id: mail.accountId,
    channel: 'mail',
    thread_id: '',
    subject: baseSubject(mail.subject),
    party_key: '',
    one_to_one: bulk ? 0 : 1,
    list_id: mail.listId,
    bulk: bulk ? 1 : 0,
    loose: !hasParents && isReplySubject(mail.subject) ? 1 : 0,
    contact_id: null,
    first_at: mail.date,
    last_at: mail.date,
  };
  for (const participant of mail.participants)
    if (!participant.me && participant.role !== 'sender') joinContact(conversation, participant.contactId);
  return conversation;
}

function lookUp(tx: Tx, accountId: string, keys: readonly string[]): string[] {
  const find = prepare(
    tx.db,
    'SELECT conversation_id FROM reference WHERE account_id = ? AND message_id = ?',
  ).pluck();
  return keys.map((key) => find.get(accountId, key) as string | undefined).filter((id) => id !== undefined);
}

/** The last parent that is here, else the last one named. */
function closestParent(tx: Tx, accountId: string, parents: readonly string[]): string | null {
  const find = prepare(tx.db, 'SELECT 1 FROM mail WHERE account_id = ? AND message_id = ? LIMIT 1');
  return parents.findLast((id) => find.get(accountId, id) !== undefined) ?? parents.at(-1) ?? null;
}

function adopt(tx: Tx, incoming: Conversation, found: ReadonlySet<string>): Conversation {
  const existing = [...found]
    .sort()
    .map((id) => getConversation(tx.db, id))
    .filter((c) => c !== null);
  const [keep, ...others] = existing;
  if (!keep) {
    incoming.thread_id = createThread(tx, 'topic', null);
    insertConversation(tx, incoming);
    return incoming;
  }
  if (others.length > 0) mergeConversations(tx, keep, others);
  return widenConversation(tx, keep, incoming);
}
