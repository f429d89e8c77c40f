/** The lists a thread stands in. Each list is a scope: a short string that `thread_entry` is ordered by. */
import type { Channel, Place, View } from '#shared/contract/model.ts';

export interface ListChoice {
  view: View;
  channel: Channel | null;
  accountId: string | null;
  /** A mailbox's list is the same in every view. */
  mailboxId: string | null;
}

const VIEW_CODE: Record<View, string> = {
  inbox: 'i',
  starred: 's',
  archive: 'a',
  sent: 'o',
  trash: 't',
  junk: 'j',
  all: 'l',
};

/** The scope of a list. Ids are shortened to their random end: a row of every thread and list holds one. */
export function scope({ view, channel, accountId, mailboxId }: ListChoice): string {
  if (mailboxId !== null) return mailboxScope(mailboxId);
  if (accountId !== null) return `${VIEW_CODE[view]}@${shortId(accountId)}`;
  return channel === null ? VIEW_CODE[view] : `${VIEW_CODE[view]}:${channel}`;
}

export function mailboxScope(mailboxId: string): string {
  return `m@${shortId(mailboxId)}`;
}

export const MAILBOX_SCOPE_PREFIX = 'm@';

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

export interface ScopeEntry {
  /** Row of the newest message that counts for this list. */
  newest: number;
  unread: number;
}

const LIVE: ReadonlySet<Place> = new Set(['inbox', 'archive', 'sent']);

/** Messages that stand in the timeline: not thrown away, not junk, not still being written. */
export function isLive(place: Place): boolean {
  return LIVE.has(place);
}

/**
 * The lists of a thread: Inbox when any message is there; Archive when it has archived ones and none in the inbox;
 * Sent, Starred and All by its living messages; Trash and Junk by those that are there. A thread is ordered by its
 * newest living message everywhere but in Trash and Junk.
 */
export function threadScopes(tallies: readonly Tally[]): Map<string, ScopeEntry> {
  const entries = new Map<string, ScopeEntry>();
  const live = tallies.filter((t) => isLive(t.place));
  addFor('all', live, live);
  const inbox = live.filter((t) => t.place === 'inbox');
  if (inbox.length > 0) addFor('inbox', inbox, live);
  else
    addFor(
      'archive',
      live.filter((t) => t.place === 'archive'),
      live,
    );
  addFor(
    'starred',
    live.filter((t) => t.starred > 0),
    live,
  );
  addFor(
    'sent',
    live.filter((t) => t.fromMe > 0),
    live,
  );
  for (const view of ['trash', 'junk'] as const) {
    const there = tallies.filter((t) => t.place === view);
    addFor(view, there, there);
  }
  return entries;

  function addFor(view: View, belonging: readonly Tally[], dated: readonly Tally[]): void {
    if (belonging.length === 0) return;
    const newest = Math.max(...dated.map((t) => t.newest));
    for (const tally of belonging) {
      const choice = { view, channel: null, accountId: null, mailboxId: null };
      add(scope(choice), tally, newest);
      add(scope({ ...choice, channel: tally.channel }), tally, newest);
      add(scope({ ...choice, accountId: tally.accountId }), tally, newest);
    }
  }

  function add(key: string, tally: Tally, newest: number): void {
    const entry = entries.get(key);
    if (entry) entry.unread += tally.unread;
    else entries.set(key, { newest, unread: tally.unread });
  }
}
