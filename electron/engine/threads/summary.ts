/**
 * What a thread's row and its places in the lists say, derived from its messages: recomputed whole, never counted up,
 * so that it cannot drift.
 */
import type { Channel, Place } from '#shared/contract/model.ts';
import { PLANNED } from '../actions/journal.ts';
import { labelsOfThread } from '../labels/message-labels.ts';
import { identityValue, kindOf, myAddresses } from '../people/identities.ts';
import { UNDELIVERED } from '../reports/delivery-reports.ts';
import { addSection } from '../sections/section-of.ts';
import { timeOfRow } from '../store/ids.ts';
import { prepare } from '../store/statements.ts';
import type { Tx } from '../store/transaction.ts';
import { settleChoice } from './choices.ts';
import { takeDirty } from './dirty.ts';
import {
  isLive,
  labelScope,
  mailboxScope,
  type ScopeEntry,
  scope,
  standing,
  type Tally,
  threadScopes,
} from './scopes.ts';
import { bareSubject } from './subject.ts';

/** People of a thread are taken from this many of its newest messages. */
const SPEAKERS_FROM = 60;
const SHOWN_PARTICIPANTS = 6;

/**
 * Makes the rows and list entries of these threads, and of all threads touched in this transaction, say what their
 * messages say. A thread without messages is removed, and so are conversations without. Call last
 * in every transaction that touches messages.
 */
export function refreshThreads(tx: Tx, ids: Iterable<string> = []): void {
  const all = new Set([...takeDirty(tx), ...ids]);
  if (all.size > 0) {
    const mine = myAddresses(tx.db);
    for (const id of all) refreshThread(tx, id, mine);
  }
}

function refreshThread(tx: Tx, id: string, mine: ReadonlySet<string>): void {
  tx.changed.thread(id);
  prepare(
    tx.db,
    `DELETE FROM conversation WHERE thread_id = ?
       AND NOT EXISTS (SELECT 1 FROM message m WHERE m.conversation_id = conversation.id)`,
  ).run(id);
  const tallies = tally(tx, id);
  if (tallies.length === 0) {
    prepare(tx.db, 'DELETE FROM thread_entry WHERE thread_id = ?').run(id);
    prepare(tx.db, 'DELETE FROM thread WHERE id = ?').run(id);
    return;
  }
  writeRow(tx, id, tallies, mine);
  const choice = settleChoice(tx, id);
  const entries = threadScopes(tallies, choice);
  for (const mailbox of mailboxes(tx, id, tallies))
    entries.set(mailboxScope(mailbox.id), {
      at: standing(timeOfRow(mailbox.newest), choice),
      unread: choice.muted ? 0 : mailbox.unread,
    });
  const all = entries.get(ALL);
  if (all) for (const label of labelsOfThread(tx.db, id)) entries.set(labelScope(label), all);
  addSection(tx, id, entries);
  writeEntries(tx, id, entries);
}

const ALL = scope({ view: 'all', channel: null, accountId: null, mailboxId: null });

function tally(tx: Tx, id: string): Tally[] {
  const rows = prepare(
    tx.db,
    `SELECT place, account_id AS accountId, channel, count(*) AS count, sum(unread) AS unread,
       sum(starred) AS starred, sum(from_me) AS fromMe, sum(has_attachments) AS attachments, max(row) AS last,
       max(CASE WHEN from_me = 0 OR row NOT IN (SELECT message_row FROM action
         WHERE thread_id = @id AND ${PLANNED} AND message_row IS NOT NULL) THEN row END) AS newest
     FROM message INDEXED BY message_thread WHERE thread_id = @id GROUP BY place, account_id, channel`,
  ).all({ id }) as (Omit<Tally, 'newest'> & { newest: number | null; last: number })[];
  // What I will send later does not move the thread before it is sent, unless there is nothing else in it.
  const moves = rows.some(({ place, newest }) => isLive(place) && newest !== null);
  return rows.map(({ last, newest, ...rest }) => ({
    ...rest,
    newest: newest ?? (moves && isLive(rest.place) ? 0 : last),
  }));
}

function writeRow(tx: Tx, id: string, tallies: readonly Tally[], mine: ReadonlySet<string>): void {
  const living = tallies.filter((t) => isLive(t.place));
  const shown = living.length > 0 ? living : tallies;
  const newest = Math.max(...shown.map((t) => t.newest));
  const sum = (field: 'count' | 'unread' | 'starred' | 'attachments') =>
    shown.reduce((total, t) => total + t[field], 0);
  const last = prepare(tx.db, 'SELECT snippet, from_me FROM message WHERE row = ?').get(newest) as {
    snippet: string;
    from_me: number;
  };
  const people = participants(tx, id, mine);
  const channels = [...new Set(shown.map((t) => t.channel))].sort();
  prepare(
    tx.db,
    `UPDATE thread SET subject = @subject, snippet = @snippet, snippet_from_me = @fromMe,
       participants = @participants, participant_count = @participantCount, channels = @channels,
       last_at = @lastAt, message_count = @count, unread = @unread, starred = @starred,
       has_attachments = @attachments,
       needs_attention = CASE WHEN EXISTS (SELECT 1 FROM action
           WHERE thread_id = @id AND state IN ('failed', 'unsure')) THEN 1
         WHEN ${UNDELIVERED} THEN 2 ELSE 0 END
     WHERE id = @id`,
  ).run({
    id,
    subject: subjectOf(tx, id),
    snippet: last.snippet,
    fromMe: last.from_me,
    participants: JSON.stringify(people.slice(0, SHOWN_PARTICIPANTS)),
    participantCount: people.length,
    channels: channels.join(','),
    lastAt: timeOfRow(newest),
    count: sum('count'),
    unread: sum('unread'),
    starred: sum('starred') > 0 ? 1 : 0,
    attachments: sum('attachments') > 0 ? 1 : 0,
  });
}

