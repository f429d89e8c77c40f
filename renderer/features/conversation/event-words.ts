/** Times of events and their recurrence in words, in the reader's zone and the system's locale. */
import type { CalendarEvent, CalendarTime, Recurrence } from '#shared/contract/calendar.ts';
import { daysBetween, formatDay, formatTime } from '../../app/format.ts';
import { strings } from '../../app/strings/index.ts';

const t = strings.calendar;
const weekday = new Intl.DateTimeFormat(undefined, { weekday: 'long' });
/** A Sunday. */
const aSunday = new Date(2026, 10, 22);

/** The instant at which it begins here, in milliseconds since the epoch: days and floating times by the own clock. */
function localTime(time: CalendarTime): number {
  if (time.kind === 'instant') return time.at;
  return new Date(time.kind === 'date' ? `${time.date}T00:00:00` : time.local).getTime();
}

const dayName = (day: number) => weekday.format(new Date(2026, 10, aSunday.getDate() + day));

/** "Tuesday 24 November, 10:00 to 11:00", "Tuesday 24 November, all day"; `now` decides whether the year is said. */
export function whenText(
  { start, end }: Pick<CalendarEvent, 'start' | 'end'>,
  now: number = Date.now(),
): string {
  if (!start) return t.noTime;
  const from = localTime(start);
  const to = end ? localTime(end) : null;
  const day = formatDay(from, now);
  const sameDay = to === null || daysBetween(from, to) === 0;
  if (start.kind === 'date') return t.allDay(sameDay ? day : t.span(day, formatDay(to, now)));
  const begins = t.clock(day, formatTime(from));
  if (to === null) return begins;
  return t.span(begins, sameDay ? formatTime(to) : t.clock(formatDay(to, now), formatTime(to)));
}

/** "16:00 in New York", where the author's clock shows another time than the reader's; `null` elsewhere. */
export function elsewhereText(start: CalendarTime | null): string | null {
  if (start?.kind !== 'instant' || start.zone === null) return null;
  const clock = { hour: 'numeric', minute: 'numeric' } as const;
  const there = new Intl.DateTimeFormat(undefined, { ...clock, timeZone: start.zone }).format(start.at);
  if (there === new Intl.DateTimeFormat(undefined, clock).format(start.at)) return null;
  const city = start.zone.split('/').at(-1)!.replaceAll('_', ' ');
  return t.elsewhere(there, city);
}

function onWhich({ frequency, days, monthDays }: Recurrence): string {
  const list = strings.common.list;
  if (days.length > 0 && frequency !== 'daily')
    return t.onDays(
      list(days.map(({ day, nth }) => (nth === null ? dayName(day) : t.nthDay(nth, dayName(day))))),
    );
  return monthDays.length > 0 ? t.onDays(list(monthDays.map(t.monthDay))) : '';
}

/** "Every 2 weeks on Monday and Thursday until Monday 1 March 2027". */
export function recurrenceText(recurrence: Recurrence, now: number = Date.now()): string {
  const { frequency, interval, until, count, more } = recurrence;
  const rule = frequency === 'other' ? t.repeats : t.every(frequency, interval) + onWhich(recurrence);
  const end = until ? t.until(formatDay(localTime(until), now)) : count ? t.times(count) : '';
  return `${rule}${end}${more && frequency !== 'other' ? t.moreRules : ''}`;
}
