/** Changes of messages' places, read states and stars: the local effect now, the remote ones journalled. */
import type { Channel, Place } from '#shared/contract/model.ts';
import { keywordOf } from '../labels/labels.ts';
import { hasLabel, setLabel } from '../labels/message-labels.ts';
import { prepare } from '../store/statements.ts';
import type { Tx } from '../store/transaction.ts';
import { markDirty } from '../threads/dirty.ts';
import type { ChoiceChange } from './choices.ts';
import { recordAction } from './journal.ts';
import type { FlagsPayload, MailboxTarget, MovePayload, UndoData } from './model.ts';

export interface MessageChange {
  row: number;
  place?: Place;
  /** The mailbox it goes to, when the place alone does not say. */
  mailboxId?: string | null;
  unread?: boolean;
  starred?: boolean;
  /** A label it is given or loses; one a change, for several there are several changes. */
  label?: { id: string; on: boolean };
}

interface Before {
  row: number;
  accountId: string;
  channel: Channel;
  threadId: string;
  place: Place;
  unread: number;
  starred: number;
  mailboxId: string | null;
}

interface Part {
  kind: 'mail.flags' | 'mail.move' | 'local';
  accountId: string;
  payload: FlagsPayload | MovePayload | { labelId: string } | null;
  changes: { change: MessageChange; before: Before }[];
}

/**
 * Applies changes and journals one action per account and effect, all in one group. Changes that change nothing are
 * left out; an act that changes nothing at all is journalled as done. Returns the group's id.
 */
export function changeMessages(
  tx: Tx,
  act: {
    title: string;
    changes: readonly MessageChange[];
    threadId: string | null;
    /** What the act did to the threads' choices, to be taken back with it. */
    choices?: ChoiceChange[];
    /** The label the act deletes, to come back with an undo. */
    removedLabel?: string;
    /** The act this goes on with; it is undone with that. */
    groupId?: string;
  },
): string {
  const parts = new Map<string, Part>();
  const read = prepare(
    tx.db,
    `SELECT m.row, m.account_id AS accountId, m.channel, m.thread_id AS threadId, m.place, m.unread, m.starred,
       (SELECT l.mailbox_id FROM mail_location l JOIN mailbox b ON b.id = l.mailbox_id WHERE l.message_row = m.row
        ORDER BY b.role = m.place DESC, b.role = 'none' DESC, b.role = 'all', l.mailbox_id LIMIT 1) AS mailboxId
     FROM message m WHERE m.row = ?`,
  );
  const write = prepare(tx.db, 'UPDATE message SET place = ?, unread = ?, starred = ? WHERE row = ?');
  for (const change of act.changes) {
    const before = read.get(change.row) as Before | undefined;
    if (!before) continue;
    const effective = effectOf(tx, change, before);
    if (!effective) continue;
    for (const part of partsOf(tx, effective, before)) {
      const key = JSON.stringify([part.accountId, part.kind, part.payload]);
      const known = parts.get(key) ?? { ...part, changes: [] };
      known.changes.push({ change: part.own, before });
      parts.set(key, known);
    }
    write.run(
      effective.place ?? before.place,
      Number(effective.unread ?? before.unread),
      Number(effective.starred ?? before.starred),
      before.row,
    );
    if (effective.label) setLabel(tx, before.row, effective.label.id, effective.label.on);
    markDirty(tx, before.threadId);
  }
  return journal(tx, act, [...parts.values()]);
}

