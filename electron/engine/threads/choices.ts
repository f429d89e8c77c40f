/**
 * What the user chose for a thread that no server knows: put away until later, muted, pinned, to be reminded of. Time and
 * messages end the choices; whatever ends one is written here, in the transaction that touches the thread.
 */
import { prepare } from '../store/statements.ts';
import type { Database, Tx } from '../store/transaction.ts';
import { markDirty } from './dirty.ts';

/** Why a thread stands in the inbox again. `asked`: the user took it back himself. */
export type BackWhy = 'due' | 'message' | 'no-answer' | 'asked';

/** When something was chosen, and the greatest id of a message there can have been then. */
export interface Moment {
  since: number;
  after: string;
}

/** Times are milliseconds since the epoch. */
export interface ThreadChoice {
  muted: boolean;
  /** Stands before all others in its lists. */
  pinned: boolean;
  later: (Moment & { at: number }) | null;
  /** `row`: the message of mine that waits for an answer. */
  remind: (Moment & { at: number; row: number | null }) | null;
  /** `kept`: it stands in the inbox although no message of it lies there. */
  back: { at: number; why: BackWhy; seen: boolean; kept: boolean } | null;
}

const NO_CHOICE: ThreadChoice = { muted: false, pinned: false, later: null, remind: null, back: null };

interface Columns {
  muted: number;
  pinned: number;
  later_at: number | null;
  later_since: number;
  later_after: string;
  remind_at: number | null;
  remind_since: number;
  remind_after: string;
  remind_row: number | null;
  back_at: number | null;
  back_why: BackWhy | null;
  back_seen: number;
  back_kept: number;
}

export function readChoice(db: Database, threadId: string): ThreadChoice {
  const row = prepare(db, 'SELECT * FROM thread_choice WHERE thread_id = ?').get(threadId) as
    | Columns
    | undefined;
  return row ? toChoice(row) : NO_CHOICE;
}

function toChoice(row: Columns): ThreadChoice {
  return {
    muted: row.muted === 1,
    pinned: row.pinned === 1,
    later:
      row.later_at === null ? null : { at: row.later_at, since: row.later_since, after: row.later_after },
    remind:
      row.remind_at === null
        ? null
        : { at: row.remind_at, since: row.remind_since, after: row.remind_after, row: row.remind_row },
    back:
      row.back_at === null
        ? null
        : {
            at: row.back_at,
            why: row.back_why ?? 'asked',
            seen: row.back_seen === 1,
            kept: row.back_kept === 1,
          },
  };
}

/** Whether two choices are the same; the journal may hold one of a Skein that knew fewer. */
export function sameChoice(a: ThreadChoice, b: ThreadChoice): boolean {
  return JSON.stringify({ ...NO_CHOICE, ...a }) === JSON.stringify({ ...NO_CHOICE, ...b });
}

/** Writes what was chosen for a thread; its lists follow with `refreshThreads`. Nothing when the thread is gone. */
export function writeChoice(tx: Tx, threadId: string, choice: ThreadChoice): void {
  put(tx, threadId, choice);
  markDirty(tx, threadId);
}

function put(tx: Tx, threadId: string, choice: ThreadChoice): void {
  if (sameChoice(choice, NO_CHOICE))
    prepare(tx.db, 'DELETE FROM thread_choice WHERE thread_id = ?').run(threadId);
  else
    prepare(
      tx.db,
      `INSERT OR REPLACE INTO thread_choice (thread_id, muted, pinned, later_at, later_since, later_after, remind_at,
         remind_since, remind_after, remind_row, back_at, back_why, back_seen, back_kept)
       SELECT id, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ? FROM thread WHERE id = ?`,
    ).run(
      Number(choice.muted),
      Number(choice.pinned ?? false),
      choice.later?.at ?? null,
      choice.later?.since ?? null,
      choice.later?.after ?? null,
      choice.remind?.at ?? null,
      choice.remind?.since ?? null,
      choice.remind?.after ?? null,
      choice.remind?.row ?? null,
      choice.back?.at ?? null,
      choice.back?.why ?? null,
      Number(choice.back?.seen ?? false),
      Number(choice.back?.kept ?? false),
      threadId,
    );
}

/** Lets the choice of a thread that lost all its conversations go with them. */
export function followChoice(tx: Tx, from: string, to: string): void {
  prepare(tx.db, 'UPDATE OR IGNORE thread_choice SET thread_id = ? WHERE thread_id = ?').run(to, from);
}

/**
 * For a thread that is being refreshed: ends what its messages end: an arrival brings back what was put away, unless it is muted; an answer ends
 * the reminder, and so does taking the message back. Returns what is left.
 */
