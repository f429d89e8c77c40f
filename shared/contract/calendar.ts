/** Events that come by mail (RFC 5545, RFC 5546, RFC 6047). */
import { time } from './model.ts';
import { z } from './zod.ts';

const person = z.object({ name: z.string(), address: z.string() });

/** When something happens (RFC 5545 section 3.3.5). */
export const calendarTime = z.discriminatedUnion('kind', [
  /** `zone`: where the author said it by the clock (IANA), `null` for UTC and zones without a name. */
  z.object({ kind: z.literal('instant'), at: time, zone: z.string().nullable() }),
  /** A whole day, YYYY-MM-DD. */
  z.object({ kind: z.literal('date'), date: z.string() }),
  /** By whatever clock hangs there, YYYY-MM-DDTHH:MM:SS. */
  z.object({ kind: z.literal('floating'), local: z.string() }),
]);

/** A recurrence rule as far as it can be said in words (RFC 5545 section 3.3.10). */
export const recurrence = z.object({
  /** `other`: more often than daily. */
  frequency: z.enum(['daily', 'weekly', 'monthly', 'yearly', 'other']),
  interval: z.number().int().min(1),
  /** 0 is Sunday. `nth`: the first, second … of the month or year, -1 the last. */
  days: z.array(z.object({ day: z.number().int().min(0).max(6), nth: z.number().int().nullable() })),
  monthDays: z.array(z.number().int()),
  until: calendarTime.nullable(),
  count: z.number().int().nullable(),
  /** The rule says more than this tells. */
  more: z.boolean(),
});

/** PARTSTAT of an event (RFC 5545 section 3.2.12). */
export const participation = z.enum(['needs-action', 'accepted', 'declined', 'tentative', 'delegated']);

export const guest = person.extend({ status: participation, optional: z.boolean() });

/** What one component of a calendar says. */
export const calendarEvent = z.object({
  title: z.string(),
  location: z.string(),
  start: calendarTime.nullable(),
  /** When it ends; of whole days the last one. `null`: not said. */
  end: calendarTime.nullable(),
  recurrence: recurrence.nullable(),
});

/** What the user can answer. */
export const invitationAnswer = z.enum(['accepted', 'tentative', 'declined']);

/** A calendar part of a mail, as the window shows it. */
export const invitation = calendarEvent.extend({
  /** What the mail does with the event (RFC 5546 section 1.4). */
  method: z.enum(['request', 'cancel', 'reply', 'counter', 'publish', 'other']),
  /** It is about one occurrence of a series. */
  occurrence: z.boolean(),
  organiser: person.nullable(),
  /** At most 50 of them, with the answers they gave since. */
  guests: z.array(guest),
  guestCount: z.number().int(),
  /** Of all guests, how many said what. */
  tally: z.object({
    accepted: z.number().int(),
    tentative: z.number().int(),
    declined: z.number().int(),
  }),
  /** What whoever answers wrote along. */
  comment: z.string(),
  /** Events of the same part that are not shown. */
  otherEvents: z.number().int(),
  /** What later mail of its organiser says. */
  state: z.enum(['current', 'updated', 'cancelled']),
  /** What an update changed: as it was before. */
  before: calendarEvent.partial().nullable(),
  /** The mail comes from somebody it does not speak for: who cancels is not the organiser, who answers not the guest. */
  doubtful: z.boolean(),
  /** The user organises it. */
  mine: z.boolean(),
  /** What the user said, here or in another program; `null`: the user is no guest of it. */
  status: participation.nullable(),
  /** The answer is on its way. */
  waiting: z.boolean(),
  answerable: z.boolean(),
});

export type CalendarTime = z.infer<typeof calendarTime>;
export type Recurrence = z.infer<typeof recurrence>;
export type Participation = z.infer<typeof participation>;
export type Guest = z.infer<typeof guest>;
export type CalendarEvent = z.infer<typeof calendarEvent>;
export type Invitation = z.infer<typeof invitation>;
export type InvitationAnswer = z.infer<typeof invitationAnswer>;
