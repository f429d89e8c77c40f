/** What the user said about who is who. It stands over any later evidence. */
import { prepare } from '../store/statements.ts';
import type { Database, Tx } from '../store/transaction.ts';

export type PersonFact = 'same-person' | 'not-same-person';

/** Records that two identities are, or are not, the same person; the opposite word is taken back. */
export function statePersonFact(tx: Tx, kind: PersonFact, one: string, other: string): void {
  if (one === other) return;
  forgetPersonFacts(tx, one, other);
  const [a, b] = one < other ? [one, other] : [other, one];
  prepare(tx.db, 'INSERT INTO user_fact (id, kind, a, b, at) VALUES (?, ?, ?, ?, ?)').run(
    tx.id(),
    kind,
    a,
    b,
    tx.now(),
  );
}

/** Takes back what was said about two identities. */
export function forgetPersonFacts(tx: Tx, one: string, other: string): void {
  const [a, b] = one < other ? [one, other] : [other, one];
  prepare(
    tx.db,
    "DELETE FROM user_fact WHERE kind IN ('same-person', 'not-same-person') AND a = ? AND b = ?",
  ).run(a, b);
}

/** Whether the user said that somebody of one contact is not somebody of the other. */
export function saidDifferent(db: Database, oneContact: string, otherContact: string): boolean {
  const fact = prepare(
    db,
    `SELECT 1 FROM user_fact f JOIN identity x ON x.id = f.a JOIN identity y ON y.id = f.b
     WHERE f.kind = 'not-same-person'
       AND ((x.contact_id = @one AND y.contact_id = @other) OR (x.contact_id = @other AND y.contact_id = @one))
     LIMIT 1`,
  ).get({ one: oneContact, other: otherContact });
  return fact !== undefined;
}

/** Takes the thread of a contact apart, or lets it be joined again. */
export function stateSeparateThread(tx: Tx, contactId: string, separate: boolean): void {
  const identities = prepare(tx.db, 'SELECT id FROM identity WHERE contact_id = ?').all(contactId) as {
    id: string;
  }[];
  const put = prepare(
    tx.db,
    `INSERT OR IGNORE INTO user_fact (id, kind, a, b, at) VALUES (?, 'separate-thread', ?, '', ?)`,
  );
  const drop = prepare(tx.db, "DELETE FROM user_fact WHERE kind = 'separate-thread' AND a = ?");
  for (const { id } of identities) {
    if (separate) put.run(tx.id(), id, tx.now());
    else drop.run(id);
  }
}
