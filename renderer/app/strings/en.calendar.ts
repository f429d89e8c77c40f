/** Words of events that come by mail. */
import { count, plural } from './plural.ts';

const nth: Record<number, string> = {
  1: 'first',
  2: 'second',
  3: 'third',
  4: 'fourth',
  5: 'fifth',
  [-1]: 'last',
  [-2]: 'second to last',
};
const units = { daily: 'day', weekly: 'week', monthly: 'month', yearly: 'year' } as const;

export const calendarStrings = {
  kind: {
    request: 'Invitation',
    updated: 'Updated invitation',
    occurrence: 'Invitation to one date of a series',
    cancel: 'Cancelled',
    publish: 'Event',
    counter: 'Another time is proposed',
    other: 'Event',
  },
  untitled: '(no title)',
  when: 'When',
  where: 'Where',
  noTime: 'The time is not said.',
  span: (from: string, to: string) => `${from} to ${to}`,
  clock: (day: string, time: string) => `${day}, ${time}`,
  allDay: (day: string) => `${day}, all day`,
  elsewhere: (time: string, city: string) => `${time} in ${city}`,
  every: (frequency: keyof typeof units, interval: number) =>
    interval === 1 ? `Every ${units[frequency]}` : `Every ${count(interval)} ${units[frequency]}s`,
  repeats: 'Repeats several times a day or by a rule of its own',
  onDays: (days: string) => ` on ${days}`,
  nthDay: (n: number, day: string) => `the ${nth[n] ?? `${n}.`} ${day}`,
  monthDay: (n: number) => (n === -1 ? 'the last day' : `day ${n}`),
  until: (day: string) => ` until ${day}`,
  times: (n: number) => plural(n, { one: ', # time', other: ', # times' }),
  moreRules: ', with exceptions',
  organises: (who: string) => `${who} organises`,
  youOrganise: 'You organise',
  guests: (n: number) => plural(n, { one: '# guest', other: '# guests' }),
  tally: {
    accepted: (n: number) => `${count(n)} accepted`,
    tentative: (n: number) => `${count(n)} maybe`,
    declined: (n: number) => `${count(n)} declined`,
  },
  guestStatus: {
    accepted: 'accepted',
    tentative: 'maybe',
    declined: 'declined',
    delegated: 'sends somebody else',
    'needs-action': 'no answer yet',
  },
  optional: 'optional',
  moreGuests: (n: number) => plural(n, { one: 'and # more', other: 'and # more' }),
  otherEvents: (n: number) =>
    plural(n, {
      one: '# more event is in the attached calendar.',
      other: '# more events are in the attached calendar.',
    }),
  before: 'Before',
  beforeOnce: 'It did not repeat',
  beforeNowhere: 'No place was named',
  answer: 'Your answer',
  accept: { accepted: 'Accept', tentative: 'Maybe', declined: 'Decline' },
  answered: { accepted: 'Accepted', tentative: 'Maybe', declined: 'Declined' },
  said: {
    accepted: 'You accepted',
    tentative: 'You said maybe',
    declined: 'You declined',
    delegated: 'You sent somebody else',
    'needs-action': '',
  },
  goes: (who: string) => `The answer goes to ${who} by mail.`,
  leaving: 'Your answer is in the outbox.',
  theirs: {
    accepted: (who: string) => `${who} accepted`,
    tentative: (who: string) => `${who} may come`,
    declined: (who: string) => `${who} declined`,
    delegated: (who: string) => `${who} sends somebody else`,
    'needs-action': (who: string) => `${who} has not decided`,
  },
  cancelled: 'This event was cancelled.',
  cancelledOnce: 'This date of the series was cancelled.',
  outdated: 'A newer invitation to this event has come. Answer that one.',
  doubtfulCancel: (who: string) =>
    `${who} is not the organiser of this event. Ask the organiser before you rely on this.`,
  doubtfulAnswer: (who: string) => `${who} wrote this, not the guest it speaks for. It is not counted.`,
};
