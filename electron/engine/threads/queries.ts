/** The lists of threads. */
import { listServerDrafts } from '#engine/drafts/server-drafts.ts';
import type { Channel, View } from '#shared/contract/model.ts';
import type { PlaceCounts } from '#shared/contract/places.ts';
import type { ThreadRow } from '#shared/contract/threads.ts';
import { OPEN, PLANNED, UNDER_WAY } from '../actions/journal.ts';
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
  const beside = besideRows(db, rows);
  // In Later the entry says when the thread comes back.
  const lastAt = (row: Entry) => (key.startsWith(LATER) ? row.last_at : timeOfEntry(row.entryAt));
  return { total, rows: rows.map((row) => ({ ...toThreadRow(row, beside), lastAt: lastAt(row) })) };
}

/** A thread's row as lists show it, or null. */
export function threadRowById(db: Database, id: string): ThreadRow | null {
  const row = prepare(
    db,
    `SELECT t.*, ${CHOICE} FROM thread t LEFT JOIN thread_choice c ON c.thread_id = t.id WHERE t.id = ?`,
  ).get(id) as ThreadColumns | undefined;
  return row ? toThreadRow(row, besideRows(db, [row])) : null;
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

function toThreadRow(row: ThreadColumns, { drafts, sendsAt, lists }: BesideRows): ThreadRow {
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
    hasDraft: drafts.has(row.id),
    needsAttention: row.needs_attention > 0,
    undelivered: row.needs_attention === 2,
    laterUntil: row.later_at,
    remindAt: row.remind_at,
    sendsAt: sendsAt.get(row.id) ?? null,
    muted: row.muted === 1,
    pinned: row.pinned === 1,
    back: backOf(row),
    ...(lists.get(row.id) ?? { mailboxes: [], labels: [] }),
  };
}

/** Said until something newer is in the thread. */
function backOf({ back_at, back_why, last_at }: ThreadColumns): ThreadRow['back'] {
  if (back_at === null || back_why === null || back_why === 'asked' || back_at < last_at) return null;
  return { at: back_at, why: back_why };
}

type NamedLists = Pick<ThreadRow, 'mailboxes' | 'labels'>;

/** What rows say that is not in them, by thread. */
interface BesideRows {
  drafts: ReadonlySet<string>;
  /** When the next planned message goes. */
  sendsAt: ReadonlyMap<string, number>;
  lists: ReadonlyMap<string, NamedLists>;
}

/** One question for all rows: a window asks for hundreds, and does so after every act. */
function besideRows(db: Database, rows: readonly ThreadColumns[]): BesideRows {
  const ids = JSON.stringify(rows.map(({ id }) => id));
  const drafts = prepare(
    db,
    `SELECT thread_id FROM draft WHERE sending = 0 AND thread_id IN (SELECT value FROM json_each(?))`,
  );
  const planned = prepare<{ id: string; at: number }>(
    db,
    `SELECT thread_id AS id, min(hold_until) AS at FROM action
     WHERE thread_id IN (SELECT value FROM json_each(?)) AND ${PLANNED} GROUP BY thread_id`,
  );
  return {
    drafts: new Set(drafts.pluck().all(ids) as string[]),
    sendsAt: new Map(planned.all(ids).map(({ id, at }) => [id, at])),
    lists: namedLists(db, ids),
  };
}

/** Labels, and mailboxes without a role, the user's own order: what a row says of the lists its thread stands in. */
function namedLists(db: Database, ids: string): Map<string, NamedLists> {
  const lists = new Map<string, NamedLists>();
  const mailboxes = prepare<ThreadRow['mailboxes'][number]>(
    db,
    "SELECT id AS mailboxId, name FROM mailbox WHERE role = 'none'",
  ).all();
  const labels = prepare(db, 'SELECT id FROM label WHERE removed = 0').pluck().all() as string[];
  if (mailboxes.length === 0 && labels.length === 0) return lists;
  const mailboxOf = new Map(mailboxes.map((mailbox) => [mailboxScope(mailbox.mailboxId), mailbox]));
  const labelOf = new Map(labels.map((id) => [labelScope(id), id]));
  const entries = prepare<{ id: string; scope: string }>(
    db,
    `SELECT e.thread_id AS id, e.scope FROM json_each(?) shown CROSS JOIN thread_entry e ON e.thread_id = shown.value
     WHERE e.scope BETWEEN 'k@' AND 'm@~'`,
  ).all(ids);
  for (const { id, scope: key } of entries) {
    const named = lists.get(id) ?? { mailboxes: [], labels: [] };
    const mailbox = mailboxOf.get(key);
    const label = labelOf.get(key);
    if (mailbox) named.mailboxes.push(mailbox);
    if (label) named.labels.push(label);
    lists.set(id, named);
  }
  return lists;
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
    outbox: count(`SELECT count(DISTINCT group_id) FROM action INDEXED BY action_open WHERE ${UNDER_WAY}`),
    outboxPlanned: count(`SELECT count(*) FROM action INDEXED BY action_open WHERE ${PLANNED}`),
    outboxAttention: count(
      `SELECT count(*) FROM action INDEXED BY action_open WHERE ${OPEN} AND state IN ('failed', 'unsure')`,
    ),
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
