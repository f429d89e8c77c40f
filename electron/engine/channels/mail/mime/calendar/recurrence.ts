/** Recurrence rules as they can be said in words. No rule is expanded. */
import type { Recurrence } from '#shared/contract/calendar.ts';
import { type JComponent, paramOf, propertiesOf, propertyOf } from './jcal.ts';
import type { CalendarClock } from './zoned-time.ts';

const DAYS = ['SU', 'MO', 'TU', 'WE', 'TH', 'FR', 'SA'];
const FREQUENCIES: Record<string, Recurrence['frequency']> = {
  DAILY: 'daily',
  WEEKLY: 'weekly',
  MONTHLY: 'monthly',
  YEARLY: 'yearly',
};
/** Rule parts that the words leave out. */
const UNSAID = ['byyearday', 'byweekno', 'byhour', 'byminute', 'bysecond'];

type Rule = Record<string, unknown>;

function listOf(rule: Rule, part: string): unknown[] {
  const value = rule[part];
  return value === undefined ? [] : Array.isArray(value) ? value.slice(0, 100) : [value];
}

const numbersOf = (rule: Rule, part: string) =>
  listOf(rule, part)
    .map(Number)
    .filter((number) => Number.isSafeInteger(number));

function daysOf(rule: Rule): Recurrence['days'] {
  const positions = numbersOf(rule, 'bysetpos');
  const days = listOf(rule, 'byday').flatMap((written) => {
    const match = /^([+-]?\d{1,2})?(SU|MO|TU|WE|TH|FR|SA)$/.exec(String(written));
    if (!match) return [];
    return [{ day: DAYS.indexOf(match[2]!), nth: match[1] ? Number(match[1]) : null }];
  });
  // "The second of all Tuesdays" is how some programs write "the second Tuesday".
  if (days.length === 1 && positions.length === 1) return [{ ...days[0]!, nth: positions[0]! }];
  return days.slice(0, 7);
}

/** How a component recurs; `null` when it happens once. */
export function recurrenceOf(event: JComponent, clock: CalendarClock): Recurrence | null {
  const rules = propertiesOf(event, 'rrule');
  const hasDates = propertyOf(event, 'rdate') !== null;
  const rule = rules[0]?.[3] as Rule | undefined;
  if (typeof rule !== 'object' || rule === null) return hasDates ? { ...ONCE_MORE } : null;
  const start = propertyOf(event, 'dtstart');
  const days = daysOf(rule);
  const frequency = FREQUENCIES[String(rule.freq)] ?? 'other';
  const unsaid =
    UNSAID.some((part) => rule[part] !== undefined) ||
    (rule.bysetpos !== undefined && days.length !== 1) ||
    (rule.bymonth !== undefined && (frequency !== 'yearly' || listOf(rule, 'bymonth').length > 1));
  const interval = Number(rule.interval ?? 1);
  const count = Number(rule.count);
  return {
    frequency,
    interval: Number.isSafeInteger(interval) && interval > 0 ? Math.min(interval, 1000) : 1,
    days,
    monthDays: frequency === 'monthly' ? numbersOf(rule, 'bymonthday').slice(0, 31) : [],
    until: typeof rule.until === 'string' ? clock.at(rule.until, start ? paramOf(start, 'tzid') : '') : null,
    count: Number.isSafeInteger(count) && count > 0 ? count : null,
    more: rules.length > 1 || hasDates || unsaid,
  };
}

const ONCE_MORE: Recurrence = {
  frequency: 'other',
  interval: 1,
  days: [],
  monthDays: [],
  until: null,
  count: null,
  more: true,
};