function journal(
  tx: Tx,
  {
    title,
    threadId,
    choices = [],
    removedLabel,
    groupId: goesOnWith,
  }: {
    title: string;
    threadId: string | null;
    choices?: ChoiceChange[];
    removedLabel?: string;
    groupId?: string;
  },
  parts: readonly Part[],
): string {
  const undo: UndoData = { kind: 'messages', choices, ...(removedLabel ? { removedLabel } : {}) };
  const base = { title, threadId };
  if (parts.length === 0 && goesOnWith !== undefined) return goesOnWith;
  if (parts.length === 0)
    return recordAction(tx, { ...base, kind: 'local', accountId: null, payload: null, undo });
  const insert = prepare(
    tx.db,
    `INSERT INTO action_message (message_row, action_id, place, mailbox_id, unread, starred, was_place,
       was_mailbox_id, was_unread, was_starred, label_id, labelled) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)`,
  );
  let groupId = goesOnWith;
  for (const { kind, accountId, payload, changes } of parts) {
    const id = recordAction(tx, {
      ...base,
      kind,
      accountId,
      payload,
      undo: groupId === undefined ? undo : null,
      ...(groupId === undefined ? {} : { groupId }),
    });
    groupId ??= id;
    for (const { change, before } of changes)
      insert.run(
        before.row,
        id,
        change.place ?? null,
        change.mailboxId ?? null,
        change.unread === undefined ? null : Number(change.unread),
        change.starred === undefined ? null : Number(change.starred),
        before.place,
        before.mailboxId,
        before.unread,
        before.starred,
        change.label?.id ?? null,
        change.label ? Number(change.label.on) : null,
      );
  }
  return groupId ?? '';
}

/** The change without what is so already; null when nothing is left. */
function effectOf(tx: Tx, change: MessageChange, before: Before): MessageChange | null {
  const effective: MessageChange = { row: change.row };
  const elsewhere = change.mailboxId != null && change.mailboxId !== before.mailboxId;
  if (change.place !== undefined && (change.place !== before.place || elsewhere)) {
    effective.place = change.place;
    effective.mailboxId = change.mailboxId ?? null;
  }
  if (change.unread !== undefined && Number(change.unread) !== before.unread)
    effective.unread = change.unread;
  if (change.starred !== undefined && Number(change.starred) !== before.starred)
    effective.starred = change.starred;
  const { label } = change;
  if (label && label.on !== hasLabel(tx.db, change.row, label.id)) effective.label = label;
  return Object.keys(effective).length > 1 ? effective : null;
}

type OwnPart = Omit<Part, 'changes'> & { own: MessageChange };

function partsOf(tx: Tx, change: MessageChange, before: Before): OwnPart[] {
  const { row } = change;
  const { accountId } = before;
  const parts: OwnPart[] = [];
  const { label, ...rest } = change;
  if (label) {
    const isText = before.channel === 'sms';
    const payload = isText ? { labelId: label.id } : flag(keywordOf(tx.db, label.id), label.on);
    parts.push({ kind: isText ? 'local' : 'mail.flags', accountId, payload, own: { row, label } });
  }
  if (before.channel === 'sms')
    return Object.keys(rest).length > 1
      ? [...parts, { kind: 'local', accountId, payload: null, own: rest }]
      : parts;
  if (change.unread !== undefined)
    parts.push({
      kind: 'mail.flags',
      accountId,
      payload: flag('\\Seen', !change.unread),
      own: { row, unread: change.unread },
    });
  if (change.starred !== undefined)
    parts.push({
      kind: 'mail.flags',
      accountId,
      payload: flag('\\Flagged', change.starred),
      own: { row, starred: change.starred },
    });
  const to = change.place === undefined ? null : targetOf(change.place, change.mailboxId ?? null);
  if (to) {
    const { place, mailboxId } = change;
    parts.push({
      kind: 'mail.move',
      accountId,
      payload: { to, from: copiesOf(to, before.place) },
      own: { row, place, mailboxId },
    });
  }
  return parts;
}

function flag(name: string, on: boolean): FlagsPayload {
  return on ? { add: [name], remove: [] } : { add: [], remove: [name] };
}

function targetOf(place: Place, mailboxId: string | null): MailboxTarget | null {
  if (mailboxId !== null) return { mailboxId };
  return place === 'drafts' ? null : { role: place };
}

/** Archiving takes a mail out of the inbox only; throwing away takes every copy; else what was shown goes. */
function copiesOf(to: MailboxTarget, from: Place): MovePayload['from'] {
  if ('mailboxId' in to) return 'shown';
  if (to.role === 'archive' && from === 'inbox') return 'inbox';
  return to.role === 'trash' || to.role === 'junk' ? 'all' : 'shown';
}
