/** Doing what rules say: one act of the journal for each rule, in the caller's transaction. */
import { changeMessages, type MessageChange } from '#engine/actions/message-changes.ts';
import { getLabel } from '#engine/labels/labels.ts';
import { hasLabel } from '#engine/labels/message-labels.ts';
import { getMailbox } from '#engine/store/repositories/mailboxes.ts';
import { prepare } from '#engine/store/statements.ts';
import type { Database, Tx } from '#engine/store/transaction.ts';
import { placeOfRoles } from '#engine/threads/places.ts';
import { refreshThreads } from '#engine/threads/summary.ts';
import type { Place } from '#shared/contract/model.ts';
import type { Rule } from '#shared/contract/rules.ts';
import { matcher, type RuleSubject } from './match.ts';
import { activeRules, getRule } from './rules.ts';
import { subjectOf } from './subjects.ts';

/** A mail that has just come into an inbox and is settled there. */
export interface Arrival {
  row: number;
  mail: RuleSubject;
}

/**
 * Does with newly arrived mail what the rules say, each message once. Of several rules that move a message the first
 * counts. What hangs on attachments that are not known waits for `rulesOnComplete`.
 */
export function rulesOnArrival(tx: Tx, rules: readonly Rule[], arrivals: readonly Arrival[]): void {
  const wait = prepare(tx.db, 'INSERT OR IGNORE INTO rule_wait (message_row) VALUES (?)');
  const waiting = run(tx, rules, arrivals);
  for (const row of waiting) wait.run(row);
}

/** The attachments of a large message are known now: rules that asked for them decide. */
export function rulesOnComplete(tx: Tx, row: number): void {
  const waited = prepare(tx.db, 'DELETE FROM rule_wait WHERE message_row = ?').run(row).changes > 0;
  const mail = waited ? subjectOf(tx.db, row) : null;
  if (!mail) return;
  const asking = activeRules(tx.db).filter(({ conditions }) =>
    conditions.some(({ kind }) => kind === 'attachment'),
  );
  run(tx, asking, [{ row, mail }]);
}

/** Does to these messages, as far as they lie in the inbox, what one rule says; `null`: there was nothing to do. */
export function applyRule(
  tx: Tx,
  { id, rows }: { id: string; rows: readonly number[] },
): { actionId: string; title: string } | null {
  const rule = getRule(tx.db, id);
  if (rule.problem !== null) return null;
  const matches = matcher(rule.accountId, rule.conditions);
  const still = rows.filter((row) => {
    const mail = subjectOf(tx.db, row);
    return mail !== null && matches(mail) === true;
  });
  const done = act(tx, rule, still, new Set());
  refreshThreads(tx);
  return done;
}

/** Returns the rows that wait for their attachments. */
function run(tx: Tx, rules: readonly Rule[], arrivals: readonly Arrival[]): Set<number> {
  const stopped = new Set<number>();
  const moved = new Set<number>();
  const waiting = new Set<number>();
  for (const rule of rules) {
    const matches = matcher(rule.accountId, rule.conditions);
    const rows: number[] = [];
    for (const { row, mail } of arrivals) {
      if (stopped.has(row)) continue;
      const answer = matches(mail);
      if (answer === null) waiting.add(row);
      if (answer !== true) continue;
      rows.push(row);
      if (rule.stop) stopped.add(row);
    }
    act(tx, rule, rows, moved);
  }
  return waiting;
}

function act(
  tx: Tx,
  rule: Rule,
  rows: readonly number[],
  moved: Set<number>,
): { actionId: string; title: string } | null {
  const { move, markRead, star, labelIds } = rule.actions;
  const target = targetOf(tx.db, rule);
  const read = prepare(tx.db, 'SELECT place, unread, starred FROM message WHERE row = ?');
  const changes: MessageChange[] = [];
  for (const row of rows) {
    const now = read.get(row) as { place: Place; unread: number; starred: number } | undefined;
    if (!now || (now.place !== 'inbox' && !moved.has(row))) continue;
    // Before a move: afterwards the server may have to be asked where the message lies.
    for (const id of labelIds) if (!hasLabel(tx.db, row, id)) changes.push({ row, label: { id, on: true } });
    const change: MessageChange = { row };
    if (target && !moved.has(row)) {
      Object.assign(change, target);
      moved.add(row);
    }
    if (markRead && now.unread === 1) change.unread = false;
    if (star && now.starred === 0) change.starred = true;
    if (Object.keys(change).length > 1) changes.push(change);
  }
  if (changes.length === 0) return null;
  const words = [
    move && (move.to === 'mailbox' ? `move to ${getMailbox(tx.db, move.mailboxId)?.name}` : MOVES[move.to]),
    markRead && 'mark as read',
    star && 'star',
    ...labelIds.map((id) => `label “${getLabel(tx.db, id).name}”`),
  ].filter(Boolean);
  const count = new Set(changes.map(({ row }) => row)).size;
  const many = count === 1 ? '1 message' : `${count} messages`;
  const title = `Rule “${rule.name}”: ${words.join(', ')} (${many})`;
  const actionId = changeMessages(tx, { title, changes, threadId: null });
  prepare(tx.db, 'INSERT INTO rule_run (action_id) VALUES (?)').run(actionId);
  return { actionId, title };
}

const MOVES = { archive: 'archive', trash: 'move to Trash', junk: 'mark as junk' } as const;

function targetOf(
  db: Database,
  { actions: { move } }: Rule,
): Pick<MessageChange, 'place' | 'mailboxId'> | null {
  if (move === null) return null;
  if (move.to !== 'mailbox') return { place: move.to };
  const mailbox = getMailbox(db, move.mailboxId);
  return mailbox && { place: placeOfRoles([mailbox.role]) ?? 'archive', mailboxId: mailbox.id };
}

/** The user took back what a rule did. */
export function noteRunUndone(tx: Tx, actionId: string): void {
  prepare(tx.db, 'UPDATE rule_run SET undone = 1 WHERE action_id = ?').run(actionId);
}
