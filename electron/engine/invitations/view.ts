/** An invitation as its reader sees it: with what other mail about the same event says, and who said so. */
import { myAddresses } from '#engine/people/identities.ts';
import type { Database } from '#engine/store/transaction.ts';
import type { CalendarEvent, Guest, Invitation } from '#shared/contract/calendar.ts';
import { addressKey } from '#shared/text/address-validation.ts';
import { partOf, partsAbout, type StoredPart } from './calendar-parts.ts';

const SHOWN_GUESTS = 50;

/** "me+work@home.example" is mine where "me@home.example" is (RFC 5233). */
const withoutDetail = (key: string) => key.replace(/\+[^@]*@/, '@');

const isMine = (mine: ReadonlySet<string>, address: string) => {
  const key = addressKey(address);
  return mine.has(key) || mine.has(withoutDetail(key));
};

/** Whether an invited address is one of mine, as it is or with a detail. */
export const isSame = (invited: string, own: string) => isMine(new Set([addressKey(own)]), invited);

/** The guest that is the user; `null` when there is none. */
export function ownGuest(part: Pick<StoredPart, 'guests'>, mine: ReadonlySet<string>): Guest | null {
  return part.guests.find(({ address }) => address !== '' && isMine(mine, address)) ?? null;
}

const same = (a: string, b: string) => a !== '' && addressKey(a) === addressKey(b);

/** Whether a mail may speak for the organiser of an event: it is from them, from who sends for them, or from me. */
function speaksFor(part: StoredPart, event: StoredPart): boolean {
  const { organiser } = event;
  const names = [organiser?.address, organiser?.sentBy, event.author];
  return part.fromMe || names.some((name) => name !== undefined && same(part.author, name));
}

/** RFC 5546 section 2.1.5: by SEQUENCE, then by DTSTAMP. */
function isLater(a: StoredPart, b: StoredPart): boolean {
  return a.sequence === b.sequence ? a.stamp > b.stamp : a.sequence > b.sequence;
}

const says = (part: StoredPart) => part.method === 'request' || part.method === 'publish';

/** Mail of the organiser about the same occurrence, and what is said of the whole event. */
function organisersWord(part: StoredPart, others: readonly StoredPart[]): StoredPart[] {
  return others.filter(
    (other) =>
      (says(other) || other.method === 'cancel') &&
      (other.occurrence === part.occurrence || other.occurrence === '') &&
      speaksFor(other, part),
  );
}

function stateOf(part: StoredPart, word: readonly StoredPart[]): Invitation['state'] {
  if (part.method === 'cancel') return 'cancelled';
  if (!says(part)) return 'current';
  // A calendar that is cancelled without a new SEQUENCE or a DTSTAMP is cancelled all the same.
  const after = word.filter((other) =>
    other.method === 'cancel'
      ? !isLater(part, other)
      : other.occurrence === part.occurrence && isLater(other, part),
  );
  const newest = after.reduce<StoredPart | null>(
    (best, other) => (best && !isLater(other, best) ? best : other),
    null,
  );
  if (!newest) return 'current';
  return newest.method === 'cancel' ? 'cancelled' : 'updated';
}

/** What an update changed: the fields that differ, as they were in the version before. */
function beforeOf(part: StoredPart, word: readonly StoredPart[]): Partial<CalendarEvent> | null {
  if (!says(part)) return null;
  const earlier = word.filter(
    (other) => says(other) && other.occurrence === part.occurrence && isLater(part, other),
  );
  const last = earlier.reduce<StoredPart | null>(
    (best, other) => (best && isLater(best, other) ? best : other),
    null,
  );
  if (!last) return null;
  const differs = (field: keyof CalendarEvent) =>
    JSON.stringify(last.event[field]) !== JSON.stringify(part.event[field]);
  const before: Partial<CalendarEvent> = {};
  if (differs('title')) before.title = last.event.title;
  if (differs('location')) before.location = last.event.location;
  if (differs('recurrence')) before.recurrence = last.event.recurrence;
  if (differs('start') || differs('end')) {
    before.start = last.event.start;
    before.end = last.event.end;
  }
  return Object.keys(before).length > 0 ? before : null;
}

/** The newest answer of each guest to this version or a later one; only what guests say themselves. */
function answersTo(part: StoredPart, others: readonly StoredPart[]): Map<string, StoredPart> {
  const answers = new Map<string, StoredPart>();
  for (const other of others) {
    const guest = other.guests[0];
    const counts =
      other.method === 'reply' && other.occurrence === part.occurrence && other.sequence >= part.sequence;
    if (!counts || !guest || !(other.fromMe || same(other.author, guest.address))) continue;
    const known = answers.get(addressKey(guest.address));
    if (!known || isLater(other, known) || (!isLater(known, other) && other.row > known.row))
      answers.set(addressKey(guest.address), other);
  }
  return answers;
}

/** The user's newest answer to this version of the event; `null` when there is none. */
export function ownAnswer(part: StoredPart, others: readonly StoredPart[], guest: Guest): StoredPart | null {
  const answer = answersTo(
    part,
    others.filter((other) => other.fromMe),
  ).get(addressKey(guest.address));
  return answer ?? null;
}

/** Whether the mail is from somebody it does not speak for. */
function isDoubtful(part: StoredPart, others: readonly StoredPart[]): boolean {
  if (part.method === 'reply') return !part.fromMe && !same(part.author, part.guests[0]?.address ?? '');
  if (part.method !== 'cancel') return false;
  const asked = others.filter(says);
  return asked.length > 0
    ? !asked.some((event) => speaksFor(part, event))
    : !speaksFor(part, { ...part, author: '' });
}

/** What the calendar of a mail says; `null` when it has none. */
export function invitationOf(db: Database, row: number): Invitation | null {
  const part = partOf(db, row);
  return part && invitationView(part, partsAbout(db, part), myAddresses(db));
}

export function invitationView(
  part: StoredPart,
  others: readonly StoredPart[],
  mine: ReadonlySet<string>,
): Invitation {
  const word = organisersWord(part, others);
  const answers = says(part) ? answersTo(part, others) : new Map<string, StoredPart>();
  const guests = part.guests.map((guest) => {
    const status = answers.get(addressKey(guest.address))?.guests[0]?.status;
    return status ? { ...guest, status } : guest;
  });
  const me = ownGuest({ guests }, mine);
  const answer = me && ownAnswer(part, others, me);
  const state = stateOf(part, word);
  const organised = part.organiser !== null && isMine(mine, part.organiser.address);
  const told = (status: Guest['status']) => guests.filter((guest) => guest.status === status).length;
  return {
    ...part.event,
    method: part.method,
    occurrence: part.occurrence !== '',
    organiser: part.organiser && { name: part.organiser.name, address: part.organiser.address },
    guests: guests.slice(0, SHOWN_GUESTS),
    guestCount: part.guestCount,
    tally: { accepted: told('accepted'), tentative: told('tentative'), declined: told('declined') },
    comment: part.comment,
    otherEvents: part.otherEvents,
    state,
    before: beforeOf(part, word),
    doubtful: isDoubtful(part, others),
    mine: organised,
    status: me?.status ?? null,
    waiting: answer !== null && ['queued', 'sending'].includes(answer.sendState ?? ''),
    answerable: isAnswerable(part, me, organised) && state === 'current',
  };
}

function isAnswerable(part: StoredPart, me: Guest | null, organised: boolean): boolean {
  const asked = part.method === 'request' && !part.fromMe && part.place !== 'junk';
  return asked && me !== null && !organised && (part.organiser?.address ?? '') !== '';
}