// A topic is called what its first mail was called; a person's thread what the newest mail in it is about.
function subjectOf(tx: Tx, id: string): string {
  const kind = prepare(tx.db, 'SELECT kind FROM thread WHERE id = ?').pluck().get(id);
  const found =
    kind === 'person'
      ? prepare(
          tx.db,
          "SELECT subject FROM message WHERE thread_id = ? AND channel = 'mail' ORDER BY row DESC LIMIT 1",
        )
      : prepare(tx.db, 'SELECT subject FROM message WHERE thread_id = ? ORDER BY row LIMIT 1');
  return bareSubject((found.pluck().get(id) as string | undefined) ?? '');
}

interface AddressRow {
  role: string;
  name: string;
  address: string;
  contactId: string | null;
  channel: Channel;
  report: number;
}

/** Everybody but me, who spoke last first, then who was only written to; a contact once, by the last address. */
function participants(tx: Tx, id: string, mine: ReadonlySet<string>): { name: string; address: string }[] {
  const rows = prepare(
    tx.db,
    `SELECT a.role, a.address, m.channel, i.contact_id AS contactId, CASE
         WHEN a.name <> '' OR c.name_source IS NULL OR c.name_source = 'address' THEN a.name ELSE c.name END AS name,
       EXISTS (SELECT 1 FROM delivery_report d WHERE d.message_row = m.row) AS report
     FROM (SELECT row, channel FROM message INDEXED BY message_thread
           WHERE thread_id = ? AND place <> 'drafts' ORDER BY row DESC LIMIT ${SPEAKERS_FROM}) m
     CROSS JOIN message_address a ON a.message_row = m.row
     LEFT JOIN identity i ON i.id = a.identity_id LEFT JOIN contact c ON c.id = i.contact_id
     WHERE a.role IN ('from', 'to', 'cc', 'bcc') ORDER BY m.row DESC, a.position`,
  ).all(id) as AddressRow[];
  // Who signs a report takes part only where nobody else does.
  const talk = rows.some(({ report }) => report === 0) ? rows.filter(({ report }) => report === 0) : rows;
  const speakers = new Map<string, { name: string; address: string }>();
  const listeners = new Map<string, { name: string; address: string }>();
  for (const { role, name, address, channel, contactId } of talk) {
    const value = identityValue(kindOf(channel), address);
    if (mine.has(value)) continue;
    const key = contactId ?? value;
    const people = role === 'from' ? speakers : listeners;
    const known = people.get(key);
    if (!known) people.set(key, { name, address });
    else if (known.name === '') known.name = name;
  }
  for (const [key, person] of listeners) if (!speakers.has(key)) speakers.set(key, person);
  const everybody = [...speakers.values()];
  if (everybody.length > 0) return everybody;
  const self = rows.find((row) => row.role === 'from');
  return self ? [{ name: self.name, address: self.address }] : [];
}

function mailboxes(tx: Tx, id: string, tallies: readonly Tally[]) {
  if (!tallies.some((t) => t.channel === 'mail')) return [];
  return prepare(
    tx.db,
    `SELECT l.mailbox_id AS id, max(m.row) AS newest, sum(m.unread) AS unread
     FROM message m INDEXED BY message_thread JOIN mail_location l ON l.message_row = m.row
     JOIN mailbox b ON b.id = l.mailbox_id
     WHERE m.thread_id = ? AND m.channel = 'mail' AND (m.place NOT IN ('trash', 'junk') OR b.role = m.place)
     GROUP BY l.mailbox_id`,
  ).all(id) as { id: string; newest: number; unread: number }[];
}

/** Only differences are written: most refreshes move a thread to the top of two or three lists. */
export function writeEntries(tx: Tx, id: string, wanted: ReadonlyMap<string, ScopeEntry>): void {
  const present = prepare(tx.db, 'SELECT scope, last_at, unread FROM thread_entry WHERE thread_id = ?').all(
    id,
  ) as { scope: string; last_at: number; unread: number }[];
  const missing = new Map(wanted);
  for (const { scope, last_at, unread } of present) {
    const entry = wanted.get(scope);
    if (entry?.at === last_at) {
      missing.delete(scope);
      if (entry.unread !== unread)
        prepare(
          tx.db,
          'UPDATE thread_entry SET unread = ? WHERE scope = ? AND last_at = ? AND thread_id = ?',
        ).run(entry.unread, scope, last_at, id);
    } else {
      prepare(tx.db, 'DELETE FROM thread_entry WHERE scope = ? AND last_at = ? AND thread_id = ?').run(
        scope,
        last_at,
        id,
      );
    }
  }
  const insert = prepare(
    tx.db,
    'INSERT INTO thread_entry (scope, last_at, thread_id, unread) VALUES (?, ?, ?, ?)',
  );
  for (const [scope, entry] of missing) insert.run(scope, entry.at, id, entry.unread);
}

/** Places whose messages are shown when somebody opens the thread from that list. */
export function shownPlaces(all: readonly Place[], from: 'trash' | 'junk' | null): Place[] {
  if (from !== null) return all.filter((place) => place === from);
  const living = all.filter(isLive);
  return living.length > 0 ? living : [...all];
}
