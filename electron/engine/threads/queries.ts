/** The lists of threads. */
import { listServerDrafts } from '#engine/drafts/server-drafts.ts';
import type { Channel, View } from '#shared/contract/model.ts';
import type { PlaceCounts } from '#shared/contract/places.ts';
import type { ThreadRow } from '#shared/contract/threads.ts';
import { PLANNED } from '../actions/journal.ts';
import { prepare } from '../store/statements.ts';
import type { Database } from '../store/transaction.ts';
import type { BackWhy } from './choices.ts';
import { type ListChoice, labelScope, mailboxScope, scope, timeOfEntry } from './scopes.ts';

/** Its channels and accounts have lists of their own. */
const LATER = scope({ view: 'later', channel: null, accountId: null, mailboxId: null });

export interface PageArgs extends ListChoice {
  /** Threads to leave out from the newest. */
  offset: number;
  limit: number;
}

interface ThreadColumns {
  id: string;
  kind: 'person' | 'topic';
  contact_id: string | null;
  subject: string;
  snippet: string;
  snippet_from_me: number;
  participants: string;
  participant_count: number;
  channels: string;
  last_at: number;
  message_count: number;
  unread: number;
  starred: number;
  has_attachments: number;
  needs_attention: number;
  muted: number | null;
  pinned: number | null;
  later_at: number | null;
  remind_at: number | null;
  back_at: number | null;
  back_why: BackWhy | null;
  back_seen: number | null;
}

const CHOICE = 'c.muted, c.pinned, c.later_at, c.remind_at, c.back_at, c.back_why, c.back_seen';

/** A part of a list, newest first, and how many threads the whole list has. */
export function pageThreads(db: Database, args: PageArgs): { rows: ThreadRow[]; total: number } {
  const key = scope(args);
  const total = totals(db, key)?.threads ?? 0;
  const rows = entries(db, key, args.offset, args.limit, total);
  const names = listNames(db);
  // In Later the entry says when the thread comes back.
  const lastAt = (row: Entry) => (key.startsWith(LATER) ? row.last_at : timeOfEntry(row.entryAt));
  return { total, rows: rows.map((row) => ({ ...toThreadRow(db, row, names), lastAt: lastAt(row) })) };
}

/** A thread's row as lists show it, or null. */
export function threadRowById(db: Database, id: string): ThreadRow | null {
  const row = prepare(
    db,
    `SELECT t.*, ${CHOICE} FROM thread t LEFT JOIN thread_choice c ON c.thread_id = t.id WHERE t.id = ?`,
  ).get(id) as ThreadColumns | undefined;
  return row ? toThreadRow(db, row, listNames(db)) : null;
}

type Entry = ThreadColumns & { entryAt: number };

/** Walks the list from the nearer end: a jump to the bottom costs no more than one to the top. */
function entries(db: Database, key: string, offset: number, limit: number, total: number): Entry[] {
  const count = Math.max(0, Math.min(limit, total - offset));
  if (count === 0) return [];
  const fromOldest = total - offset - count;
  if (offset <= fromOldest)
    return prepare(
      db,
      `SELECT t.*, e.last_at AS entryAt, ${CHOICE} FROM
         (SELECT last_at, thread_id FROM thread_entry WHERE scope = ?
          ORDER BY last_at DESC, thread_id DESC LIMIT ? OFFSET ?) e
       CROSS JOIN thread t ON t.id = e.thread_id LEFT JOIN thread_choice c ON c.thread_id = t.id`,
    ).all(key, count, offset) as Entry[];
  const ascending = prepare(
    db,
    `SELECT t.*, e.last_at AS entryAt, ${CHOICE} FROM
       (SELECT last_at, thread_id FROM thread_entry WHERE scope = ?
        ORDER BY last_at, thread_id LIMIT ? OFFSET ?) e
     CROSS JOIN thread t ON t.id = e.thread_id LEFT JOIN thread_choice c ON c.thread_id = t.id`,
  ).all(key, count, fromOldest) as Entry[];
  return ascending.reverse();
}

function toThreadRow(db: Database, row: ThreadColumns, names: ListNames): ThreadRow {
  const draft = prepare(db, 'SELECT 1 FROM draft WHERE thread_id = ? AND sending = 0 LIMIT 1').get(row.id);
  return {
    id: row.id,
    kind: row.kind,
    participants: JSON.parse(row.participants),
    participantCount: row.participant_count,
    subject: row.subject,
    snippet: row.snippet,
    snippetFromMe: row.snippet_from_me === 1,
    channels: row.channels.split(',').filter((c) => c !== '') as Channel[],
    lastAt: row.last_at,
    messageCount: row.message_count,
    // What came back counts as unread until somebody looks at it.
    unread: row.back_at !== null && row.back_seen === 0 ? Math.max(row.unread, 1) : row.unread,
    starred: row.starred === 1,
    hasAttachments: row.has_attachments === 1,
    hasDraft: draft !== undefined,
    needsAttention: row.needs_attention > 0,
    undelivered: row.needs_attention === 2,
    laterUntil: row.later_at,
    remindAt: row.remind_at,
    sendsAt: sendsAt(db, row.id),
    muted: row.muted === 1,
    pinned: row.pinned === 1,
    back: backOf(row),
    ...namedLists(db, row.id, names),
  };
}

