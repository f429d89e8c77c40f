/** The times that are offered before somebody picks one. Times are milliseconds since the epoch, in local time. */
import { AFTERNOON, EVENING, MORNING } from '#shared/text/time-phrase.ts';

export type Purpose = 'later' | 'remind' | 'send';

export type ChoiceName =
  | 'laterToday'
  | 'thisEvening'
  | 'tomorrow'
  | 'tomorrowAfternoon'
  | 'inThreeDays'
  | 'thisWeekend'
  | 'nextWeek'
  | 'inTwoWeeks';

export interface TimeChoice {
  name: ChoiceName;
  at: number;
}

/** What differs between regions. Days as in ISO 8601: Monday is 1, Sunday 7. */
export interface Week {
  weekend: readonly number[];
}

const HOUR = 3_600_000;
const HALF_HOUR = HOUR / 2;
/** "Later today" is this far away. */
const AHEAD = 3 * HOUR;

/** The week of the user's region. */
export function localWeek(): Week {
  const locale = new Intl.Locale(navigator.language) as Intl.Locale & {
    getWeekInfo?: () => Week;
    weekInfo?: Week;
  };
  return locale.getWeekInfo?.() ?? locale.weekInfo ?? { weekend: [6, 7] };
}

function dayAt(now: number, days: number, hour: number): number {
  const date = new Date(now);
  date.setDate(date.getDate() + days);
  return date.setHours(hour, 0, 0, 0);
}

const isoDay = (time: number) => new Date(time).getDay() || 7;

/** Days until the next day of the week `day`, tomorrow at the earliest. */
const daysUntil = (now: number, day: number) => ((day - isoDay(now) + 6) % 7) + 1;

/** Sensible times from `now` on, soonest first, none twice. */
export function timeChoices(purpose: Purpose, now: number, week: Week): TimeChoice[] {
  const tomorrow = dayAt(now, 1, MORNING);
  const evening = dayAt(now, 0, EVENING);
  const ahead = Math.ceil((now + AHEAD) / HALF_HOUR) * HALF_HOUR;
  const isOff = (day: number) => week.weekend.includes(day);
  const firstOff = week.weekend.find((day) => !isOff(((day + 5) % 7) + 1)) ?? 6;
  const lastOff = week.weekend.find((day) => !isOff((day % 7) + 1)) ?? 7;
  const nextWeek = dayAt(now, daysUntil(now, (lastOff % 7) + 1), MORNING);
  const all: (TimeChoice | false)[] =
    purpose === 'remind'
      ? [
          { name: 'tomorrow', at: tomorrow },
          { name: 'inThreeDays', at: dayAt(now, 3, MORNING) },
          { name: 'nextWeek', at: nextWeek },
          { name: 'inTwoWeeks', at: dayAt(now, 14, MORNING) },
        ]
      : [
          // Not into the evening, which has a choice of its own.
          purpose === 'later' && ahead < evening && { name: 'laterToday', at: ahead },
          now < evening - HOUR && { name: 'thisEvening', at: evening },
          { name: 'tomorrow', at: tomorrow },
          purpose === 'send' && { name: 'tomorrowAfternoon', at: dayAt(now, 1, AFTERNOON) },
          purpose === 'later' &&
            !isOff(isoDay(now)) && {
              name: 'thisWeekend',
              at: dayAt(now, daysUntil(now, firstOff), MORNING),
            },
          { name: 'nextWeek', at: nextWeek },
        ];
  const seen = new Set<number>();
  return all
    .filter((choice) => choice !== false)
    .sort((a, b) => a.at - b.at)
    .filter(({ at }) => !seen.has(at) && seen.add(at));
}

/** A time as `<input type="datetime-local">` has it. */
export function toInput(time: number): string {
  const date = new Date(time);
  const two = (n: number) => String(n).padStart(2, '0');
  const day = `${date.getFullYear()}-${two(date.getMonth() + 1)}-${two(date.getDate())}`;
  return `${day}T${two(date.getHours())}:${two(date.getMinutes())}`;
}
