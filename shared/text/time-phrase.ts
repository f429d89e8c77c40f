/** A time as people type it: "fri 9am", "next week", "in 2 hours", "24 dec 14:30". English, with local day names. */

/** The hour a day begins with where only the day is named. */
export const MORNING = 8;
export const AFTERNOON = 13;
export const EVENING = 18;

const MAX_LENGTH = 60;
const MINUTE = 60_000;
const MONTHS = ['jan', 'feb', 'mar', 'apr', 'may', 'jun', 'jul', 'aug', 'sep', 'oct', 'nov', 'dec'];
const WEEKDAYS = ['sunday', 'monday', 'tuesday', 'wednesday', 'thursday', 'friday', 'saturday'];
const HOURS: Record<string, number> = {
  morning: MORNING,
  noon: 12,
  afternoon: AFTERNOON,
  evening: EVENING,
  tonight: EVENING,
};
const FILLERS = new Set(['at', 'on', 'in', 'next', 'this', 'the']);
const TOMORROW = /^(?:tomorrow|tmrw?|tom)$/;
const AGO = /^(\d{1,4}|an?|half an|\d\.5) ?(m|min|minutes?|h|hours?|d|days?|w|weeks?|months?)$/;
/** Distances that keep room for a time of day. */
const DAYS_AWAY = /^(\d{1,4}|an?) ?(d|days?|w|weeks?|months?)$/;
const SATURDAY = 6;

/**
 * Reads a time after `now` (milliseconds since the epoch), in the local time zone. `dayNames`: how days are called
 * here besides, Sunday first. Null for what is not understood or is past. Never throws.
 */
export function parseTimePhrase(
  text: string,
  now: number,
  dayNames: readonly string[] = WEEKDAYS,
): number | null {
  if (text.length > MAX_LENGTH) return null;
  const words = text
    .toLowerCase()
    .replace(/\bnext (?=week|month)/g, 'next-')
    .split(/[\s,]+/)
    .filter((word) => word !== '' && !FILLERS.has(word));
  const distance = AGO.exec(words.join(' '));
  const at = distance ? after(now, distance[1] ?? '', distance[2] ?? '') : dayAndTime(words, now, dayNames);
  return at !== null && at > now ? at : null;
}

function after(now: number, amount: string, unit: string): number {
  const n = amount.startsWith('a') ? 1 : amount.startsWith('half') ? 0.5 : Number(amount);
  const at = new Date(now);
  // Half a day or half a month is no time that anybody means exactly.
  if (!Number.isInteger(n) && !/^(?:h|m(?!o))/.test(unit)) return now;
  if (unit.startsWith('mo')) at.setMonth(at.getMonth() + n);
  else if (unit.startsWith('m')) at.setTime(now + n * MINUTE);
  else if (unit.startsWith('h')) at.setTime(now + n * 60 * MINUTE);
  // Calendar days: the same time of day, also where a clock change lies between.
  else at.setDate(at.getDate() + n * (unit.startsWith('w') ? 7 : 1));
  return at.getTime();
}

interface Day {
  date: Date;
  /** A weekday or a date without a year: another one comes when this one is over. */
  again: 'day' | 'week' | 'year' | null;
}

function dayAndTime(words: readonly string[], now: number, dayNames: readonly string[]): number | null {
  let time: [number, number] | null = null;
  const rest: string[] = [];
  for (let at = 0; at < words.length; at++) {
    const word = words[at] ?? '';
    const suffix = words[at + 1];
    const joined = suffix === 'am' || suffix === 'pm' ? word + suffix : word;
    const found: [number, number] | null = time === null ? readTime(joined) : null;
    if (!found) rest.push(word);
    else {
      time = found;
      if (joined !== word) at++;
      if (word === 'tonight') rest.push('today');
    }
  }
  if (rest.length === 0 && time === null) return null;
  const day =
    rest.length === 0 ? { date: new Date(now), again: 'day' as const } : readDay(rest, now, dayNames, time);
  if (!day) return null;
  const [hour, minute] = day.time ?? time ?? [MORNING, 0];
  const { date, again } = day;
  date.setHours(hour, minute, 0, 0);
  if (date.getTime() <= now && again !== null) {
    if (again === 'year') date.setFullYear(date.getFullYear() + 1);
    else date.setDate(date.getDate() + (again === 'week' ? 7 : 1));
  }
  return date.getTime();
}

