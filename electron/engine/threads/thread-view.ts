/** Everything the window shows of one thread. */
import type { Address, Channel, Place, View } from '#shared/contract/model.ts';
import type { Thread } from '#shared/contract/threads.ts';
import { parseCarrierAddress } from '#shared/text/phone-address.ts';
import { displayAddress } from '../people/identities.ts';
import { personOf } from '../people/person.ts';
import { prepare } from '../store/statements.ts';
import type { Database, Tx } from '../store/transaction.ts';
import { threadRowById } from './queries.ts';
import { shownPlaces } from './summary.ts';
import { timeline } from './timeline.ts';

export interface GetThread {
  id: string;
  /** At most this many of the newest messages. */
  limit: number;
  /** The list it is opened from: from Trash and Junk only what lies there is shown. */
  view?: View;
}

/** One thread with its newest messages, who it is with, and how it can be answered; null when there is none. */
export function getThread(db: Database, { id, limit, view }: GetThread): Thread | null {
  const row = threadRowById(db, id);
  if (!row) return null;
  const present = prepare(
    db,
    'SELECT DISTINCT place FROM message INDEXED BY message_thread WHERE thread_id = ?',
  )
    .pluck()
    .all(id) as Place[];
  const places = shownPlaces(present, view === 'trash' || view === 'junk' ? view : null);
  const contactId = onlyContact(db, id);
  const person = contactId === null ? null : personOf(db, contactId);
  const joined = row.kind === 'person' && row.channels.length > 1 && contactId !== null;
  const evidence = joined ? joinEvidence(db, contactId) : null;
  const { items, hasOlder } = timeline(db, id, places, limit, evidence);
  return {
    ...row,
    items,
    hasOlder,
    person,
    replyChannels: replyChannels(db, id, contactId),
    joinNotice: evidence !== null && !noticeSeen(db) ? { evidence } : null,
  };
}

/** The user has read that threads of people join channels; it is not said again. */
export function markNoticeSeen(tx: Tx): void {
  prepare(tx.db, "INSERT OR REPLACE INTO setting (key, value) VALUES ('joinNoticeSeen', 'true')").run();
  tx.changed.settings();
}

function noticeSeen(db: Database): boolean {
  return prepare(db, "SELECT 1 FROM setting WHERE key = 'joinNoticeSeen'").get() !== undefined;
}

/** The contact all conversations of a thread are with, if it is one. */
function onlyContact(db: Database, threadId: string): string | null {
  const contacts = prepare(
    db,
    'SELECT DISTINCT contact_id AS contactId FROM conversation WHERE thread_id = ? LIMIT 2',
  ).all(threadId) as { contactId: string | null }[];
  return contacts.length === 1 ? (contacts[0]?.contactId ?? null) : null;
}

function joinEvidence(db: Database, contactId: string): string | null {
  const found = prepare(
    db,
    `SELECT evidence FROM identity WHERE contact_id = ? AND joined_by <> 'itself' ORDER BY kind DESC LIMIT 1`,
  ).get(contactId) as { evidence: string } | undefined;
  return found?.evidence ?? null;
}

type ReplyChannel = Thread['replyChannels'][number];

interface LastMessage {
  row: number;
  channel: Channel;
  accountId: string;
  address: string;
  provider: string;
  fromMe: number;
}

/** How the thread can be answered: on the channel of its newest message first, then on the others there are. */
function replyChannels(db: Database, threadId: string, contactId: string | null): ReplyChannel[] {
  const latest = prepare(
    db,
    `SELECT max(m.row) AS row, m.channel, m.account_id AS accountId, a.address, a.provider, m.from_me AS fromMe
     FROM message m INDEXED BY message_thread JOIN account a ON a.id = m.account_id
     WHERE m.thread_id = ? AND m.place NOT IN ('drafts', 'junk')
       AND NOT EXISTS (SELECT 1 FROM delivery_report r WHERE r.message_row = m.row) GROUP BY m.channel, m.account_id ORDER BY row DESC`,
  ).all(threadId) as LastMessage[];
  const channels = latest
    .map((message) => answerTo(db, message))
    .filter((channel): channel is ReplyChannel => channel !== null);
  if (contactId !== null)
    for (const channel of ['mail', 'sms'] as const)
      if (!channels.some((known) => known.channel === channel))
        channels.push(...startOn(db, channel, contactId));
  return channels;
}

function answerTo(db: Database, message: LastMessage): ReplyChannel | null {
  const people = prepare(
    db,
    `SELECT a.role, a.address, CASE WHEN a.name <> '' OR c.name_source IS NULL OR c.name_source = 'address'
         THEN a.name ELSE c.name END AS name
     FROM message_address a LEFT JOIN identity i ON i.id = a.identity_id LEFT JOIN contact c ON c.id = i.contact_id
     WHERE a.message_row = ? ORDER BY a.role, a.position`,
  ).all(message.row) as (Address & { role: string })[];
  const of = (role: string) =>
    people.filter((p) => p.role === role).map(({ name, address }) => ({ name, address }));
  const authors = of('reply-to').length > 0 ? of('reply-to') : of('from');
  const others =
    message.channel === 'sms'
      ? [...of('from'), ...of('to')].filter((p) => p.address !== message.address)
      : message.fromMe === 1
        ? of('to')
        : authors;
  if (others.length === 0 || others.some((p) => message.channel === 'sms' && !canText(p.address)))
    return null;
  if (message.provider !== 'local')
    return describeChannel(message.channel, message.accountId, message.address, others);
  // Imported mail is answered from an account that can send, if there is one.
  const account = sendingAccount(db, 'mail');
  return account && describeChannel('mail', account.id, account.address, others);
}

function sendingAccount(db: Database, channel: Channel): { id: string; address: string } | null {
  const account = prepare(
    db,
    `SELECT id, address FROM account WHERE channel = ? AND provider <> 'local' AND paused = 0
     ORDER BY created_at, id LIMIT 1`,
  ).get(channel) as { id: string; address: string } | undefined;
  return account ?? null;
}

/** A channel the thread has not used yet, when an address of the contact and an account are there for it. */
function startOn(db: Database, channel: Channel, contactId: string): ReplyChannel[] {
  const account = sendingAccount(db, channel);
  const identity = prepare(
    db,
    `SELECT i.value, i.display, c.name, c.name_source AS source FROM identity i JOIN contact c ON c.id = i.contact_id
     WHERE i.contact_id = ? AND i.kind = ? ORDER BY i.used DESC, i.id LIMIT 1`,
  ).get(contactId, channel === 'mail' ? 'mail' : 'phone') as
    | { value: string; display: string; name: string; source: string }
    | undefined;
  if (!account || !identity) return [];
  const address = channel === 'mail' ? identity.display : identity.value.replace(/^[a-z0-9]+:/, '');
  if (channel === 'sms' && !canText(address)) return [];
  const name = identity.source === 'address' ? '' : identity.name;
  return [describeChannel(channel, account.id, account.address, [{ name, address }])];
}

function describeChannel(channel: Channel, accountId: string, from: string, to: Address[]): ReplyChannel {
  const first = to[0]?.address ?? '';
  const shown = channel === 'mail' ? first : displayAddress('phone', first);
  const more = to.length > 1 ? ` and ${to.length - 1} more` : '';
  return {
    channel,
    accountId,
    from,
    to,
    label: `${channel === 'mail' ? 'Email' : 'Text'} to ${shown}${more}`,
  };
}

function canText(address: string): boolean {
  const phone = parseCarrierAddress(address);
  return phone !== null && phone.kind !== 'alpha';
}
