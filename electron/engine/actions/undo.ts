/**
 * Undo. Before the remote effect was started it cancels; afterwards the opposite is done, as an action of its own.
 * What was sent cannot be unsent.
 */
import { settleAgain } from '../ingest/locations.ts';
import { restoreLabel } from '../labels/labels.ts';
import { setLabel } from '../labels/message-labels.ts';
import { beginReturn, isReturning } from '../labels/return.ts';
import { takeBack } from '../people/decisions.ts';
import { stateSeparateThread } from '../people/facts.ts';
import { unindexBody } from '../search/index-body.ts';
import { prepare } from '../store/statements.ts';
import type { Command, Tx } from '../store/transaction.ts';
import { markDirty } from '../threads/dirty.ts';
import { rejoinContact } from '../threads/persons.ts';
import { refreshThreads } from '../threads/summary.ts';
import { type ChoiceChange, revertChoices } from './choices.ts';
import { getGroup, setState } from './journal.ts';
import { changeMessages, type MessageChange } from './message-changes.ts';
import type { ActionRow, UndoData } from './model.ts';

export interface Undone {
  undone: boolean;
  /** The draft that was given back, when a send was undone. */
  draftId: string | null;
}

/** Takes the local effect of a `custom:` action back; its remote effect is cancelled before this is called. */
export type UndoHandler = (tx: Tx, data: Record<string, unknown>) => Undone;

const NOT_UNDONE: Undone = { undone: false, draftId: null };

/** The undo command. `handlers` know the `custom:` kinds of undo data that other services journal. */
export function makeUndo(
  handlers: Readonly<Record<string, UndoHandler>> = {},
): Command<{ actionId: string }, Undone> {
  return (tx, { actionId }) => {
    const whole = getGroup(tx.db, actionId);
    const leader = whole[0];
    if (!leader) return NOT_UNDONE;
    const isUndone = whole.some((action) => action.state === 'cancelled');
    // What was under way when the rest was taken back, and refused since, is given up as well.
    const group = isUndone ? whole.filter((action) => action.state === 'failed') : whole;
    if (group.length === 0) return NOT_UNDONE;
    if (!leader.undo) return drop(tx, group[0]!);
    const data = JSON.parse(leader.undo) as UndoData;
    const result = undoGroup(tx, group, leader, data, handlers);
    refreshThreads(tx);
    return result;
  };
}

/** What nobody asked for but Skein does by itself (copies in Sent and Drafts) is simply not done. */
function drop(tx: Tx, action: ActionRow): Undone {
  if (!['held', 'queued', 'waiting', 'failed'].includes(action.state)) return NOT_UNDONE;
  setState(tx, action, { state: 'cancelled' });
  return { undone: true, draftId: null };
}

function undoGroup(
  tx: Tx,
  group: readonly ActionRow[],
  leader: ActionRow,
  data: UndoData,
  handlers: Readonly<Record<string, UndoHandler>>,
): Undone {
  switch (data.kind) {
    case 'messages':
      if (data.removedLabel) return undoRemoval(tx, group, leader, data.removedLabel);
      return undoAct(tx, group, data.choices ?? []);
    case 'send':
      return undoSend(tx, leader, data.draftId);
    case 'separate-thread':
      stateSeparateThread(tx, data.contactId, !data.separate);
      rejoinContact(tx, data.contactId);
      setState(tx, leader, { state: 'cancelled' });
      return { undone: true, draftId: null };
    case 'decision':
      takeBack(tx, data.decision);
      setState(tx, leader, { state: 'cancelled' });
      return { undone: true, draftId: null };
    default: {
      const handler = handlers[data.kind];
      if (!handler || group.some((action) => !cancellable(action) && action.kind !== 'local'))
        return NOT_UNDONE;
      for (const action of group) setState(tx, action, { state: 'cancelled' });
      return handler(tx, data);
    }
  }
}

/** It has certainly had no effect on the server. */
export function cancellable(action: ActionRow): boolean {
  return action.wire_started_at === null && ['held', 'queued', 'waiting', 'failed'].includes(action.state);
}

