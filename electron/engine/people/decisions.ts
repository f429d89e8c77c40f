/** What the user decides about people. Each decision is a fact that later evidence does not undo. */
import { parsePhone } from '#shared/text/phone.ts';
import { phoneKey } from '#shared/text/phone-address.ts';
import { prepare } from '../store/statements.ts';
import type { Tx } from '../store/transaction.ts';
import { PeopleError } from './errors.ts';
import { forgetPersonFacts, statePersonFact } from './facts.ts';
import { displayAddress, ensureIdentity } from './identities.ts';
import { type Merge, mergeContacts, splitIdentity, unmergeContacts } from './merge.ts';

/** What takes a decision back. */
export interface Decision {
  merge: Merge | null;
  split: { identityId: string; from: string; joinedBy: string; evidence: string } | null;
  /** Pairs of identities a fact was stated about. */
  facts: [string, string][];
  suggestion: string | null;
}

interface SuggestionRow {
  contactId: string;
  identityId: string;
  otherContact: string;
}

const BY_USER = 'You joined it';

/**
 * Answers a suggestion: the identity's contact joins the one it was suggested for, or never will. Throws PeopleError
 * `no-suggestion` when there is none open.
 */
export function answerSuggestion(
  tx: Tx,
  { suggestionId, answer }: { suggestionId: string; answer: 'join' | 'no' },
): Decision {
  const found = prepare(
    tx.db,
    `SELECT s.contact_id AS contactId, s.identity_id AS identityId, i.contact_id AS otherContact
     FROM suggestion s JOIN identity i ON i.id = s.identity_id WHERE s.id = ? AND s.state = 'open'`,
  ).get(suggestionId) as SuggestionRow | undefined;
  if (!found)
    throw new PeopleError(
      'no-suggestion',
      'This suggestion was answered already.',
      'Nothing needs to be done.',
    );
  const facts: [string, string][] = identitiesOf(tx, found.contactId).map((id) => [id, found.identityId]);
  const kind = answer === 'join' ? 'same-person' : 'not-same-person';
  for (const [one, other] of facts) statePersonFact(tx, kind, one, other);
  prepare(tx.db, 'UPDATE suggestion SET state = ? WHERE id = ?').run(
    answer === 'join' ? 'joined' : 'refused',
    suggestionId,
  );
  const merge =
    answer === 'join' ? mergeContacts(tx, found.contactId, found.otherContact, BY_USER, 'user') : null;
  tx.changed.people();
  return { merge, split: null, facts, suggestion: suggestionId };
}

/**
 * Says that an identity is somebody else than the contact it stands with. Throws PeopleError `no-identity`,
 * `only-identity`.
 */
export function separateIdentity(tx: Tx, { identityId }: { identityId: string }): Decision {
  const identity = prepare(
    tx.db,
    'SELECT contact_id AS contactId, joined_by AS joinedBy, evidence FROM identity WHERE id = ?',
  ).get(identityId) as { contactId: string; joinedBy: string; evidence: string } | undefined;
  if (!identity)
    throw new PeopleError('no-identity', 'This address is not known any more.', 'Open the thread again.');
  const others = identitiesOf(tx, identity.contactId).filter((id) => id !== identityId);
  if (others.length === 0)
    throw new PeopleError(
      'only-identity',
      'This is the only address of this person.',
      'There is nothing to separate.',
    );
  const facts: [string, string][] = others.map((id) => [id, identityId]);
  for (const [one, other] of facts) statePersonFact(tx, 'not-same-person', one, other);
  splitIdentity(tx, identityId);
  const { contactId, joinedBy, evidence } = identity;
  return { merge: null, split: { identityId, from: contactId, joinedBy, evidence }, facts, suggestion: null };
}

/**
 * Says that a number is this contact's. `country` (ISO 3166-1 alpha-2) decides a number without a country code.
 * Throws PeopleError `bad-number`, `no-contact`.
 */
export function linkNumber(
  tx: Tx,
  { contactId, number, country }: { contactId: string; number: string; country: string | null },
): Decision {
  const parsed = parsePhone(number, country);
  if (!parsed.ok) throw new PeopleError('bad-number', parsed.message, 'Check the number and try again.');
  const known = identitiesOf(tx, contactId);
  if (known.length === 0)
    throw new PeopleError('no-contact', 'This person is not known any more.', 'Open the thread again.');
  const phone = ensureIdentity(tx, {
    kind: 'phone',
    value: phoneKey(parsed.address),
    display: displayAddress('phone', parsed.address.value),
    name: '',
  });
  const facts: [string, string][] = known.map((id) => [id, phone.identityId]);
  for (const [one, other] of facts) statePersonFact(tx, 'same-person', one, other);
  const merge = mergeContacts(tx, contactId, phone.contactId, BY_USER, 'user');
  return { merge, split: null, facts, suggestion: null };
}

/** Takes a decision back: people and facts are as they were before it. */
export function takeBack(tx: Tx, decision: Decision): void {
  for (const [one, other] of decision.facts) forgetPersonFacts(tx, one, other);
  if (decision.merge) unmergeContacts(tx, decision.merge);
  if (decision.split) {
    const { identityId, from, joinedBy, evidence } = decision.split;
    const own = prepare(tx.db, 'SELECT contact_id AS contactId FROM identity WHERE id = ?').get(identityId) as
      | { contactId: string }
      | undefined;
    if (own)
      mergeContacts(tx, from, own.contactId, evidence, joinedBy === 'signature' ? 'signature' : 'user');
  }
  if (decision.suggestion !== null)
    prepare(tx.db, "UPDATE suggestion SET state = 'open' WHERE id = ?").run(decision.suggestion);
  tx.changed.people();
}

function identitiesOf(tx: Tx, contactId: string): string[] {
  return (
    prepare(tx.db, 'SELECT id FROM identity WHERE contact_id = ? ORDER BY id').all(contactId) as {
      id: string;
    }[]
  ).map(({ id }) => id);
}
