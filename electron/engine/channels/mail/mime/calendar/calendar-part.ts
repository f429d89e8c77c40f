/** What a calendar that came by mail says (RFC 5545, RFC 5546). */
import ICAL from 'ical.js';
import type { CalendarEvent, Guest, Invitation, Participation } from '#shared/contract/calendar.ts';
import {
  componentsOf,
  integerOf,
  type JComponent,
  type JProperty,
  paramOf,
  plain,
  propertiesOf,
  propertyOf,
  textOf,
} from './jcal.ts';
import { recurrenceOf } from './recurrence.ts';
import { replyTemplate } from './reply.ts';
import { CalendarClock, later } from './zoned-time.ts';

/** What is kept of a calendar. */
const LIMITS = { guests: 1000, title: 300, location: 500, comment: 2000 };

export interface CalendarPart {
  method: Invitation['method'];
  uid: string;
  /** The occurrence that is meant (RECURRENCE-ID) in one spelling; '' for the whole event. */
  occurrence: string;
  sequence: number;
  /** Milliseconds since the epoch of DTSTAMP; 0 when there is none. */
  stamp: number;
  event: CalendarEvent;
  organiser: { name: string; address: string; sentBy: string } | null;
  guests: Guest[];
  guestCount: number;
  comment: string;
  otherEvents: number;
  /** A calendar that an answer only needs its guest and time for; `null` where nothing is to be answered. */
  reply: string | null;
}

const METHODS: Record<string, Invitation['method']> = {
  '': 'publish',
  PUBLISH: 'publish',
  REQUEST: 'request',
  CANCEL: 'cancel',
  REPLY: 'reply',
  COUNTER: 'counter',
};
const STATUS: Record<string, Participation> = {
  ACCEPTED: 'accepted',
  DECLINED: 'declined',
  TENTATIVE: 'tentative',
  DELEGATED: 'delegated',
};
const DAY_MS = 86_400_000;

/** The address of a CAL-ADDRESS (RFC 5545 section 3.3.3); '' when it is no mail address. */
function mailAddress(uri: unknown): string {
  if (typeof uri !== 'string') return '';
  const address = plain(uri, 320).replace(/^mailto:/i, '');
  return /^[^\s@:]+@[^\s@]+$/.test(address) ? address : '';
}

const nameOf = (property: JProperty) => plain(paramOf(property, 'cn'), 200);

function organiserOf(event: JComponent): CalendarPart['organiser'] {
  const property = propertyOf(event, 'organizer');
  if (!property) return null;
  const address = mailAddress(property[3]);
  return { name: nameOf(property), address, sentBy: mailAddress(paramOf(property, 'sent-by')) };
}

function guestsOf(event: JComponent): JProperty[] {
  const isPerson = (property: JProperty) =>
    !['RESOURCE', 'ROOM'].includes(paramOf(property, 'cutype').toUpperCase());
  return propertiesOf(event, 'attendee').filter(isPerson);
}

function toGuest(property: JProperty): Guest {
  const role = paramOf(property, 'role').toUpperCase();
  return {
    name: nameOf(property),
    address: mailAddress(property[3]),
    status: STATUS[paramOf(property, 'partstat').toUpperCase()] ?? 'needs-action',
    optional: role === 'OPT-PARTICIPANT' || role === 'NON-PARTICIPANT',
  };
}

function endOf(event: JComponent, clock: CalendarClock, start: CalendarEvent['start']): CalendarEvent['end'] {
  if (!start) return null;
  const given = clock.time(propertyOf(event, 'dtend'));
  const end = given?.kind === start.kind ? given : afterDuration(event, start);
  if (!end) return null;
  // DTEND is the first moment that does not belong to it: of whole days the last one is shown.
  const last = end.kind === 'date' ? later(end, -DAY_MS) : end;
  return ordinal(last) > ordinal(start) ? last : null;
}

function afterDuration(event: JComponent, start: NonNullable<CalendarEvent['start']>): CalendarEvent['end'] {
  const value = propertyOf(event, 'duration')?.[3];
  if (typeof value !== 'string') return null;
  try {
    const seconds = ICAL.Duration.fromString(value).toSeconds();
    return seconds > 0 && seconds < 10 * 366 * 86_400 ? later(start, seconds * 1000) : null;
  } catch {
    return null;
  }
}

const ordinal = (time: NonNullable<CalendarEvent['start']>): string | number =>
  time.kind === 'instant' ? time.at : time.kind === 'date' ? time.date : time.local;

/** The part of a series that is meant, in one spelling for all zones it may be written in. */
function occurrenceOf(event: JComponent, clock: CalendarClock): string {
  const time = clock.time(propertyOf(event, 'recurrence-id'));
  return time ? String(ordinal(time)) : '';
}

function read(source: string): JComponent | null {
  // Lines that are none are left out, because for ical.js one of them spoils the calendar.
  const lines = source.split(/\r\n|\r|\n/).filter((line) => /^[ \t]|[:;]/.test(line));
  try {
    const parsed = ICAL.parse(lines.join('\r\n')) as unknown as JComponent | JComponent[];
    const calendar = Array.isArray(parsed[0]) ? (parsed as JComponent[])[0] : (parsed as JComponent);
    return calendar?.[0] === 'vcalendar' ? calendar : null;
  } catch {
    return null;
  }
}

/** Reads the events of a calendar; `null` when it holds none that can be read. Never throws. */
export function readCalendar(source: string): CalendarPart | null {
  const calendar = read(source);
  const events = calendar ? componentsOf(calendar, 'vevent') : [];
  const first = events[0];
  if (!calendar || !first) return null;
  const uid = textOf(first, 'uid', 1000);
  const same = events.filter((event) => textOf(event, 'uid', 1000) === uid);
  const event = same.find((candidate) => !propertyOf(candidate, 'recurrence-id')) ?? first;
  const clock = new CalendarClock(calendar);
  const start = clock.time(propertyOf(event, 'dtstart'));
  const stamp = clock.time(propertyOf(event, 'dtstamp'));
  const cancelled = textOf(event, 'status', 20).toUpperCase() === 'CANCELLED';
  const said = METHODS[textOf(calendar, 'method', 20).toUpperCase()] ?? 'other';
  const method = cancelled && (said === 'request' || said === 'publish') ? 'cancel' : said;
  const guests = guestsOf(event);
  return {
    method,
    uid,
    occurrence: occurrenceOf(event, clock),
    sequence: integerOf(event, 'sequence'),
    stamp: stamp?.kind === 'instant' ? stamp.at : 0,
    event: {
      title: textOf(event, 'summary', LIMITS.title),
      location: textOf(event, 'location', LIMITS.location),
      start,
      end: endOf(event, clock, start),
      recurrence: recurrenceOf(event, clock),
    },
    organiser: organiserOf(event),
    guests: guests.slice(0, LIMITS.guests).map(toGuest),
    guestCount: guests.length,
    comment: textOf(event, 'comment', LIMITS.comment),
    otherEvents: new Set(events.map((other) => textOf(other, 'uid', 1000))).size - 1,
    reply: method === 'request' && uid !== '' ? replyTemplate(event, clock) : null,
  };
}
