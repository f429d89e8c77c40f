/** What the user does to threads and messages. */
import type { Place } from '#shared/contract/model.ts';
import { stateSeparateThread } from '../people/facts.ts';
import { getMailbox } from '../store/repositories/mailboxes.ts';
import { prepare } from '../store/statements.ts';
import type { Tx } from '../store/transaction.ts';
import { isSeparated, rejoinContact } from '../threads/persons.ts';
import { placeOfRoles } from '../threads/places.ts';
import { refreshThreads } from '../threads/summary.ts';
import { type ChoiceAct, changeChoices } from './choices.ts';
import { recordAction } from './journal.ts';
import { changeMessages, type MessageChange } from './message-changes.ts';
import { ActionError } from './model.ts';

export type ThreadAct =
  | 'archive'
  | 'inbox'
  | 'trash'
  | 'junk'
  | 'read'
  | 'unread'
  | 'star'
  | 'unstar'
  | 'move'
  | ChoiceAct;

export interface ActArgs {
  ids: readonly string[];
  act: ThreadAct;
  /** The target of `move`. */
  mailboxId: string | null;
  /** The time of `later` and `remind`, in milliseconds since the epoch. */
  until?: number | null;
}

interface Row {
  row: number;
  place: Place;
  accountId: string;
  fromMe: number;
  unread: number;
  starred: number;
}

/**
 * Does something to all messages of these threads that it makes sense for. Texts take part in everything but `move`;
 * they have no server to tell. Throws ActionError `no-mailbox` when `move` names none, `no-time` when `later` and
 * `remind` do not say when.
 */
export function act(
  tx: Tx,
  { ids, act: name, mailboxId, until = null }: ActArgs,
): { actionId: string; title: string } {
  const plan = planner(tx, name, mailboxId);
  const threads = [...new Set(ids)];
  const changes = threads.flatMap((id) => plan(messagesOf(tx, id)));
  const title = titleOf(name, threads.length, mailboxId === null ? null : nameOf(tx, mailboxId));
  const choices = changeChoices(tx, threads, name, until);
  const actionId = changeMessages(tx, {
    title,
    changes,
    choices,
    threadId: ids.length === 1 ? (ids[0] ?? null) : null,
  });
  refreshThreads(tx);
  return { actionId, title };
}

/** Stars one message or takes its star away. Throws ActionError `no-message`. */
export function starMessage(
  tx: Tx,
  { id, starred }: { id: string; starred: boolean },
): { actionId: string; title: string } {
  const message = prepare(tx.db, 'SELECT row, thread_id AS threadId FROM message WHERE id = ?').get(id) as
    | { row: number; threadId: string }
    | undefined;
  if (!message)
    throw new ActionError('no-message', 'This message is not here any more.', 'Open the thread again.');
  const title = starred ? 'Star a message' : 'Remove a star';
  const actionId = changeMessages(tx, {
    title,
    changes: [{ row: message.row, starred }],
    threadId: message.threadId,
  });
  refreshThreads(tx);
  return { actionId, title };
}

/**
 * Takes the thread of a person apart into its channels, or joins it again when it was taken apart. Throws ActionError
 * `no-thread`, `not-joined`.
 */
export function separateThread(tx: Tx, { id }: { id: string }): { actionId: string; title: string } {
  const found = prepare(
    tx.db,
    `SELECT t.contact_id AS owner, (SELECT c.contact_id FROM conversation c WHERE c.thread_id = t.id AND c.one_to_one = 1
       ORDER BY c.id LIMIT 1) AS contact FROM thread t WHERE t.id = ?`,
  ).get(id) as { owner: string | null; contact: string | null } | undefined;
  if (!found) throw new ActionError('no-thread', 'This thread is not here any more.', 'Go back to the list.');
  const contactId = found.owner ?? found.contact;
  if (contactId === null)
    throw new ActionError(
      'not-joined',
      'This thread is not one of a single person.',
      'Nothing to take apart.',
    );
  const separate = !isSeparated(tx.db, contactId);
  stateSeparateThread(tx, contactId, separate);
  rejoinContact(tx, contactId);
  const title = separate ? 'Show email and texts apart' : 'Show email and texts together';
  const actionId = recordAction(tx, {
    kind: 'local',
    accountId: null,
    title,
    payload: null,
    threadId: id,
    undo: { kind: 'separate-thread', contactId, separate },
  });
  refreshThreads(tx);
  return { actionId, title };
}

