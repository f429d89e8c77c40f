/** Search over everything that is here, newest first. */
import type { Address, Channel } from '#shared/contract/model.ts';
import type { SearchHit } from '#shared/contract/search.ts';
import { labelsCalled } from '../labels/labels.ts';
import { prepare } from '../store/statements.ts';
import type { Database } from '../store/transaction.ts';
import { labelScope } from '../threads/scopes.ts';
import { MARK_END, MARK_START, showMarks } from './marks.ts';
import { planSearch, type SearchPlan } from './plan.ts';
import { parseQuery } from './query.ts';
import { provideNames } from './sql-functions.ts';

export interface SearchArgs {
  query: string;
  limit: number;
  /** Milliseconds since the epoch; decides what "today" is. */
  now?: number;
}

export interface SearchResult {
  hits: SearchHit[];
  /** How many messages match; counted up to 10,000. */
  total: number;
  tookMs: number;
  /** Messages whose text is not here yet. */
  notIndexed: number;
  problems: string[];
}

const MAX_COUNTED = 10_000;
/** Words of an excerpt. */
const EXCERPT = 18;

interface HitRow {
  row: number;
  id: string;
  threadId: string;
  accountId: string;
  channel: Channel;
  subject: string;
  date: number;
  excerpt: string;
  subjectMarks: string | null;
  peopleMarks: string | null;
}

/**
 * Finds the newest `limit` messages. Rows of the index are in the order of time, so that the newest are read without
 * sorting; `score` only tells where in the message the words were found. Never throws for any query.
 */
export function search(db: Database, { query, limit, now = Date.now() }: SearchArgs): SearchResult {
  const started = performance.now();
  provideNames(db);
  const parsed = parseQuery(query, now);
  const plan = planSearch(parsed, {
    mailboxes: (name) => mailboxesCalled(db, name),
    labelLists: (name) => labelsCalled(db, name).map(labelScope),
    numbers: (name) => numbersOf(db, name),
  });
  const empty =
    plan.match === null &&
    plan.exclude === null &&
    parsed.flags.length + parsed.places.length + parsed.labels.length + parsed.senders.length === 0 &&
    parsed.after === null &&
    parsed.before === null;
  const rows = empty ? [] : find(db, plan, limit);
  const total = empty ? 0 : rows.length < limit ? rows.length : count(db, plan);
  return {
    hits: rows.map((row) => toHit(db, row)),
    total,
    tookMs: performance.now() - started,
    notIndexed: notIndexed(db),
    problems: plan.problems,
  };
}

const MESSAGE = `m.row, m.id, m.thread_id AS threadId, m.account_id AS accountId, m.channel, m.subject, m.date`;

function find(db: Database, plan: SearchPlan, limit: number): HitRow[] {
  const { sql, params } = conditions(plan);
  const marks = [MARK_START, MARK_END];
  if (plan.match === null)
    return db
      .prepare(
        `SELECT ${MESSAGE}, substr(coalesce(b.text, m.snippet), 1, 160) AS excerpt, NULL AS subjectMarks,
           NULL AS peopleMarks
         FROM message m LEFT JOIN body b ON b.row = m.row WHERE ${sql} ORDER BY m.row DESC LIMIT ?`,
      )
      .all(...params, limit) as HitRow[];
  return db
    .prepare(
      `SELECT ${MESSAGE}, snippet(search_index, -1, ?, ?, '…', ${EXCERPT}) AS excerpt,
         highlight(search_index, 0, ?, ?) AS subjectMarks, highlight(search_index, 1, ?, ?) AS peopleMarks
       FROM search_index CROSS JOIN message m ON m.row = search_index.rowid
       WHERE search_index MATCH ? AND ${sql} ORDER BY search_index.rowid DESC LIMIT ?`,
    )
    .all(...marks, ...marks, ...marks, plan.match, ...params, limit) as HitRow[];
}

function count(db: Database, plan: SearchPlan): number {
  const { sql, params } = conditions(plan);
  const from =
    plan.match === null
      ? 'message m WHERE'
      : 'search_index CROSS JOIN message m ON m.row = search_index.rowid WHERE search_index MATCH ? AND';
  const all = plan.match === null ? params : [plan.match, ...params];
  return db
    .prepare(`SELECT count(*) FROM (SELECT 1 FROM ${from} ${sql} LIMIT ${MAX_COUNTED})`)
    .pluck()
    .get(...all) as number;
}

function conditions(plan: SearchPlan): { sql: string; params: (string | number)[] } {
  const where = [...plan.where];
  if (plan.exclude !== null)
    where.push({
      sql: 'm.row NOT IN (SELECT rowid FROM search_index WHERE search_index MATCH ?)',
      params: [plan.exclude],
    });
  return { sql: where.map((part) => part.sql).join(' AND '), params: where.flatMap((part) => part.params) };
}

function toHit(db: Database, row: HitRow): SearchHit {
  return {
    id: row.id,
    threadId: row.threadId,
    messageId: row.channel === 'mail' ? messageIdOf(db, row.row) : null,
    channel: row.channel,
    subject: row.subject,
    from: authorOf(db, row.row),
    date: row.date,
    excerpt: showMarks(row.excerpt.replace(/\s+/g, ' ').trim()),
    score: score(row),
  };
}

/** 1 for words in the subject, 0.7 for names, 0.4 for anywhere else. */
function score(row: HitRow): number {
  if (row.subjectMarks?.includes(MARK_START)) return 1;
  return row.peopleMarks?.includes(MARK_START) ? 0.7 : 0.4;
}

function messageIdOf(db: Database, row: number): string | null {
  const mail = prepare(db, 'SELECT message_id AS messageId FROM mail WHERE message_row = ?').get(row) as
    | { messageId: string | null }
    | undefined;
  return mail?.messageId ?? null;
}

function authorOf(db: Database, row: number): Address {
  const author = prepare(
    db,
    `SELECT a.address, CASE WHEN a.name <> '' OR c.name_source IS NULL OR c.name_source = 'address'
         THEN a.name ELSE c.name END AS name
     FROM message_address a LEFT JOIN identity i ON i.id = a.identity_id LEFT JOIN contact c ON c.id = i.contact_id
     WHERE a.message_row = ? AND a.role IN ('from', 'sender') ORDER BY a.role, a.position LIMIT 1`,
  ).get(row) as Address | undefined;
  return author ?? { name: '', address: '' };
}

function mailboxesCalled(db: Database, name: string): string[] {
  const rows = prepare(db, 'SELECT id, name, path FROM mailbox').all() as {
    id: string;
    name: string;
    path: string;
  }[];
  return rows
    .filter((box) => box.name.toLowerCase() === name || box.path.toLowerCase() === name)
    .map((box) => box.id);
}

const MAX_NUMBERS = 20;

function numbersOf(db: Database, name: string): string[] {
  const values = prepare(
    db,
    `SELECT i.value FROM identity i JOIN contact c ON c.id = i.contact_id
     WHERE i.kind = 'phone' AND skein_names(?, c.name) LIMIT ${MAX_NUMBERS}`,
  )
    .pluck()
    .all(name) as string[];
  return values.map((value) => value.replace(/^[a-z0-9]+:/, ''));
}

function notIndexed(db: Database): number {
  return prepare(
    db,
    `SELECT count(*) FROM mail WHERE body_state <> 'full'
       AND NOT EXISTS (SELECT 1 FROM body WHERE body.row = mail.message_row AND body.text <> '')`,
  )
    .pluck()
    .get() as number;
}
