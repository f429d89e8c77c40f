/** How far the stored sources were read again, and the mails that come next. */
import { type StoredSource, storedSource } from '#engine/reading/stored-mail.ts';
import { prepare } from '#engine/store/statements.ts';
import type { Database, Tx } from '#engine/store/transaction.ts';
import { refreshThreads } from '#engine/threads/summary.ts';
import { type Derived, rederive } from './derived.ts';

/** Messages looked at together, and the bytes of their stored sources after which no more are. */
const GROUP = 32;
const GROUP_BYTES = 1024 * 1024;
/** After so long a transaction takes no further mail: whoever clicks waits for it. */
const STEP_MS = 12;
/** Messages after which the place is noted although none of them changed: what a crash has read twice. */
const NOTED_AFTER = 512;

export interface RereadState {
  parser: number;
  /** Messages from this row on were read again; `null`: all were. */
  nextRow: number | null;
  /** Where it began. */
  firstRow: number;
  /** Messages that were looked at. */
  done: number;
}

/** `null` before the first time. */
export function rereadState(db: Database, _: null): RereadState | null {
  const found = prepare(
    db,
    'SELECT parser, next_row AS nextRow, first_row AS firstRow, done FROM derived_state',
  ).get() as RereadState | undefined;
  return found ?? null;
}

/** A new round, over every message that is here now, the newest first. */
export function beginRereading(tx: Tx, parser: number): RereadState {
  const newest = prepare(tx.db, 'SELECT max(row) FROM message').pluck().get() as number | null;
  const firstRow = newest === null ? 0 : newest + 1;
  const state = { parser, nextRow: newest === null ? null : firstRow, firstRow, done: 0 };
  note(tx, state);
  return state;
}

/** The row of the oldest message; `null` when there is none. */
export function oldestRow(db: Database, _: null): number | null {
  return prepare(db, 'SELECT min(row) FROM message').pluck().get() as number | null;
}

export interface OldMail {
  row: number;
  id: string;
  /** Milliseconds since the epoch. */
  internalDate: number;
  /** `null`: there is nothing to read again. */
  source: StoredSource | null;
}

/** The next messages below a row, the newest first; what has no source, or was written here, is named without one. */
export function rereadNext(db: Database, below: number): OldMail[] {
  const rows = prepare(
    db,
    `SELECT row, id, coalesce(internal_date, date) AS internalDate, coalesce(send_state IS NULL, 0) AS received
     FROM message LEFT JOIN mail ON message_row = row WHERE row < ? ORDER BY row DESC LIMIT ${GROUP}`,
  ).all(below) as (Omit<OldMail, 'source'> & { received: number })[];
  const group: OldMail[] = [];
  let bytes = 0;
  for (const { received, ...mail } of rows) {
    if (bytes > GROUP_BYTES) break;
    const source = received ? storedSource(db, mail.id) : null;
    bytes += source?.deflated?.byteLength ?? 0;
    group.push({ ...mail, source });
  }
  return group;
}

export interface RereadStep {
  state: RereadState;
  /** In the order of `rereadNext`; `derived` null keeps what is stored. */
  mails: { row: number; id: string; derived: Derived | null }[];
}

/** Writes what the first of these mails say now, as many as it has time for: at least one. */
export function rereadStep(tx: Tx, { state, mails }: RereadStep): RereadState {
  const until = performance.now() + STEP_MS;
  const isHere = prepare(tx.db, 'SELECT 1 FROM message WHERE row = ? AND id = ?');
  let changed = false;
  let { nextRow, done } = state;
  for (const { row, id, derived } of mails) {
    if (derived && isHere.get(row, id) && rederive(tx, row, derived)) changed = true;
    nextRow = row;
    done++;
    if (performance.now() > until) break;
  }
  refreshThreads(tx);
  const next = { ...state, nextRow, done };
  if (changed || done % NOTED_AFTER < done - state.done) note(tx, next);
  return next;
}

export function endRereading(tx: Tx, state: RereadState): void {
  note(tx, { ...state, nextRow: null });
}

function note(tx: Tx, { parser, nextRow, firstRow, done }: RereadState): void {
  prepare(
    tx.db,
    'INSERT OR REPLACE INTO derived_state (id, parser, next_row, first_row, done) VALUES (1, ?, ?, ?, ?)',
  ).run(parser, nextRow, firstRow, done);
}

export const rereadCommands = {
  'reread.begin': beginRereading,
  'reread.step': rereadStep,
  'reread.end': endRereading,
};
export const rereadQueries = {
  'reread.state': rereadState,
  'reread.oldest': oldestRow,
  'reread.next': rereadNext,
};
