/** Rules that name a person who is erased. */
import { identityValue } from '#engine/people/identities.ts';
import { prepare } from '#engine/store/statements.ts';
import type { Database, Tx } from '#engine/store/transaction.ts';
import type { RuleCondition } from '#shared/contract/rules.ts';
import { listRules } from './rules.ts';

/** Ids of the rules that ask for one of these addresses, which are normalised. */
export function rulesAbout(db: Database, addresses: ReadonlySet<string>): string[] {
  return listRules(db)
    .filter(({ conditions }) => namesAddress(conditions, addresses))
    .map(({ id }) => id);
}

/** Whether conditions ask for one of these addresses, which are normalised. */
export function namesAddress(conditions: readonly RuleCondition[], addresses: ReadonlySet<string>): boolean {
  return conditions.some(
    (one) => (one.kind === 'from' || one.kind === 'to') && addresses.has(identityValue('mail', one.text)),
  );
}

/** Deletes those rules, and what would bring back one that was deleted before. */
export function forgetRulesAbout(tx: Tx, addresses: ReadonlySet<string>): void {
  for (const id of rulesAbout(tx.db, addresses)) {
    prepare(tx.db, 'DELETE FROM rule WHERE id = ?').run(id);
    tx.changed.settings();
  }
  const removals = prepare(
    tx.db,
    `DELETE FROM action WHERE json_extract(undo, '$.kind') = 'custom:rule' AND instr(lower(undo), ?) > 0`,
  );
  for (const address of addresses) removals.run(address);
}
