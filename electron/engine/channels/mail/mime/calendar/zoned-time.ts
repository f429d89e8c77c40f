/** Wall-clock times of a calendar as instants: in zones known by name, and in those a calendar describes itself. */
import ICAL from 'ical.js';
import type { CalendarTime } from '#shared/contract/calendar.ts';
import { componentsOf, type JComponent, type JProperty, paramOf, propertyOf, textOf } from './jcal.ts';
import { WINDOWS_ZONES } from './windows-zones.ts';

/** Rules of a zone that have to be expanded, and all its rules. Real zones have two of the former. */
const LIMITS = { recurring: 6, observances: 300 };

const WALL = /^(\d{4})-(\d\d)-(\d\d)(?:T(\d\d):(\d\d):(\d\d)(Z)?)?$/;
const HOUR_MS = 3_600_000;

/** The zone's name in the IANA database; `null` when it is not known by this one. */
function ianaZone(tzid: string): string | null {
  // "/mozilla.org/20050126_1/Europe/Berlin" and the like: a name that is global by its prefix (RFC 5545 section 3.8.3.1).
  const bare = tzid.replace(/^\/[^/]+\/[^/]+\/(?=[A-Za-z]+\/)/, '').trim();
  const name = WINDOWS_ZONES[bare] ?? bare;
  if (!/^[A-Za-z][\w+-]*(\/[\w+-]+){0,2}$/.test(name)) return null;
  try {
    return new Intl.DateTimeFormat('en', { timeZone: name }).resolvedOptions().timeZone;
  } catch {
    return null;
  }
}

/** Milliseconds that a zone is ahead of UTC at an instant. */
function offsetAt(zone: string, at: number): number {
  const parts = new Intl.DateTimeFormat('en', {
    ...{ timeZone: zone, hourCycle: 'h23', era: 'short' },
    ...{ year: 'numeric', month: 'numeric', day: 'numeric' },
    ...{ hour: 'numeric', minute: 'numeric', second: 'numeric' },
  }).formatToParts(at);
  const of = (type: string) => Number(parts.find((part) => part.type === type)?.value);
  return (
    Date.UTC(of('year'), of('month') - 1, of('day'), of('hour'), of('minute'), of('second')) -
    Math.floor(at / 1000) * 1000
  );
}

/** What a clock in `zone` shows as UTC milliseconds, as the instant; in the hour that is skipped, the time after it. */
function fromWall(zone: string, wall: number): number {
  const first = wall - offsetAt(zone, wall);
  const second = wall - offsetAt(zone, first);
  // An hour that comes twice: the first of the two is meant (RFC 5545 section 3.3.5).
  const earlier = second - HOUR_MS;
  return earlier + offsetAt(zone, earlier) === wall ? earlier : second;
}

/** Milliseconds that a VTIMEZONE is ahead of UTC when its clocks show `wall`; `null` when its rules are not usable. */
function describedOffset(description: JComponent, wall: number): number | null {
  const observances = description[2];
  const rules = observances
    .map((observance) => propertyOf(observance, 'rrule'))
    .filter((rule) => rule !== null);
  const yearly = rules.every((rule) => (rule[3] as { freq?: string } | undefined)?.freq === 'YEARLY');
  if (!yearly || rules.length > LIMITS.recurring || observances.length > LIMITS.observances) return null;
  try {
    const at = new Date(wall);
    const zone = new ICAL.Timezone({ component: new ICAL.Component(description), tzid: 'described' });
    const time = ICAL.Time.fromData({
      ...{ year: at.getUTCFullYear(), month: at.getUTCMonth() + 1, day: at.getUTCDate() },
      ...{ hour: at.getUTCHours(), minute: at.getUTCMinutes(), second: at.getUTCSeconds(), isDate: false },
    });
    const seconds = zone.utcOffset(time);
    return Number.isFinite(seconds) && Math.abs(seconds) <= 24 * 3600 ? seconds * 1000 : null;
  } catch {
    return null;
  }
}

/** Reads the times of one calendar. */
export class CalendarClock {
  readonly #described: Map<string, JComponent>;

  constructor(calendar: JComponent) {
    this.#described = new Map(
      componentsOf(calendar, 'vtimezone').map((zone) => [textOf(zone, 'tzid', 200), zone]),
    );
  }

  /** The description of a zone in this calendar. */
  describes(tzid: string): JComponent | null {
    return this.#described.get(tzid) ?? null;
  }

  /** The first value of a DATE or DATE-TIME property; `null` when it is none. */
  time(property: JProperty | null): CalendarTime | null {
    const value = property?.[3];
    return property && typeof value === 'string' ? this.at(value, paramOf(property, 'tzid')) : null;
  }

  /** A jCal date or date-time in a zone; years outside of 1900 to 2200 are a mistake or a trap. */
  at(value: string, tzid: string): CalendarTime | null {
    const match = WALL.exec(value);
    if (!match) return null;
    const [year, month, day, hour, minute, second] = match.slice(1, 7).map((digits) => Number(digits ?? 0));
    const wall = Date.UTC(year!, month! - 1, day!, hour!, minute!, Math.min(second!, 59));
    const shown = new Date(wall);
    const exists =
      shown.getUTCMonth() === month! - 1 && shown.getUTCDate() === day && hour! < 24 && minute! < 60;
    if (!exists || year! < 1900 || year! > 2200) return null;
    if (match[4] === undefined) return { kind: 'date', date: value };
    if (match[7]) return { kind: 'instant', at: wall, zone: null };
    const zone = tzid === '' ? null : ianaZone(tzid);
    if (zone) return { kind: 'instant', at: fromWall(zone, wall), zone };
    const description = this.#described.get(tzid);
    const offset = description ? describedOffset(description, wall) : null;
    if (offset !== null) return { kind: 'instant', at: wall - offset, zone: null };
    return { kind: 'floating', local: value.slice(0, 19) };
  }
}

/** The time a number of milliseconds later, of the same kind. */
export function later(time: CalendarTime, ms: number): CalendarTime {
  if (time.kind === 'instant') return { ...time, at: time.at + ms };
  const from = Date.parse(`${time.kind === 'date' ? `${time.date}T00:00:00` : time.local}Z`);
  const text = new Date(from + ms).toISOString();
  if (time.kind === 'date') return { kind: 'date', date: text.slice(0, 10) };
  return { kind: 'floating', local: text.slice(0, 19) };
}
