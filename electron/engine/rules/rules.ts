/** The user's rules as they are kept. */
import { recordAction } from '#engine/actions/journal.ts';
import type { Undone } from '#engine/actions/undo.ts';
import { getAccount } from '#engine/store/repositories/accounts.ts';
import { getMailbox } from '#engine/store/repositories/mailboxes.ts';
import { prepare } from '#engine/store/statements.ts';
import type { Database, Tx } from '#engine/store/transaction.ts';
import { type Rule, type RuleDraft, ruleDraft } from '#shared/contract/rules.ts';
import { RuleError } from './errors.ts';

const MOST_RULES = 200;

interface RuleRow {
  id: string;
  position: number;
  name: string;
  enabled: number;
  account_id: string | null;
  conditions: string;
  actions: string;
  stop: number;
  created_at: number;
}

/** All rules in their order; one that cannot be read is left out. */
export function listRules(db: Database): Rule[] {
  const rows = prepare(db, 'SELECT * FROM rule ORDER BY position, id').all() as RuleRow[];
  return rows.flatMap((row) => toRule(db, row) ?? []);
}

/** Those that do something, in their order. */
export function activeRules(db: Database): Rule[] {
  const rows = prepare(db, 'SELECT * FROM rule WHERE enabled = 1 ORDER BY position, id').all() as RuleRow[];
  return rows.flatMap((row) => toRule(db, row) ?? []).filter(({ problem }) => problem === null);
}

/** Throws RuleError `rule-gone`. */
export function getRule(db: Database, id: string): Rule {
  const row = prepare(db, 'SELECT * FROM rule WHERE id = ?').get(id) as RuleRow | undefined;
  const rule = row && toRule(db, row);
  if (!rule) throw new RuleError('rule-gone');
  return rule;
}

function toRule(db: Database, row: RuleRow): Rule | null {
  const read = ruleDraft.safeParse({
    name: row.name,
    enabled: row.enabled === 1,
    accountId: row.account_id,
    conditions: JSON.parse(row.conditions),
    actions: JSON.parse(row.actions),
    stop: row.stop === 1,
  });
  if (!read.success) return null;
  return { ...read.data, id: row.id, problem: problemOf(db, read.data) };
}

function problemOf(db: Database, rule: RuleDraft): Rule['problem'] {
  if (!hasTarget(db, rule)) return 'mailbox-gone';
  return hasLabels(db, rule) ? null : 'label-gone';
}

function hasLabels(db: Database, { actions: { labelIds } }: RuleDraft): boolean {
  const known = prepare(db, 'SELECT 1 FROM label WHERE id = ? AND removed = 0');
  return labelIds.every((id) => known.get(id) !== undefined);
}

function hasTarget(db: Database, { accountId, actions: { move } }: RuleDraft): boolean {
  if (move?.to !== 'mailbox') return true;
  const mailbox = getMailbox(db, move.mailboxId);
  return mailbox !== null && mailbox.selectable === 1 && mailbox.account_id === accountId;
}

/** Makes a rule, the last in order, or changes one. Throws RuleError. */
export function saveRule(tx: Tx, { id, rule }: { id: string | null; rule: RuleDraft }): { id: string } {
  if (rule.accountId !== null && !getAccount(tx.db, rule.accountId)) throw new RuleError('rule-account');
  if (!hasTarget(tx.db, rule)) throw new RuleError('rule-mailbox');
  if (!hasLabels(tx.db, rule)) throw new RuleError('rule-label');
  const values = {
    name: rule.name,
    enabled: Number(rule.enabled),
    accountId: rule.accountId,
    conditions: JSON.stringify(rule.conditions),
    actions: JSON.stringify(rule.actions),
    stop: Number(rule.stop),
  };
  tx.changed.settings();
  if (id !== null) {
    const { changes } = prepare(
      tx.db,
      `UPDATE rule SET name = @name, enabled = @enabled, account_id = @accountId, conditions = @conditions,
         actions = @actions, stop = @stop WHERE id = @id`,
    ).run({ ...values, id });
    if (changes === 0) throw new RuleError('rule-gone');
    return { id };
  }
  const { kept, last } = prepare(
    tx.db,
    'SELECT count(*) AS kept, coalesce(max(position), 0) AS last FROM rule',
  ).get() as { kept: number; last: number };
  if (kept >= MOST_RULES) throw new RuleError('rule-most');
  const made = tx.id();
  prepare(
    tx.db,
    `INSERT INTO rule (id, position, name, enabled, account_id, conditions, actions, stop, created_at)
     VALUES (@id, @position, @name, @enabled, @accountId, @conditions, @actions, @stop, @at)`,
  ).run({ ...values, id: made, position: last + 1, at: tx.now() });
  return { id: made };
}

export function enableRule(tx: Tx, { id, enabled }: { id: string; enabled: boolean }): void {
  prepare(tx.db, 'UPDATE rule SET enabled = ? WHERE id = ?').run(Number(enabled), id);
  tx.changed.settings();
}

/** Rules that are not named keep their place after those that are. */
export function orderRules(tx: Tx, { ids }: { ids: readonly string[] }): void {
  const rest = listRules(tx.db).map(({ id }) => id);
  const place = prepare(tx.db, 'UPDATE rule SET position = ? WHERE id = ?');
  [...new Set([...ids, ...rest])].forEach((id, at) => {
    place.run(at + 1, id);
  });
  tx.changed.settings();
}

/** Deletes a rule, which undo brings back. Throws RuleError `rule-gone`. */
export function removeRule(tx: Tx, { id }: { id: string }): { actionId: string; title: string } {
  const row = prepare(tx.db, 'DELETE FROM rule WHERE id = ? RETURNING *').get(id) as RuleRow | undefined;
  if (!row) throw new RuleError('rule-gone');
  const title = 'Delete a rule';
  const undo = { kind: 'custom:rule', row } as const;
  const actionId = recordAction(tx, { kind: 'local', accountId: null, title, payload: null, undo });
  tx.changed.settings();
  return { actionId, title };
}

/** Gives a deleted rule back, unless its account is gone meanwhile. */
export function undoRemoveRule(tx: Tx, data: Record<string, unknown>): Undone {
  const row = data.row as RuleRow;
  const lost = row.account_id !== null && !getAccount(tx.db, row.account_id);
  if (!lost)
    prepare(
      tx.db,
      `INSERT OR IGNORE INTO rule (id, position, name, enabled, account_id, conditions, actions, stop, created_at)
       VALUES (@id, @position, @name, @enabled, @account_id, @conditions, @actions, @stop, @created_at)`,
    ).run({ ...row });
  tx.changed.settings();
  return { undone: !lost, draftId: null };
}
