/** Answers to invitations (RFC 5546 section 3.2.3). */
import ICAL from 'ical.js';
import type { InvitationAnswer } from '#shared/contract/calendar.ts';
import { type JComponent, type JProperty, paramOf, propertyOf } from './jcal.ts';
import type { CalendarClock } from './zoned-time.ts';

/** Characters of an answer: what names the event, and the zones its times are said in. */
const LIMIT = 32_000;
/** What an answer repeats of the event, so that whoever asked finds it. */
const REPEATED = ['uid', 'recurrence-id', 'sequence', 'dtstart', 'dtend', 'summary', 'organizer'];

const stringify = (calendar: JComponent): string => ICAL.stringify(calendar as unknown as never[]);

/**
 * A calendar that answers the event but for who answers what, made while the event is read; `null` when nobody can be
 * answered. Zones without which its times mean nothing go along.
 */
export function replyTemplate(event: JComponent, clock: CalendarClock): string | null {
  if (!propertyOf(event, 'organizer')) return null;
  const properties = REPEATED.map((name) => propertyOf(event, name)).filter((found) => found !== null);
  const zones = [...new Set(properties.map((property) => paramOf(property, 'tzid')))]
    .map((tzid) => clock.describes(tzid))
    .filter((zone) => zone !== null);
  const whole = stringify(calendarOf(properties, zones));
  if (whole.length <= LIMIT) return whole;
  const short = stringify(
    calendarOf(
      properties.filter(([name]) => !['dtstart', 'dtend', 'summary'].includes(name)),
      [],
    ),
  );
  return short.length <= LIMIT ? short : null;
}

function calendarOf(properties: JProperty[], zones: JComponent[]): JComponent {
  const header: JProperty[] = [
    ['version', {}, 'text', '2.0'],
    ['prodid', {}, 'text', '-//Skein//Skein//EN'],
    ['method', {}, 'text', 'REPLY'],
  ];
  return ['vcalendar', header, [...zones, ['vevent', properties, []]]];
}

export interface ReplyFacts {
  /** As the invitation names the guest. */
  address: string;
  name: string;
  status: InvitationAnswer;
  /** Milliseconds since the epoch. */
  stamp: number;
}

/** The calendar that tells whoever asked what one guest says. `template`: made by `replyTemplate`. */
export function completeReply(template: string, { address, name, status, stamp }: ReplyFacts): string {
  const calendar = ICAL.parse(template) as unknown as JComponent;
  const event = calendar[2].find(([kind]) => kind === 'vevent')!;
  const params = { partstat: status.toUpperCase(), ...(name ? { cn: name.replaceAll('"', "'") } : {}) };
  event[1].push(
    ['dtstamp', {}, 'date-time', `${new Date(stamp).toISOString().slice(0, 19)}Z`],
    ['attendee', params, 'cal-address', `mailto:${address}`],
  );
  return `${stringify(calendar).trimEnd()}\r\n`;
}
