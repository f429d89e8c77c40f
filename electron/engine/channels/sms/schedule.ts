/** When the SMS channel does things next. Pure functions of times in ms; no timers here. */
import type { NonTerminalText, UnresolvedText } from './ports.ts';

const SECOND = 1000;
const MINUTE = 60 * SECOND;
const HOUR = 60 * MINUTE;

const FOCUSED_POLL_MS = 8 * SECOND;
const BACKGROUND_POLL_MS = MINUTE;
const LONGEST_BACKOFF_MS = 15 * MINUTE;

/** Delay until the next poll; consecutive failures double it up to 15 minutes. */
export function pollDelayMs(focused: boolean, failures: number, minIntervalMs: number): number {
  const base = Math.max(focused ? FOCUSED_POLL_MS : BACKGROUND_POLL_MS, minIntervalMs);
  return failures === 0 ? base : Math.max(base, backoffMs(failures, 0.5));
}

/** Exponential back-off with jitter: 5 s, 10 s … 15 min, times 0.75 to 1.25. `random` is in [0, 1). */
export function backoffMs(failures: number, random: number): number {
  const plain = Math.min(5 * SECOND * 2 ** Math.min(failures - 1, 20), LONGEST_BACKOFF_MS);
  return Math.round(plain * (0.75 + random / 2));
}

/** How long after an attempt a text of ours may still appear in the carrier's list. */
const VISIBILITY_MS = 10 * MINUTE;
/** Clocks are not equal to the second: how much before the attempt a text of ours may be dated. */
const CLOCK_SLACK_MS = 2 * MINUTE;
/** Two complete lists without the text count only this far apart. */
const LOOK_SPACING_MS = MINUTE;

const LOOK_AFTER_MS = [
  2 * SECOND,
  10 * SECOND,
  30 * SECOND,
  MINUTE,
  2 * MINUTE,
  3 * MINUTE,
  3 * MINUTE,
  2 * MINUTE,
];

/** When to look for an unresolved text again; never for one that waits for the user. */
export function nextLookAt(text: UnresolvedText): number {
  if (text.state === 'needs-human') return Number.POSITIVE_INFINITY;
  const since = text.lastMissAt ?? text.wireEndedAt ?? text.wireStartedAt;
  return since + (LOOK_AFTER_MS[Math.min(text.misses, LOOK_AFTER_MS.length - 1)] ?? MINUTE);
}

/** The span, on the carrier's clock, in which an unresolved text was created if it was. */
export function creationWindow(
  text: UnresolvedText,
  skewNowMs: number,
): { notBefore: number; notAfter: number } {
  // Our clock may have been set between the attempt and now: both readings of it are allowed for.
  const skews = [text.skewMs ?? skewNowMs, skewNowMs];
  const end = text.wireEndedAt ?? text.wireStartedAt;
  return {
    notBefore: text.wireStartedAt + Math.min(...skews) - CLOCK_SLACK_MS,
    notAfter: end + Math.max(...skews) + VISIBILITY_MS,
  };
}

/**
 * Whether one more complete list without the text, as of `asOf` on the carrier's clock, proves that it was not
 * sent: two lists at least a minute apart, the last one after everything that was sent must be visible.
 */
export function provesAbsence(text: UnresolvedText, asOf: number, skewNowMs: number, now: number): boolean {
  if (text.firstMissAt === null || now - text.firstMissAt < LOOK_SPACING_MS) return false;
  return asOf > creationWindow(text, skewNowMs).notAfter;
}

/** Texts accepted longer ago are not asked about any more. */
export const REFRESH_FOR_MS = 72 * HOUR;

const REFRESH_AT_AGE_MS = [5 * SECOND, 15 * SECOND, MINUTE, 5 * MINUTE, 30 * MINUTE];

/** When to ask for the status of an accepted text again: 5 s, 15 s, 1, 5, 30 min after acceptance, then hourly. */
export function nextRefreshAt(text: NonTerminalText): number {
  const asked = text.refreshedAt ?? text.acceptedAt;
  const age = REFRESH_AT_AGE_MS.find((a) => text.acceptedAt + a > asked);
  return age === undefined ? asked + HOUR : text.acceptedAt + age;
}
