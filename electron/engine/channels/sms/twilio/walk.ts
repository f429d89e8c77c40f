/**
 * Reading a newest-first list that grows while it is read. A walk goes from the top down to what is known, page
 * by page along the carrier's own links; new texts at the top wait for the next walk, so none is skipped.
 */
import { z } from 'zod';
import type { TwilioMessage } from './schemas.ts';

/** Texts that turn up this much late, with an older time, are still seen. */
const OVERLAP_MS = 10 * 60_000;
/** Now and then a walk goes further down, for what came later still. */
const DEEP_OVERLAP_MS = 24 * 3600_000;
const DEEP_EVERY_MS = 6 * 3600_000;

const walkState = z.object({
  /** Next page to read; null for the top. */
  uri: z.string().nullable(),
  /** The walk ends at a page that is wholly older (carrier's clock). */
  floor: z.number(),
  /** Newest time seen in this walk. */
  top: z.number(),
  rows: z.number(),
  deep: z.boolean(),
});

const streamState = z.object({
  /** Newest time of the last finished walk; null before the first. */
  high: z.number().nullable(),
  deepAt: z.number(),
  /** Fingerprint of each text inside the overlap, by remote id. */
  known: z.record(z.string(), z.tuple([z.number(), z.string()])),
  walk: walkState.nullable(),
});
export type StreamState = z.infer<typeof streamState>;

export const cursorData = z.object({ inbound: streamState, outbound: streamState });
export type CursorData = z.infer<typeof cursorData>;

export const freshStream: StreamState = { high: null, deepAt: 0, known: {}, walk: null };

/** Begins a walk, or goes on with the one that was interrupted. */
export function beginWalk(
  stream: StreamState,
  historyFrom: number,
  now: number,
): NonNullable<StreamState['walk']> {
  if (stream.walk) return stream.walk;
  const deep = stream.high !== null && now - stream.deepAt >= DEEP_EVERY_MS;
  const floor = stream.high === null ? historyFrom : stream.high - (deep ? DEEP_OVERLAP_MS : OVERLAP_MS);
  return { uri: null, floor: Math.max(floor, historyFrom), top: stream.high ?? historyFrom, rows: 0, deep };
}

export interface PageOutcome {
  stream: StreamState;
  /** Messages that are new or changed, as listed. */
  changed: TwilioMessage[];
  finished: boolean;
}

/**
 * Takes one page into account. The walk is finished at the end of the list or at a page older than the floor.
 * `fingerprint` tells whether a known text changed.
 */
export function takePage(
  stream: StreamState,
  walk: NonNullable<StreamState['walk']>,
  page: { rows: readonly TwilioMessage[]; listed: number; next: string | null },
  fingerprint: (m: TwilioMessage) => string,
  now: number,
): PageOutcome {
  const known = { ...stream.known };
  const changed: TwilioMessage[] = [];
  for (const row of page.rows) {
    if (row.date_created < walk.floor) continue;
    const mark = fingerprint(row);
    if (known[row.sid]?.[1] === mark) continue;
    known[row.sid] = [row.date_created, mark];
    changed.push(row);
  }
  const top = page.rows.reduce((newest, row) => Math.max(newest, row.date_created), walk.top);
  const older = page.rows.length > 0 && page.rows.every((row) => row.date_created < walk.floor);
  const finished = page.next === null || older;
  // An empty page counts too, or a list of nothing but links would never reach the cap.
  const rows = walk.rows + Math.max(page.listed, 50);
  // One row dated in the future must not make all that follow look old.
  const high = Math.min(Math.max(top, stream.high ?? 0), now);
  // Only what the next walks will read again needs remembering.
  const recent = Object.fromEntries(Object.entries(known).filter(([, [at]]) => at >= high - OVERLAP_MS));
  if (!finished) {
    return {
      stream: { ...stream, known: recent, walk: { ...walk, uri: page.next, top, rows } },
      changed,
      finished,
    };
  }
  const deepAt = walk.deep || stream.high === null ? now : stream.deepAt;
  return { stream: { high, deepAt, known: recent, walk: null }, changed, finished };
}
