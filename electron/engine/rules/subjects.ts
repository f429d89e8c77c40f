/** What rules look at, of mail that is in the store. */
import { prepare } from '#engine/store/statements.ts';
import type { Database } from '#engine/store/transaction.ts';
import { scope } from '#engine/threads/scopes.ts';
import type { Address } from '#shared/contract/model.ts';
import type { RuleSubject } from './match.ts';

/** `null` when there is no such mail. */
export function subjectOf(db: Database, row: number): RuleSubject | null {
  const mail = prepare(
    db,
    `SELECT m.account_id AS accountId, m.subject, m.has_attachments AS hasAttachments, mail.list_id AS listId
     FROM message m JOIN mail ON mail.message_row = m.row WHERE m.row = ?`,
  ).get(row) as
    | { accountId: string; subject: string; hasAttachments: number; listId: string | null }
    | undefined;
  if (!mail) return null;
  const people = prepare(
    db,
    `SELECT role, name, address FROM message_address WHERE message_row = ? AND role IN ('from', 'to', 'cc')`,
  ).all(row) as (Address & { role: string })[];
  return {
    ...mail,
    from: people.filter(({ role }) => role === 'from'),
    to: people.filter(({ role }) => role !== 'from'),
    hasAttachments: mail.hasAttachments === 1,
  };
}

/** Where a walk through the inbox stands: the last thread it looked at. */
export interface InboxCursor {
  lastAt: number;
  threadId: string;
}

/** Threads of a step. */
const STEP = 250;

/** The next received mails of the inbox, those of the newest threads first; `next` null at its end. */
export function inboxStep(
  db: Database,
  { accountId, after }: { accountId: string | null; after: InboxCursor | null },
): { rows: number[]; next: InboxCursor | null } {
  const list = scope({ view: 'inbox', channel: null, accountId, mailboxId: null });
  const threads = prepare(
    db,
    `SELECT last_at AS lastAt, thread_id AS threadId FROM thread_entry
     WHERE scope = ? AND (last_at, thread_id) < (?, ?) ORDER BY last_at DESC, thread_id DESC LIMIT ${STEP}`,
  ).all(list, after?.lastAt ?? Number.MAX_SAFE_INTEGER, after?.threadId ?? '') as InboxCursor[];
  const inThread = prepare(
    db,
    `SELECT row FROM message INDEXED BY message_thread WHERE thread_id = ? AND place = 'inbox' AND channel = 'mail'
       AND from_me = 0 AND (? IS NULL OR account_id = ?) ORDER BY row DESC`,
  ).pluck();
  const rows = threads.flatMap(({ threadId }) => inThread.all(threadId, accountId, accountId) as number[]);
  return { rows, next: threads.length < STEP ? null : (threads.at(-1) ?? null) };
}
