/** Likely joins, offered with their evidence: nothing is joined until the user says so. */
import { prepare } from '../store/statements.ts';
import type { Tx } from '../store/transaction.ts';
import { saidDifferent } from './facts.ts';

/** A suggestion is made once; answered ones stay answered. */
export function suggest(
  tx: Tx,
  suggestion: { contactId: string; identityId: string; evidence: string; score: number },
): void {
  prepare(
    tx.db,
    'INSERT OR IGNORE INTO suggestion (id, contact_id, identity_id, evidence, score) VALUES (?, ?, ?, ?, ?)',
  ).run(tx.id(), suggestion.contactId, suggestion.identityId, suggestion.evidence, suggestion.score);
  tx.changed.people();
}

/**
 * Suggests that an identity belongs to a contact of the same full name, when one of the two is somebody I write to:
 * a name alone proves nothing, anybody can sign with it.
 */
export function suggestByName(tx: Tx, identityId: string): void {
  const own = prepare(
    tx.db,
    `SELECT i.contact_id AS contactId, c.name, c.name_key AS nameKey, i.used
     FROM identity i JOIN contact c ON c.id = i.contact_id WHERE i.id = ?`,
  ).get(identityId) as { contactId: string; name: string; nameKey: string; used: number } | undefined;
  if (!own || own.nameKey === '') return;
  const namesakes = prepare(
    tx.db,
    `SELECT c.id AS contactId, max(i.used) AS used FROM contact c JOIN identity i ON i.contact_id = c.id
     WHERE c.name_key = ? AND c.name_key <> '' AND c.id <> ? GROUP BY c.id LIMIT 5`,
  ).all(own.nameKey, own.contactId) as { contactId: string; used: number }[];
  for (const namesake of namesakes) {
    if (own.used + namesake.used === 0 || saidDifferent(tx.db, own.contactId, namesake.contactId)) continue;
    const evidence = `Uses the same name, “${own.name}”`;
    suggest(tx, { contactId: namesake.contactId, identityId, evidence, score: 0.5 });
  }
}