/** Acts journalled by an older Skein name no choices. */
function undoAct(tx: Tx, group: readonly ActionRow[], choices: readonly ChoiceChange[]): Undone {
  const reverted = revertChoices(tx, choices);
  // Time or a message ended what was chosen, and nothing else was done.
  if (
    choices.length > 0 &&
    reverted === 0 &&
    group.every(({ kind }) => kind === 'local') &&
    !changed(tx, group)
  )
    return NOT_UNDONE;
  return undoMessages(tx, group);
}

function changed(tx: Tx, group: readonly ActionRow[]): boolean {
  const any = prepare(tx.db, 'SELECT 1 FROM action_message WHERE action_id = ? LIMIT 1');
  return group.some(({ id }) => any.get(id) !== undefined);
}

/** The label is there again at once, on the messages of the act's first part too; the others follow in steps. */
function undoRemoval(tx: Tx, group: readonly ActionRow[], leader: ActionRow, labelId: string): Undone {
  restoreLabel(tx, labelId);
  if (isReturning(tx.db, leader.id)) return { undone: true, draftId: null };
  const [first, ...rest] = group;
  if (rest.length > 0) beginReturn(tx, { groupId: leader.id, labelId, afterId: first!.id });
  return undoMessages(tx, [first!]);
}

interface Effect {
  row: number;
  place: MessageChange['place'] | null;
  unread: number | null;
  starred: number | null;
  wasPlace: NonNullable<MessageChange['place']> | 'gone';
  wasMailboxId: string | null;
  wasUnread: number;
  wasStarred: number;
  labelId: string | null;
  labelled: number | null;
}

/** Takes back what these actions did to messages. */
export function undoMessages(tx: Tx, group: readonly ActionRow[]): Undone {
  const back: MessageChange[] = [];
  for (const action of group) {
    const changes = effectsOf(tx, action).map(inverse);
    const refused = action.state === 'failed';
    const free = action.kind === 'local' || cancellable(action);
    if (refused || free) setState(tx, action, { state: 'cancelled' });
    // The opposite of what the server refused would be refused too: what the server says stands.
    if (refused)
      for (const { row, label } of changes) {
        if (label) setLabel(tx, row, label.id, label.on);
        settleAgain(tx, row);
      }
    else if (free) revertLocally(tx, changes);
    // What may have had an effect goes its way: the opposite comes after it.
    else back.push(...changes);
  }
  if (back.length > 0) changeMessages(tx, { title: 'Undo', changes: back, threadId: null });
  return { undone: true, draftId: null };
}

/** Only what still is as this action left it: what was changed since is a later word. */
function effectsOf(tx: Tx, action: ActionRow): Effect[] {
  return prepare(
    tx.db,
    `SELECT e.message_row AS row, e.place, e.unread, e.starred, e.was_place AS wasPlace,
       e.was_mailbox_id AS wasMailboxId, e.was_unread AS wasUnread, e.was_starred AS wasStarred,
       e.label_id AS labelId, e.labelled
     FROM action_message e JOIN message m ON m.row = e.message_row
     WHERE e.action_id = ? AND (e.place IS NULL OR e.place = m.place) AND (e.unread IS NULL OR e.unread = m.unread)
       AND (e.starred IS NULL OR e.starred = m.starred)
       AND (e.label_id IS NULL OR e.labelled = EXISTS (
         SELECT 1 FROM message_label l WHERE l.message_row = m.row AND l.label_id = e.label_id))
       AND NOT EXISTS (
         SELECT 1 FROM action_message x JOIN action later ON later.id = x.action_id
         WHERE x.message_row = e.message_row AND later.id > e.action_id AND later.state <> 'cancelled'
           AND (x.place IS NOT NULL AND e.place IS NOT NULL OR x.unread IS NOT NULL AND e.unread IS NOT NULL
             OR x.starred IS NOT NULL AND e.starred IS NOT NULL OR x.label_id = e.label_id))
     ORDER BY e.message_row`,
  ).all(action.id) as Effect[];
}