function readTime(word: string): [number, number] | null {
  const named = HOURS[word];
  if (named !== undefined) return [named, 0];
  const match = /^(\d{1,2})(?:[:.h](\d{2}))?(am|pm)?$/.exec(word);
  // A bare number may be a day; whoever reads the day gives it back.
  if (!match || (match[2] === undefined && match[3] === undefined)) return null;
  return clock(Number(match[1]), Number(match[2] ?? 0), match[3]);
}

function clock(hour: number, minute: number, half: string | undefined): [number, number] | null {
  if (minute > 59 || hour > 23 || (half && (hour < 1 || hour > 12))) return null;
  if (!half) return [hour, minute];
  return [(hour % 12) + (half === 'pm' ? 12 : 0), minute];
}

function readDay(
  words: readonly string[],
  now: number,
  dayNames: readonly string[],
  time: [number, number] | null,
): (Day & { time?: [number, number] }) | null {
  const [first = '', second, ...more] = words;
  const date = new Date(now);
  const distance = DAYS_AWAY.exec(words.join(' '));
  if (distance) return { date: new Date(after(now, distance[1] ?? '', distance[2] ?? '')), again: null };
  const week = words.indexOf('next-week');
  if (week >= 0) {
    const others = words.filter((_, at) => at !== week);
    const weekday = others.length === 0 ? 1 : weekdayOf(others.join(' '), dayNames);
    if (weekday === null) return null;
    // Weeks begin on Monday.
    date.setDate(date.getDate() + 7 - ((date.getDay() + 6) % 7) + ((weekday + 6) % 7));
    return { date, again: null };
  }
  if (time === null && more.length === 0 && second !== undefined && /^\d{1,2}$/.test(second)) {
    // "fri 9": the number is the hour.
    const day = readDay([first], now, dayNames, [0, 0]);
    const hour = clock(Number(second), 0, undefined);
    if (day && hour) return { ...day, time: hour };
  }
  if (second === undefined) {
    if (first === 'today') return { date, again: null };
    if (TOMORROW.test(first)) {
      date.setDate(date.getDate() + 1);
      return { date, again: null };
    }
    if (first === 'next-month')
      return { date: new Date(date.getFullYear(), date.getMonth() + 1, 1), again: null };
    if (first === 'weekend') {
      date.setDate(date.getDate() + ((SATURDAY - date.getDay() + 7) % 7));
      return { date, again: 'week' };
    }
    const weekday = weekdayOf(first, dayNames);
    if (weekday !== null) {
      date.setDate(date.getDate() + ((weekday - date.getDay() + 7) % 7));
      return { date, again: 'week' };
    }
    const iso = /^(\d{4})-(\d{1,2})-(\d{1,2})$/.exec(first);
    return iso ? exactDay(Number(iso[1]), Number(iso[2]) - 1, Number(iso[3]), null) : null;
  }
  const [number, name] = /^\d/.test(first) ? [first, second] : [second, first];
  const month = name.length >= 3 ? MONTHS.findIndex((start) => name.startsWith(start)) : -1;
  const day = /^(\d{1,2})(?:st|nd|rd|th|\.)?$/.exec(number);
  if (month < 0 || !day) return null;
  if (more.length === 0) return exactDay(date.getFullYear(), month, Number(day[1]), 'year');
  // "24 dec 9": the number is the hour; "24 dec 2027": the year.
  const last = more[0] ?? '';
  if (more.length > 1 || !/^(\d{4}|\d{1,2})$/.test(last)) return null;
  if (last.length === 4) return exactDay(Number(last), month, Number(day[1]), null);
  const hour = time === null ? clock(Number(last), 0, undefined) : null;
  const exact = exactDay(date.getFullYear(), month, Number(day[1]), 'year');
  return hour && exact ? { ...exact, time: hour } : null;
}

function exactDay(year: number, month: number, day: number, again: Day['again']): Day | null {
  const date = new Date(year, month, day);
  return date.getMonth() === month && date.getDate() === day ? { date, again } : null;
}

function weekdayOf(word: string, dayNames: readonly string[]): number | null {
  if (word.length < 2) return null;
  for (const names of [WEEKDAYS, dayNames]) {
    const found = names.findIndex((name) => name.toLowerCase().startsWith(word));
    if (found >= 0 && (word.length >= 3 || names === dayNames)) return found;
  }
  return null;
}
