import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { readCalendar } from '#engine/channels/mail/mime/calendar/calendar-part.ts';
import { completeReply } from '#engine/channels/mail/mime/calendar/reply.ts';
import { bytesOf, corpus, filesOf } from '../mime/corpora.ts';
import { ics } from './ics.ts';

const at = (iso: string, zone: string | null = null) => ({ kind: 'instant', at: Date.parse(iso), zone });
const eventOf = (fields: Record<string, string | null>, extra = {}) =>
  readCalendar(ics('REQUEST', fields, extra))!.event;
const ruleOf = (rule: string) => eventOf({ RRULE: rule }).recurrence;

describe('a calendar that came by mail', () => {
  it('says what it wants, who asks and who is asked', () => {
    expect(readCalendar(ics('REQUEST', { SEQUENCE: '3', COMMENT: 'Bring the\\nplans' }))).toMatchObject({
      method: 'request',
      uid: 'harbour-17@example.com',
      occurrence: '',
      sequence: 3,
      stamp: Date.parse('2026-11-01T08:00:00Z'),
      event: {
        title: 'Harbour review',
        location: 'Room 4',
        start: at('2026-11-24T09:00:00Z'),
        end: at('2026-11-24T10:00:00Z'),
        recurrence: null,
      },
      organiser: { name: 'Ana Ribeiro', address: 'ana@example.com' },
      guests: [
        { name: 'Sam', address: 'sam@home.example', status: 'needs-action', optional: false },
        { name: 'Mina', address: 'mina@example.com', status: 'accepted', optional: false },
      ],
      comment: 'Bring the plans',
    });
  });

  it.each([
    ['REQUEST', 'request'],
    ['CANCEL', 'cancel'],
    ['reply', 'reply'],
    ['COUNTER', 'counter'],
    ['', 'publish'],
    ['REFRESH', 'other'],
  ])('reads the method %s as %s', (method, expected) => {
    expect(readCalendar(ics(method))?.method).toBe(expected);
  });

  it('is a cancellation where only the event says so', () => {
    expect(readCalendar(ics('PUBLISH', { STATUS: 'CANCELLED' }))?.method).toBe('cancel');
  });

  it('shows the whole event of several, and counts the others', () => {
    const other = 'BEGIN:VEVENT\r\nUID:other\r\nSUMMARY:Other\r\nEND:VEVENT';
    const moved = `BEGIN:VEVENT\r\nUID:harbour-17@example.com\r\nRECURRENCE-ID:20261201T090000Z\r\nEND:VEVENT\r\n${other}`;
    expect(readCalendar(ics('REQUEST', {}, { more: moved }))).toMatchObject({
      occurrence: '',
      otherEvents: 1,
    });
  });

  it.each(['', 'hello', 'BEGIN:VCALENDAR', 'BEGIN:VCALENDAR\r\nEND:VCALENDAR', 'BEGIN:VCARD\r\nEND:VCARD'])(
    'is none: %j',
    (source) => expect(readCalendar(source)).toBeNull(),
  );

  it('is read although a line of it is none', () => {
    expect(readCalendar(ics('REQUEST').replace('UID:', 'nonsense\r\nUID:'))?.method).toBe('request');
  });
});

