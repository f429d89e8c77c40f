import type { OutboxEntry } from '#shared/contract/outbox.ts';
import { formatStamp, formatWhen } from '../../app/format.ts';
import { strings } from '../../app/strings/index.ts';

const words = strings.outbox;
const hourMs = 3_600_000;

/** When an attempt comes, from `now`: in seconds, in minutes, then the time. In milliseconds since the epoch. */
function nextTry(at: number, now: number): string {
  const left = at - now;
  if (left <= 0) return words.nextNow;
  if (left < 60_000) return words.nextSeconds(Math.ceil(left / 1000));
  return left < hourMs ? words.nextMinutes(Math.ceil(left / 60_000)) : words.nextAt(formatStamp(at, now));
}

/** Where an entry stands and what comes next, in words that are true at `now`. */
export function entryWords(entry: OutboxEntry, now: number): string {
  if (entry.planned && entry.holdUntil !== null)
    return `${words.states.planned} · ${strings.when.planned(formatWhen(entry.holdUntil, now))}`;
  const parts: string[] = [
    entry.state === 'failed' && entry.sends ? words.notSent : words.states[entry.state],
  ];
  if (entry.state === 'held' && entry.holdUntil !== null) {
    parts.push(words.goesIn(Math.max(0, Math.ceil((entry.holdUntil - now) / 1000))));
  }
  if (entry.state === 'waiting' && entry.nextAttemptAt !== null)
    parts.push(nextTry(entry.nextAttemptAt, now));
  if (entry.attempts > 0 && entry.state !== 'unsure') parts.push(words.tries(entry.attempts));
  return parts.join(' · ');
}
