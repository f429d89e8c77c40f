/** What a rule would be about, and what one could begin with. */
import { prepare } from '#engine/store/statements.ts';
import type { Database } from '#engine/store/transaction.ts';
import type { RuleDraft, RulePreview, RuleRun, RuleSuggestion } from '#shared/contract/rules.ts';
import { matcher } from './match.ts';
import { type InboxCursor, inboxStep, subjectOf } from './subjects.ts';

/** Messages a preview looks at. */
const LOOKED_AT = 1000;
const SHOWN = 20;
const RUNS_SHOWN = 30;

type About = Pick<RuleDraft, 'accountId' | 'conditions'>;

/** What a rule would be about of the newest messages in the inbox. */
export function previewRule(db: Database, about: About): RulePreview {
  let rows: number[] = [];
  let after: InboxCursor | null = null;
  do {
    const step = inboxStep(db, { accountId: about.accountId, after });
    rows.push(...step.rows);
    after = step.next;
  } while (after !== null && rows.length < LOOKED_AT);
  const hasOlder = after !== null || rows.length > LOOKED_AT;
  rows = rows.slice(0, LOOKED_AT);
  const matched = matching(db, about, rows).sort((a, b) => b - a);
  const shown = prepare(
    db,
    `SELECT m.id AS messageId, m.subject, m.date, coalesce(a.name, '') AS name, coalesce(a.address, '') AS address
     FROM message m LEFT JOIN message_address a ON a.message_row = m.row AND a.role = 'from' AND a.position = 0
     WHERE m.row = ?`,
  );
  const newest = matched.slice(0, SHOWN).map((row) => {
    const { name, address, ...rest } = shown.get(row) as {
      messageId: string;
      subject: string;
      date: number;
      name: string;
      address: string;
    };
    return { ...rest, from: { name, address } };
  });
  return { matched: matched.length, looked: rows.length, hasOlder, newest };
}

function matching(db: Database, { accountId, conditions }: About, rows: readonly number[]): number[] {
  const matches = matcher(accountId, conditions);
  return rows.filter((row) => {
    const mail = subjectOf(db, row);
    return mail !== null && matches(mail) === true;
  });
}

/** One step through the inbox: the rows a rule is about, and where to go on. */
export function matchInbox(
  db: Database,
  { accountId, conditions, after }: About & { after: InboxCursor | null },
): { rows: number[]; next: InboxCursor | null } {
  const { rows, next } = inboxStep(db, { accountId, after });
  return { rows: matching(db, { accountId, conditions }, rows), next };
}

/** A rule about mail like the newest that came in a thread: of its list, else of its author. */
export function suggestRule(db: Database, { threadId }: { threadId: string }): RuleSuggestion | null {
  const row = prepare(
    db,
    `SELECT max(row) FROM message INDEXED BY message_thread
     WHERE thread_id = ? AND channel = 'mail' AND from_me = 0`,
  )
    .pluck()
    .get(threadId) as number | null;
  const mail = row === null ? null : subjectOf(db, row);
  const author = mail?.from[0];
  if (!mail || (!author && mail.listId === null)) return null;
  const fits = (text: string, most: number) => text.trim().slice(0, most);
  return {
    name: fits(author?.name.trim() || author?.address.trim() || (mail.listId ?? ''), 100),
    accountId: mail.accountId,
    conditions: [
      mail.listId !== null && mail.listId.length <= 200
        ? { kind: 'list', text: mail.listId }
        : { kind: 'from', text: fits(author?.address ?? '', 200) },
    ],
  };
}

/** What rules did lately, the newest first. */
export function listRuns(db: Database): RuleRun[] {
  const rows = prepare(
    db,
    `SELECT r.action_id AS actionId, a.title, a.created_at AS at, r.undone OR a.state = 'cancelled' AS undone
     FROM rule_run r JOIN action a ON a.id = r.action_id ORDER BY r.action_id DESC LIMIT ${RUNS_SHOWN}`,
  ).all() as (Omit<RuleRun, 'undone'> & { undone: number })[];
  return rows.map((row) => ({ ...row, undone: row.undone === 1 }));
}
