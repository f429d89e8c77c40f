/** The lists a thread stands in. Each list is a scope: a short string that `thread_entry` is ordered by. */
import type { Channel, Place, View } from '#shared/contract/model.ts';
import { timeOfRow } from '../store/ids.ts';
import type { ThreadChoice } from './choices.ts';

export interface ListChoice {
  view: View;
  channel: Channel | null;
  accountId: string | null;
  /** A mailbox's list is the same in every view, and so is a label's. */
  mailboxId: string | null;
  labelId?: string | null;
  /** A section of the inbox. */
  sectionId?: string | null;
}

const VIEW_CODE: Record<View, string> = {
  inbox: 'i',
  later: 'w',
  starred: 's',
  archive: 'a',
  sent: 'o',
  trash: 't',
  junk: 'j',
  all: 'l',
};

/** The scope of a list. Ids are shortened to their random end: a row of every thread and list holds one. */
export function scope({ view, channel, accountId, mailboxId, labelId, sectionId }: ListChoice): string {
  if (sectionId && view === 'inbox') return sectionScope(sectionId, channel);
  if (labelId) return labelScope(labelId);
  if (mailboxId !== null) return mailboxScope(mailboxId);
  if (accountId !== null) return `${VIEW_CODE[view]}@${shortId(accountId)}`;
  return channel === null ? VIEW_CODE[view] : `${VIEW_CODE[view]}:${channel}`;
}

export function mailboxScope(mailboxId: string): string {
  return `m@${shortId(mailboxId)}`;
}

const SECTION_PREFIX = `${VIEW_CODE.inbox}/`;

/** The list of a section of the inbox. */
export function sectionScope(sectionId: string, channel: Channel | null = null): string {
  return `${SECTION_PREFIX}${shortId(sectionId)}${channel === null ? '' : `:${channel}`}`;
}

export const isSectionScope = (key: string): boolean => key.startsWith(SECTION_PREFIX);

/** The list of the threads that have a label. */
export function labelScope(labelId: string): string {
  return `k@${shortId(labelId)}`;
}

/** The last 12 characters: of a UUIDv7 these are random (RFC 9562 section 5.7). */
function shortId(id: string): string {
  return id.slice(-12);
}

/** What the messages of a thread that share a place and an account add up to. */
export interface Tally {
  place: Place;
  accountId: string;
  channel: Channel;
  count: number;
  unread: number;
  starred: number;
  fromMe: number;
  attachments: number;
  /** Row of the newest of them. */
  newest: number;
}

/**
 * Added to the time of what is pinned: later than any message can be, so that it stands first and a page still is a walk
 * down the key.
 */
const PINNED = 1e15;

/** Where a thread stands in a list that holds pinned ones first. */
export const standing = (at: number, { pinned }: ThreadChoice): number => (pinned ? at + PINNED : at);

/** The time of an entry. */
export const timeOfEntry = (at: number): number => (at >= PINNED ? at - PINNED : at);

export interface ScopeEntry {
  /** The greatest stands first: the time of the newest message that counts for this list, as a rule. */
  at: number;
  unread: number;
}

const LIVE: ReadonlySet<Place> = new Set(['inbox', 'archive', 'sent']);

/** Messages that stand in the timeline: not thrown away, not junk, not still being written. */
export function isLive(place: Place): boolean {
  return LIVE.has(place);
}

/**
 * The lists of a thread: Later when it was put away; else Inbox when any message is there or it came back, unless it
 * is muted; Archive when it has archived ones and stands in neither; Sent, Starred and All by its living messages;
 * Trash and Junk by those that are there. What is pinned stands first in Inbox, Starred and All. Else a thread is ordered by its newest living message everywhere but in Trash
 * and Junk, in the inbox by when it came back if that is later, and in Later by when it comes back, soonest first.
 */
export function threadScopes(tallies: readonly Tally[], choice: ThreadChoice): Map<string, ScopeEntry> {
  const { muted } = choice;
  const entries = new Map<string, ScopeEntry>();
  const live = tallies.filter((t) => isLive(t.place));
  const at = newestAt(live);
  addFor('all', live, standing(at, choice));
  const inbox = live.filter((t) => t.place === 'inbox');
  if (choice.later) addFor('later', live, -choice.later.at);
  else if (choice.back?.kept || (inbox.length > 0 && !muted))
    addFor(
      'inbox',
      inbox.length > 0 ? inbox : live,
      standing(Math.max(at, choice.back?.at ?? 0), choice),
      isNews(choice),
    );
  else
    addFor(
      'archive',
      live.filter((t) => t.place === 'archive' || t.place === 'inbox'),
      at,
    );
  addFor(
    'starred',
    live.filter((t) => t.starred > 0),
    standing(at, choice),
  );
  addFor(
    'sent',
    live.filter((t) => t.fromMe > 0),
    at,
  );
  for (const view of ['trash', 'junk'] as const) {
    const there = tallies.filter((t) => t.place === view);
    addFor(view, there, newestAt(there));
  }
  return entries;

  function addFor(view: View, belonging: readonly Tally[], when: number, news = false): void {
    for (const tally of belonging) {
      const base = { view, channel: null, accountId: null, mailboxId: null };
      const unread = muted ? 0 : tally.unread;
      add(scope(base), unread, when, news);
      add(scope({ ...base, channel: tally.channel }), unread, when, news);
      add(scope({ ...base, accountId: tally.accountId }), unread, when, news);
    }
  }

  function add(key: string, unread: number, when: number, news: boolean): void {
    const entry = entries.get(key);
    const total = (entry?.unread ?? 0) + unread;
    entries.set(key, { at: when, unread: news ? Math.max(total, 1) : total });
  }
}

/** What came back counts as unread until somebody looks at it. */
function isNews({ back }: ThreadChoice): boolean {
  return back !== null && !back.seen;
}

function newestAt(tallies: readonly Tally[]): number {
  return Math.max(0, ...tallies.map((t) => timeOfRow(t.newest)));
}
