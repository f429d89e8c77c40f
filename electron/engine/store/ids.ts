import { randomUUID } from 'node:crypto';
import type { Database } from './database.ts';
import { prepare } from './statements.ts';

/** Rows that one millisecond has room for. */
const ROWS_PER_MS = 2048;
/** The last millisecond whose rows are still exact in a double (in the year 2109). */
const LAST_MS = Math.floor(Number.MAX_SAFE_INTEGER / ROWS_PER_MS) - 1;

/** The time of a `message.row`, in milliseconds since the Unix epoch. */
export const timeOfRow = (row: number): number => Math.floor(row / ROWS_PER_MS);

/** The first `message.row` that a message of this time (milliseconds since the Unix epoch) may have. */
export function rowsFrom(dateMs: number): number {
  const ms = Number.isFinite(dateMs) ? Math.min(Math.max(Math.trunc(dateMs), 0), LAST_MS) : 0;
  return ms * ROWS_PER_MS;
}

let lastMs = 0;
let counter = 0;

/**
 * A UUID version 7 (RFC 9562 section 5.7) for `ms` since the Unix epoch. Ids made in one process grow: a 12-bit
 * counter (section 6.2, method 1) follows the time, and a clock that goes back does not make them smaller.
 */
export function uuidv7(ms: number = Date.now()): string {
  // A version 4 has its random bits and the variant where version 7 wants them, and Node draws them many at once.
  const random = randomUUID();
  if (ms > lastMs) {
    lastMs = ms;
    counter = Number.parseInt(random.slice(0, 3), 16) & 0x7ff;
  } else if (++counter > 0xfff) {
    lastMs++;
    counter = 0;
  }
  const time = lastMs.toString(16).padStart(12, '0');
  const low = (0x7000 | counter).toString(16);
  return `${time.slice(0, 8)}-${time.slice(8)}-${low}-${random.slice(19)}`;
}

/**
 * A free `message.row` for a message of `dateMs` (milliseconds since the Unix epoch): the time times 2048 plus a
 * counter, so that rows are in the order of time. Times that do not fit (before 1970, after 2109, not a number) are
 * clamped; when a millisecond is full the next one is taken.
 */
export function messageRow(db: Database, dateMs: number): number {
  const newest = prepare<{ row: number | null }>(
    db,
    'SELECT max(row) AS row FROM message WHERE row >= ? AND row < ?',
  );
  for (let base = rowsFrom(dateMs); ; base += ROWS_PER_MS) {
    const taken = newest.get(base, base + ROWS_PER_MS)?.row ?? base - 1;
    if (taken + 1 < base + ROWS_PER_MS) return taken + 1;
  }
}