describe('times', () => {
  it.each([
    ['an IANA zone', 'DTSTART;TZID=America/New_York', at('2026-11-24T14:00:00Z', 'America/New_York')],
    ['a Windows zone', 'DTSTART;TZID=W. Europe Standard Time', at('2026-11-24T08:00:00Z', 'Europe/Berlin')],
    ['a prefixed zone', 'DTSTART;TZID=/x.org/1/Europe/Paris', at('2026-11-24T08:00:00Z', 'Europe/Paris')],
    ['no zone', 'DTSTART', { kind: 'floating', local: '2026-11-24T09:00:00' }],
    ['an unknown zone', 'DTSTART;TZID=Mars', { kind: 'floating', local: '2026-11-24T09:00:00' }],
  ])('in %s', (_, name, start) => {
    expect(eventOf({ DTSTART: null, DTEND: null, [name]: '20261124T090000' }).start).toEqual(start);
  });

  it.each([
    ['20260329T023000', '2026-03-29T01:30:00Z'],
    ['20261025T023000', '2026-10-25T00:30:00Z'],
    ['20260701T120000', '2026-07-01T10:00:00Z'],
  ])('around a change of the clocks: %s', (wall, instant) => {
    const { start } = eventOf({ DTSTART: null, DTEND: null, 'DTSTART;TZID=Europe/Berlin': wall });
    expect(start).toEqual(at(instant, 'Europe/Berlin'));
  });

  it('in a zone that only the calendar describes', () => {
    const half = (kind: string, from: string, to: string, month: number) =>
      `BEGIN:${kind}\r\nDTSTART:16010101T020000\r\nTZOFFSETFROM:${from}\r\nTZOFFSETTO:${to}\r\nRRULE:FREQ=YEARLY;BYDAY=-1SU;BYMONTH=${month}\r\nEND:${kind}`;
    const described = (rules: string) => ({
      zones: `BEGIN:VTIMEZONE\r\nTZID:Customized Time Zone\r\n${rules}\r\nEND:VTIMEZONE`,
    });
    const fields = { DTSTART: null, DTEND: null, 'DTSTART;TZID=Customized Time Zone': '20260701T090000' };
    const rules = `${half('STANDARD', '+0330', '+0230', 10)}\r\n${half('DAYLIGHT', '+0230', '+0330', 3)}`;
    expect(eventOf(fields, described(rules)).start).toEqual(at('2026-07-01T05:30:00Z'));
    // A rule that would be expanded for minutes is not followed.
    const endless = described(rules.replaceAll('YEARLY', 'SECONDLY'));
    expect(eventOf(fields, endless).start).toMatchObject({ kind: 'floating' });
  });

  it('of whole days end with the last of them', () => {
    const days = (end: string) =>
      eventOf({ DTSTART: null, DTEND: null, 'DTSTART;VALUE=DATE': '20261124', 'DTEND;VALUE=DATE': end });
    expect(days('20261127')).toMatchObject({
      start: { kind: 'date', date: '2026-11-24' },
      end: { kind: 'date', date: '2026-11-26' },
    });
    expect(days('20261125').end).toBeNull();
  });

  it('end after a duration, and never before they start', () => {
    expect(eventOf({ DTEND: null, DURATION: 'PT1H30M' }).end).toEqual(at('2026-11-24T10:30:00Z'));
    expect(eventOf({ DTEND: '20261123T090000Z' }).end).toBeNull();
  });

  it.each(['20261399T990000Z', 'soon', '00010101T000000Z'])(
    'are left out when they are none: %s',
    (start) => {
      expect(eventOf({ DTSTART: start, DTEND: null }).start).toBeNull();
    },
  );
});

describe('recurrence', () => {
  it.each([
    [
      'FREQ=WEEKLY;BYDAY=MO,TH',
      {
        frequency: 'weekly',
        days: [
          { day: 1, nth: null },
          { day: 4, nth: null },
        ],
      },
    ],
    ['FREQ=WEEKLY;INTERVAL=2;COUNT=10', { interval: 2, count: 10, more: false }],
    ['FREQ=MONTHLY;BYDAY=2TU', { frequency: 'monthly', days: [{ day: 2, nth: 2 }], more: false }],
    ['FREQ=MONTHLY;BYDAY=TU;BYSETPOS=-1', { days: [{ day: 2, nth: -1 }], more: false }],
    ['FREQ=MONTHLY;BYMONTHDAY=15', { monthDays: [15] }],
    ['FREQ=YEARLY;BYMONTH=11;BYMONTHDAY=24', { frequency: 'yearly', more: false }],
    ['FREQ=DAILY;BYHOUR=9,17', { frequency: 'daily', more: true }],
    ['FREQ=SECONDLY;COUNT=99999999', { frequency: 'other', count: 99_999_999 }],
    ['FREQ=WEEKLY;UNTIL=20270301T090000Z', { until: at('2027-03-01T09:00:00Z') }],
  ])('%s', (rule, expected) => {
    expect(ruleOf(rule)).toMatchObject(expected);
  });
});