export function settleChoice(tx: Tx, threadId: string): ThreadChoice {
  const choice = readChoice(tx.db, threadId);
  if (choice.later === null && choice.remind === null) return choice;
  const settled = { ...choice };
  if (choice.later && !choice.muted && hasArrived(tx.db, threadId, choice.later)) {
    settled.later = null;
    settled.back = backNow(tx, threadId, 'message', false);
  }
  const { remind } = choice;
  if (remind && (wasTakenBack(tx.db, remind.row) || hasArrived(tx.db, threadId, remind)))
    settled.remind = null;
  if (!sameChoice(choice, settled)) put(tx, threadId, settled);
  return settled;
}

/** Messages of a thread that are looked at for news. */
const LOOKED_AT = 50;
/** A message may take this long from its server to here and still be news; older ones come from a first sync. */
const ON_THE_WAY_MS = 86_400_000;

/** Whether somebody else's message came here since then. That a mail is on its way, or was read, is no answer. */
function hasArrived(db: Database, threadId: string, { since, after }: Moment): boolean {
  const found = prepare(
    db,
    `SELECT 1 FROM (SELECT row FROM message INDEXED BY message_thread WHERE thread_id = ? AND from_me = 0
         AND place IN ('inbox', 'archive') ORDER BY row DESC LIMIT ${LOOKED_AT}) n
     JOIN message m ON m.row = n.row LEFT JOIN mail ON mail.message_row = m.row
     WHERE m.id > ? AND max(m.date, coalesce(mail.internal_date, 0)) > ? AND NOT EXISTS (
         SELECT 1 FROM delivery_report r WHERE r.message_row = m.row AND r.action <> 'failed') LIMIT 1`,
  ).get(threadId, after, since - ON_THE_WAY_MS);
  return found !== undefined;
}

/** A reminder at `at`, unless somebody answers from now on; `row`: the message of mine it is about. */
export function remindOf(tx: Tx, threadId: string, at: number, row: number | null): ThreadChoice['remind'] {
  return { at, ...momentOf(tx, threadId), row };
}

/** This moment, for a thread: ids grow with time, but a clock may have been wrong when its messages came. */
export function momentOf(tx: Tx, threadId: string): Moment {
  const newest = prepare(
    tx.db,
    `SELECT coalesce(max(m.id), '') FROM message t INDEXED BY message_thread JOIN message m ON m.row = t.row
     WHERE t.thread_id = ?`,
  )
    .pluck()
    .get(threadId) as string;
  const id = tx.id();
  return { since: tx.now(), after: newest > id ? newest : id };
}

function wasTakenBack(db: Database, row: number | null): boolean {
  return row !== null && prepare(db, 'SELECT 1 FROM message WHERE row = ?').get(row) === undefined;
}

function backNow(tx: Tx, threadId: string, why: BackWhy, muted: boolean): NonNullable<ThreadChoice['back']> {
  const inInbox = prepare(
    tx.db,
    "SELECT 1 FROM message INDEXED BY message_thread WHERE thread_id = ? AND place = 'inbox' LIMIT 1",
  ).get(threadId);
  return { at: tx.now(), why, seen: false, kept: muted || inInbox === undefined };
}

/** How many threads come back in one transaction. */
const DUE_BATCH = 100;

/** Brings back what is due, the longest due first; returns the threads. Call again until there is none. */
export function bringBackDue(tx: Tx): string[] {
  const now = tx.now();
  const due = prepare(
    tx.db,
    `SELECT thread_id FROM thread_choice WHERE later_at <= @now OR remind_at <= @now
     ORDER BY min(coalesce(later_at, remind_at), coalesce(remind_at, later_at)), thread_id LIMIT ${DUE_BATCH}`,
  )
    .pluck()
    .all({ now }) as string[];
  for (const id of due) {
    const choice = readChoice(tx.db, id);
    const reminded = choice.remind !== null && choice.remind.at <= now;
    writeChoice(tx, id, {
      ...choice,
      later: null,
      remind: reminded ? null : choice.remind,
      back: backNow(tx, id, reminded ? 'no-answer' : 'due', choice.muted),
    });
  }
  return due;
}

/** When the next thread comes back; null when none does. */
export function nextBackAt(db: Database): number | null {
  return prepare(
    db,
    `SELECT min(at) FROM (SELECT min(later_at) AS at FROM thread_choice WHERE later_at IS NOT NULL
       UNION ALL SELECT min(remind_at) FROM thread_choice WHERE remind_at IS NOT NULL)`,
  )
    .pluck()
    .get() as number | null;
}