function planner(
  tx: Tx,
  name: ThreadAct,
  mailboxId: string | null,
): (rows: readonly Row[]) => MessageChange[] {
  switch (name) {
    case 'archive':
      return (rows) => rows.filter(in_('inbox', 'junk')).map(to('archive'));
    case 'inbox':
      return (rows) =>
        rows
          .filter(in_('archive', 'trash', 'junk'))
          .map(({ row, place, fromMe }) =>
            fromMe === 1 && place === 'trash'
              ? { row, place: 'sent' as const }
              : { row, place: 'inbox' as const },
          );
    case 'trash':
      return (rows) => rows.filter(in_('inbox', 'archive', 'sent', 'junk')).map(to('trash'));
    case 'junk':
      return (rows) => rows.filter((r) => r.fromMe === 0 && in_('inbox', 'archive')(r)).map(to('junk'));
    case 'read':
      return (rows) => rows.filter((r) => r.unread === 1).map(({ row }) => ({ row, unread: false }));
    case 'unread':
      return (rows) => newest(rows, (r) => r.fromMe === 0).map((row) => ({ row, unread: true }));
    case 'star':
      return (rows) => newest(rows, () => true).map((row) => ({ row, starred: true }));
    case 'unstar':
      return (rows) => rows.filter((r) => r.starred === 1).map(({ row }) => ({ row, starred: false }));
    case 'move':
      return moveTo(tx, mailboxId);
    case 'later':
    case 'mute':
    case 'unmute':
    case 'pin':
    case 'unpin':
    case 'remind':
    case 'unremind':
      return () => [];
  }
}

function moveTo(tx: Tx, mailboxId: string | null): (rows: readonly Row[]) => MessageChange[] {
  const mailbox = mailboxId === null ? null : getMailbox(tx.db, mailboxId);
  if (!mailbox)
    throw new ActionError('no-mailbox', 'The mailbox to move to is not there.', 'Choose another mailbox.');
  const place = placeOfRoles([mailbox.role]) ?? 'archive';
  return (rows) =>
    rows
      .filter((r) => r.accountId === mailbox.account_id && r.place !== 'drafts')
      .filter((r) => r.fromMe === 0 || r.place !== 'sent')
      .map(({ row }) => ({ row, place, mailboxId: mailbox.id }));
}

const in_ =
  (...places: Place[]) =>
  ({ place }: Row) =>
    places.includes(place);

const to =
  (place: Place) =>
  ({ row }: Row): MessageChange => ({ row, place });

function newest(rows: readonly Row[], fits: (row: Row) => boolean): number[] {
  const found = rows.findLast((r) => fits(r) && in_('inbox', 'archive', 'sent')(r)) ?? rows.findLast(fits);
  return found ? [found.row] : [];
}

function messagesOf(tx: Tx, threadId: string): Row[] {
  return prepare(
    tx.db,
    `SELECT row, place, account_id AS accountId, from_me AS fromMe, unread, starred
     FROM message INDEXED BY message_thread WHERE thread_id = ? ORDER BY row`,
  ).all(threadId) as Row[];
}

function nameOf(tx: Tx, mailboxId: string): string {
  return getMailbox(tx.db, mailboxId)?.name ?? '';
}

/** Titles name no person and no subject: they outlive what they are about. */
function titleOf(name: ThreadAct, count: number, mailbox: string | null): string {
  const what = count === 1 ? 'a thread' : `${count} threads`;
  const verbs: Record<ThreadAct, string> = {
    archive: `Archive ${what}`,
    inbox: `Move ${what} to Inbox`,
    trash: `Move ${what} to Trash`,
    junk: `Mark ${what} as junk`,
    read: `Mark ${what} as read`,
    unread: `Mark ${what} as unread`,
    star: `Star ${what}`,
    unstar: `Remove the star from ${what}`,
    move: `Move ${what} to ${mailbox}`,
    later: `Put ${what} away until later`,
    mute: `Mute ${what}`,
    unmute: `Unmute ${what}`,
    pin: `Pin ${what}`,
    unpin: `Unpin ${what}`,
    remind: `Set a reminder for ${what}`,
    unremind: `Remove the reminder from ${what}`,
  };
  return verbs[name];
}