function inverse(effect: Effect): MessageChange {
  const change: MessageChange = { row: effect.row };
  // What lay nowhere cannot go back there: what the server says stands.
  if (effect.place !== null && effect.wasPlace !== 'gone') {
    change.place = effect.wasPlace;
    // Archived mail lies in mailboxes of the user's own; the other places have one each.
    change.mailboxId = effect.wasPlace === 'archive' ? effect.wasMailboxId : null;
  }
  if (effect.unread !== null) change.unread = effect.wasUnread === 1;
  if (effect.starred !== null) change.starred = effect.wasStarred === 1;
  if (effect.labelId !== null) change.label = { id: effect.labelId, on: effect.labelled === 0 };
  return change;
}

function revertLocally(tx: Tx, changes: readonly MessageChange[]): void {
  const write = prepare(
    tx.db,
    `UPDATE message SET place = coalesce(@place, place), unread = coalesce(@unread, unread),
       starred = coalesce(@starred, starred) WHERE row = @row RETURNING thread_id AS threadId`,
  );
  const hasServerWord = prepare(
    tx.db,
    `SELECT 1 FROM mail WHERE message_row = ? AND (gone_at IS NOT NULL
       OR EXISTS (SELECT 1 FROM mail_location l WHERE l.message_row = mail.message_row))`,
  );
  for (const { row, place, unread, starred, label } of changes) {
    if (label) setLabel(tx, row, label.id, label.on);
    const message = write.get({
      row,
      place: place ?? null,
      unread: unread === undefined ? null : Number(unread),
      starred: starred === undefined ? null : Number(starred),
    }) as { threadId: string } | undefined;
    if (message) markDirty(tx, message.threadId);
    // What the server said meanwhile was beneath the act, and counts now.
    if (hasServerWord.get(row)) settleAgain(tx, row);
  }
}

/** The message is taken out of the timeline and its draft can be written on. */
function undoSend(tx: Tx, action: ActionRow, draftId: string): Undone {
  if (!cancellable(action) || textHasLeft(tx, action)) return NOT_UNDONE;
  const draft = prepare(tx.db, 'UPDATE draft SET sending = 0, error = NULL WHERE id = ? RETURNING id').get(
    draftId,
  );
  if (!draft) return NOT_UNDONE;
  setState(tx, action, { state: 'cancelled' });
  const row = action.message_row;
  if (row !== null) {
    prepare(
      tx.db,
      `UPDATE attachment SET draft_id = @draftId, message_row = NULL WHERE message_row = @row
         AND NOT EXISTS (SELECT 1 FROM attachment d WHERE d.draft_id = @draftId)`,
    ).run({ draftId, row });
    removeUnsent(tx, row);
  }
  tx.changed.drafts();
  return { undone: true, draftId };
}

/** Takes the local copy of what was not sent out of its thread. */
export function removeUnsent(tx: Tx, row: number): void {
  unindexBody(tx, row);
  const gone = prepare(tx.db, 'DELETE FROM message WHERE row = ? RETURNING thread_id AS threadId').get(row) as
    | { threadId: string }
    | undefined;
  if (!gone) return;
  // The thread of a first message goes with it; its draft then stands alone.
  const others = prepare(tx.db, 'SELECT 1 FROM message WHERE thread_id = ? LIMIT 1').get(gone.threadId);
  if (!others) prepare(tx.db, 'UPDATE draft SET thread_id = NULL WHERE thread_id = ?').run(gone.threadId);
  markDirty(tx, gone.threadId);
}

// Texts are dispatched by their own channel: its word counts, not the mirror in the journal.
function textHasLeft(tx: Tx, action: ActionRow): boolean {
  if (action.kind !== 'text.send' || action.message_row === null) return false;
  const dispatch = prepare(tx.db, 'SELECT dispatch FROM text_message WHERE message_row = ?').get(
    action.message_row,
  ) as { dispatch: string | null } | undefined;
  return dispatch !== undefined && dispatch.dispatch !== 'queued' && dispatch.dispatch !== 'failed';
}
