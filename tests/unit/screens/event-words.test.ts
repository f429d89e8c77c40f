import { describe, expect, it } from 'vitest';
import type { CalendarTime, Recurrence } from '#shared/contract/calendar.ts';
import { formatDay, formatTime } from '../../../renderer/app/format.ts';
import {
  elsewhereText,
  recurrenceText,
  whenText,
} from '../../../renderer/features/conversation/event-words.ts';

const now = new Date(2026, 10, 22).getTime();
const local = (day: number, hour = 0) => new Date(2026, 10, day, hour).getTime();
const instant = (at: number, zone: string | null = null): CalendarTime => ({ kind: 'instant', at, zone });
const rule = (part: Partial<Recurrence>): Recurrence => ({
  ...{ frequency: 'weekly', interval: 1, days: [], monthDays: [], until: null, count: null, more: false },
  ...part,
});
const weekday = (day: number) =>
  new Intl.DateTimeFormat(undefined, { weekday: 'long' }).format(local(22 + day));

describe('when an event is', () => {
  const day = formatDay(local(24), now);
  const ten = formatTime(local(24, 10));

  it.each<[string, CalendarTime, CalendarTime | null, string]>([
    [
      'within a day',
      instant(local(24, 10)),
      instant(local(24, 11)),
      `${day}, ${ten} to ${formatTime(local(24, 11))}`,
    ],
    ['without an end', { kind: 'floating', local: '2026-11-24T10:00:00' }, null, `${day}, ${ten}`],
    [
      'over night',
      instant(local(24, 10)),
      instant(local(25, 2)),
      `${day}, ${ten} to ${formatDay(local(25), now)}, ${formatTime(local(25, 2))}`,
    ],
    ['all day', { kind: 'date', date: '2026-11-24' }, null, `${day}, all day`],
    [
      'some days',
      { kind: 'date', date: '2026-11-24' },
      { kind: 'date', date: '2026-11-26' },
      `${day} to ${formatDay(local(26), now)}, all day`,
    ],
  ])('%s', (_, start, end, words) => {
    expect(whenText({ start, end }, now)).toBe(words);
  });

  it('says the time of the author only where it is another', () => {
    const here = new Intl.DateTimeFormat().resolvedOptions().timeZone;
    expect(elsewhereText(instant(local(24, 10), here))).toBeNull();
    expect(elsewhereText(instant(local(24, 10), 'Pacific/Kiritimati'))).toMatch(/ in Kiritimati$/);
    expect(elsewhereText(instant(local(24, 10)))).toBeNull();
  });
});

describe('how it recurs', () => {
  it.each<[Partial<Recurrence>, string]>([
    [{ frequency: 'daily' }, 'Every day'],
    [{ days: [{ day: 1, nth: null }] }, `Every week on ${weekday(1)}`],
    [{ interval: 2, days: [{ day: 1, nth: null }], count: 10 }, `Every 2 weeks on ${weekday(1)}, 10 times`],
    [{ frequency: 'monthly', days: [{ day: 2, nth: -1 }] }, `Every month on the last ${weekday(2)}`],
    [{ frequency: 'monthly', monthDays: [15] }, 'Every month on day 15'],
    [{ frequency: 'yearly', until: instant(local(24)) }, `Every year until ${formatDay(local(24), now)}`],
    [{ frequency: 'daily', more: true }, 'Every day, with exceptions'],
    [{ frequency: 'other', more: true }, 'Repeats several times a day or by a rule of its own'],
  ])('%j', (part, words) => {
    expect(recurrenceText(rule(part), now)).toBe(words);
  });
});