describe('what is hostile', () => {
  it('is bounded: guests by the thousand, a title of a megabyte, controls', () => {
    const guests = Array.from({ length: 5000 }, (_, n) => `ATTENDEE:mailto:g${n}@example.com`).join('\r\n');
    const source = ics('REQUEST', {
      SUMMARY: `Pay\u202emoc.elpmaxe\\n${'x'.repeat(100_000)}`,
      'ATTENDEE;CN=First': `mailto:first@example.com\r\n${guests}`,
    });
    const part = readCalendar(source)!;
    expect(part.guestCount).toBe(5003);
    expect(part.guests).toHaveLength(1000);
    expect(part.event.title).toHaveLength(300);
    expect(part.event.title).not.toMatch(/[\u202e\n]/);
    expect(part.reply!.length).toBeLessThan(32_001);
  });

  it('is no address: what is not of a mail', () => {
    const part = readCalendar(ics('REQUEST', { 'ORGANIZER;CN=Ana Ribeiro': 'https://example.com/answer' }));
    expect(part?.organiser?.address).toBe('');
  });

  it('never makes it throw', () => {
    const words = [
      'BEGIN:',
      'END:',
      'VEVENT',
      'RRULE:FREQ=',
      '\r\n ',
      ';TZID="',
      'DTSTART',
      ':2026',
      '"',
      '\\',
      '\0',
    ];
    const noise = fc.array(fc.oneof(fc.constantFrom(...words), fc.string()), { maxLength: 30 });
    fc.assert(
      fc.property(noise, fc.nat(600), (parts, where) => {
        const whole = ics('REQUEST');
        readCalendar(whole.slice(0, where) + parts.join('') + whole.slice(where));
      }),
      { numRuns: 300 },
    );
  });
});

describe('an answer', () => {
  it('names the event, the user and nobody else, and keeps the zone its time is said in', () => {
    const zones = [
      ...['BEGIN:VTIMEZONE', 'TZID:Here', 'BEGIN:STANDARD', 'DTSTART:19700101T000000'],
      ...['TZOFFSETFROM:+0100', 'TZOFFSETTO:+0100', 'END:STANDARD', 'END:VTIMEZONE'],
    ].join('\r\n');
    const fields = { SEQUENCE: '2', 'RECURRENCE-ID;TZID=Here': '20261124T090000' };
    const { reply } = readCalendar(ics('REQUEST', fields, { zones }))!;
    const stamp = Date.parse('2026-11-22T13:00:00Z');
    const answer = completeReply(reply!, {
      address: 'sam@home.example',
      name: 'Sam "S" Oak',
      status: 'tentative',
      stamp,
    });
    expect(readCalendar(answer)).toMatchObject({
      method: 'reply',
      uid: 'harbour-17@example.com',
      sequence: 2,
      occurrence: String(Date.parse('2026-11-24T08:00:00Z')),
      stamp,
      organiser: { address: 'ana@example.com' },
      guests: [{ address: 'sam@home.example', name: "Sam 'S' Oak", status: 'tentative' }],
    });
    expect(answer.match(/^ATTENDEE/gm)).toHaveLength(1);
    expect(answer).toContain('BEGIN:VTIMEZONE');
    expect(answer.split('\r\n').every((line) => Buffer.byteLength(line) <= 75)).toBe(true);
  });

  it('is not made where nobody asks', () => {
    expect(readCalendar(ics('REQUEST', { 'ORGANIZER;CN=Ana Ribeiro': null }))?.reply).toBeNull();
    expect(readCalendar(ics('PUBLISH'))?.reply).toBeNull();
  });
});

const icaljs = corpus('calendar');
if (icaljs === null) console.warn('skipped: the calendar corpus is not here (set SKEIN_CORPORA)');
describe.skipIf(icaljs === null)('the calendars of ical.js', () => {
  it('are read without a throw, those with events as events', () => {
    const files = filesOf(icaljs!, /\.ics$/);
    expect(files.length).toBeGreaterThan(30);
    const unread = files.filter((file) => {
      const source = String(bytesOf(file));
      return /^BEGIN:VEVENT/im.test(source) && readCalendar(source) === null;
    });
    expect(unread.map((file) => file.slice(icaljs!.length + 1))).toEqual([]);
  });
});
