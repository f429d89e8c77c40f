/** Identities change their contact: what was theirs is one person's now, and conversations follow. */
import { prepare } from '../store/statements.ts';
import type { Tx } from '../store/transaction.ts';
import {
  type Conversation,
  getConversation,
  joinContact,
  updateConversation,
} from '../threads/conversations.ts';
import { markDirty } from '../threads/dirty.ts';
import { rejoinContact, settleConversation } from '../threads/persons.ts';
import { myIdentities } from './identities.ts';
import { nameKey } from './names.ts';

export type JoinedBy = 'itself' | 'signature' | 'user';

export interface ContactRecord {
  id: string;
  name: string;
  name_source: string;
  name_key: string;
}

/** What takes a merge back. */
export interface Merge {
  keep: string;
  other: ContactRecord;
  identities: { id: string; evidence: string; joined_by: JoinedBy }[];
}

export function getContact(tx: Pick<Tx, 'db'>, id: string): ContactRecord | null {
  return (prepare(tx.db, 'SELECT * FROM contact WHERE id = ?').get(id) as ContactRecord | undefined) ?? null;
}

const NAME_RANK: Record<string, number> = { address: 0, header: 1, user: 2 };

/**
 * Makes two contacts one. `keep` gets the identities of `other`, with `evidence` (a sentence for people) on each, and
 * the better of the two names. Returns what `unmergeContacts` needs, or null when there is nothing to merge.
 */
export function mergeContacts(
  tx: Tx,
  keepId: string,
  otherId: string,
  evidence: string,
  joinedBy: JoinedBy,
): Merge | null {
  const keep = getContact(tx, keepId);
  const other = getContact(tx, otherId);
  if (!keep || !other || keepId === otherId) return null;
  const identities = prepare(tx.db, 'SELECT id, evidence, joined_by FROM identity WHERE contact_id = ?').all(
    otherId,
  ) as Merge['identities'];
  if ((NAME_RANK[other.name_source] ?? 0) > (NAME_RANK[keep.name_source] ?? 0))
    prepare(tx.db, 'UPDATE contact SET name = ?, name_source = ?, name_key = ? WHERE id = ?').run(
      other.name,
      other.name_source,
      other.name_key,
      keepId,
    );
  const move = prepare(tx.db, 'UPDATE identity SET contact_id = ?, evidence = ?, joined_by = ? WHERE id = ?');
  for (const identity of identities) move.run(keepId, evidence, joinedBy, identity.id);
  prepare(tx.db, 'UPDATE OR IGNORE suggestion SET contact_id = ? WHERE contact_id = ?').run(keepId, otherId);
  prepare(
    tx.db,
    `DELETE FROM suggestion WHERE contact_id = ? AND state = 'open'
       AND identity_id IN (SELECT id FROM identity WHERE contact_id = ?)`,
  ).run(keepId, keepId);
  followIdentities(
    tx,
    identities.map((identity) => identity.id),
    [keepId, otherId],
  );
  prepare(tx.db, 'UPDATE thread SET contact_id = ? WHERE contact_id = ?').run(keepId, otherId);
  prepare(tx.db, 'DELETE FROM contact WHERE id = ?').run(otherId);
  tx.changed.people();
  return { keep: keepId, other, identities };
}

/** Takes a merge back: the other contact is there again with the identities it had. */
export function unmergeContacts(tx: Tx, merge: Merge): void {
  const { other } = merge;
  prepare(tx.db, 'INSERT OR IGNORE INTO contact (id, name, name_source, name_key) VALUES (?, ?, ?, ?)').run(
    other.id,
    other.name,
    other.name_source,
    other.name_key,
  );
  const back = prepare(
    tx.db,
    'UPDATE identity SET contact_id = ?, evidence = ?, joined_by = ? WHERE id = ? AND contact_id = ?',
  );
  for (const { id, evidence, joined_by } of merge.identities)
    back.run(other.id, evidence, joined_by, id, merge.keep);
  followIdentities(
    tx,
    merge.identities.map((identity) => identity.id),
    [merge.keep, other.id],
  );
  tx.changed.people();
}

/** Gives one identity a contact of its own again. Returns the new contact's id. */
export function splitIdentity(tx: Tx, identityId: string): string {
  const identity = prepare(tx.db, 'SELECT kind, display, name, contact_id FROM identity WHERE id = ?').get(
    identityId,
  ) as { kind: string; display: string; name: string; contact_id: string };
  const contactId = tx.id();
  prepare(tx.db, 'INSERT INTO contact (id, name, name_source, name_key) VALUES (?, ?, ?, ?)').run(
    contactId,
    identity.name || identity.display,
    identity.name ? 'header' : 'address',
    nameKey(identity.name),
  );
  prepare(tx.db, "UPDATE identity SET contact_id = ?, joined_by = 'itself', evidence = ? WHERE id = ?").run(
    contactId,
    identity.kind === 'mail' ? 'Seen in an email' : 'Seen in a text',
    identityId,
  );
  followIdentities(tx, [identityId], [identity.contact_id, contactId]);
  tx.changed.people();
  return contactId;
}

/** Conversations in which these identities take part are looked at again, and put where the rules want them. */
function followIdentities(tx: Tx, identityIds: readonly string[], contactIds: readonly string[]): void {
  const affected = new Map<string, Conversation>();
  const byIdentity = prepare(
    tx.db,
    `SELECT DISTINCT m.conversation_id AS id FROM message_address a JOIN message m ON m.row = a.message_row
     WHERE a.identity_id = ?`,
  );
  const byContact = prepare(tx.db, 'SELECT id FROM conversation WHERE contact_id = ?');
  const found = [
    ...identityIds.flatMap((id) => byIdentity.all(id)),
    ...contactIds.flatMap((id) => byContact.all(id)),
  ] as { id: string }[];
  for (const { id } of found) {
    const conversation = affected.get(id) ?? getConversation(tx.db, id);
    if (conversation) affected.set(id, conversation);
  }
  const mine = myIdentities(tx.db);
  for (const conversation of affected.values()) {
    recomputePeople(tx, conversation, mine);
    markDirty(tx, conversation.thread_id);
  }
  for (const contactId of contactIds) rejoinContact(tx, contactId);
  for (const { id } of affected.values()) {
    const now = getConversation(tx.db, id);
    if (now && !now.one_to_one) settleConversation(tx, now);
  }
}

function recomputePeople(tx: Tx, conversation: Conversation, mine: ReadonlySet<string>): void {
  if (conversation.bulk) return;
  if (conversation.channel === 'sms' && conversation.party_key.includes(',')) return;
  const people = prepare(
    tx.db,
    `SELECT DISTINCT a.identity_id AS identityId, i.contact_id AS contactId
     FROM message m JOIN message_address a ON a.message_row = m.row JOIN identity i ON i.id = a.identity_id
     WHERE m.conversation_id = ? AND a.role <> 'sender'`,
  ).all(conversation.id) as { identityId: string; contactId: string }[];
  conversation.one_to_one = 1;
  conversation.contact_id = null;
  for (const person of people) if (!mine.has(person.identityId)) joinContact(conversation, person.contactId);
  updateConversation(tx, conversation);
}