function sendsAt(db: Database, threadId: string): number | null {
  return prepare(db, `SELECT min(hold_until) FROM action WHERE thread_id = ? AND ${PLANNED}`)
    .pluck()
    .get(threadId) as number | null;
}

/** Said until something newer is in the thread. */
function backOf({ back_at, back_why, last_at }: ThreadColumns): ThreadRow['back'] {
  if (back_at === null || back_why === null || back_why === 'asked' || back_at < last_at) return null;
  return { at: back_at, why: back_why };
}

interface ListNames {
  mailboxes: ReadonlyMap<string, ThreadRow['mailboxes'][number]>;
  labels: ReadonlyMap<string, string>;
}

/** Labels, and mailboxes without a role, the user's own order: what a row says of the lists its thread stands in. */
function listNames(db: Database): ListNames {
  const mailboxes = prepare(
    db,
    "SELECT id AS mailboxId, name FROM mailbox WHERE role = 'none'",
  ).all() as ThreadRow['mailboxes'];
  const labels = prepare(db, 'SELECT id FROM label WHERE removed = 0').pluck().all() as string[];
  return {
    mailboxes: new Map(mailboxes.map((mailbox) => [mailboxScope(mailbox.mailboxId), mailbox])),
    labels: new Map(labels.map((id) => [labelScope(id), id])),
  };
}

function namedLists(
  db: Database,
  threadId: string,
  { mailboxes, labels }: ListNames,
): Pick<ThreadRow, 'mailboxes' | 'labels'> {
  if (mailboxes.size === 0 && labels.size === 0) return { mailboxes: [], labels: [] };
  const scopes = prepare(
    db,
    "SELECT scope FROM thread_entry WHERE thread_id = ? AND scope BETWEEN 'k@' AND 'm@~'",
  )
    .pluck()
    .all(threadId) as string[];
  return {
    mailboxes: scopes.map((key) => mailboxes.get(key)).filter((mailbox) => mailbox !== undefined),
    labels: scopes.map((key) => labels.get(key)).filter((label) => label !== undefined),
  };
}

interface Totals {
  threads: number;
  unreadThreads: number;
  /** Messages. */
  unread: number;
}

/** What a list adds up to; undefined for an empty one. */
function totals(db: Database, key: string): Totals | undefined {
  return prepare(
    db,
    'SELECT threads, unread_threads AS unreadThreads, unread FROM thread_list WHERE scope = ?',
  ).get(key) as Totals | undefined;
}

/** The numbers beside the places: only of what waits for the user. */
export function placeCounts(db: Database): PlaceCounts {
  const count = (sql: string) => prepare(db, sql).pluck().get() as number;
  const of = (view: View) => totals(db, scope({ view, channel: null, accountId: null, mailboxId: null }));
  return {
    inboxUnread: of('inbox')?.unreadThreads ?? 0,
    mailboxUnread: mailboxUnread(db),
    labelUnread: labelUnread(db),
    drafts: count('SELECT count(*) FROM draft WHERE sending = 0') + listServerDrafts(db).length,
    outbox: count(
      "SELECT count(DISTINCT group_id) FROM action WHERE state IN ('held', 'queued', 'running', 'waiting', 'failed', 'unsure')",
    ),
    outboxPlanned: count(`SELECT count(*) FROM action WHERE ${PLANNED}`),
    outboxAttention: count("SELECT count(*) FROM action WHERE state IN ('failed', 'unsure')"),
    trash: of('trash')?.threads ?? 0,
    junk: of('junk')?.threads ?? 0,
  };
}

function mailboxUnread(db: Database): Record<string, number> {
  const ids = prepare(db, 'SELECT id FROM mailbox WHERE selectable = 1').pluck().all() as string[];
  const counts = ids.map((id) => [id, totals(db, mailboxScope(id))?.unread ?? 0] as const);
  return Object.fromEntries(counts.filter(([, unread]) => unread > 0));
}

function labelUnread(db: Database): Record<string, number> {
  const ids = prepare(db, 'SELECT id FROM label WHERE removed = 0').pluck().all() as string[];
  const counts = ids.map((id) => [id, totals(db, labelScope(id))?.unreadThreads ?? 0] as const);
  return Object.fromEntries(counts.filter(([, unread]) => unread > 0));
}
