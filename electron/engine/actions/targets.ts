/** Where the messages of an action lie on the server, and what is known after it was done. */
import { noteKept } from '../labels/message-labels.ts';
import { prepare } from '../store/statements.ts';
import type { Database, Tx } from '../store/transaction.ts';
import type { ActionRow, FlagsPayload, MovePayload } from './model.ts';

export interface TargetLocation {
  mailboxId: string;
  path: string;
  uid: number;
  uidValidity: number | null;
  /** As the server last said, space separated. */
  flags: string;
}

export interface Target {
  messageRow: number;
  /** Message-ID with its angle brackets; `null` when the message has none. */
  messageId: string | null;
  locations: TargetLocation[];
}

export interface MovedLocation {
  mailboxId: string;
  uid: number;
  toMailboxId: string;
  toUid: number;
  /** UIDVALIDITY of both mailboxes, as the server said; not set in an account without a server. */
  valid?: { from: number; to: number | null };
}

interface LocationRow extends TargetLocation {
  messageRow: number;
  messageId: string | null;
  role: string;
  shownIn: string | null;
}

/**
 * The messages of a flag or move action where they lie now. Those already where they should go are left out, and those
 * that a later act has been done to since: that happens when what failed is tried again. What may have gone there by an
 * attempt whose answer was lost has gone; its other copies stay.
 */
export function targetsOf(db: Database, action: ActionRow): Target[] {
  if (action.kind !== 'mail.flags' && action.kind !== 'mail.move') return [];
  const rows = prepare(
    db,
    `SELECT e.message_row AS messageRow, mail.message_id AS messageId, l.mailbox_id AS mailboxId, b.path, b.role,
       l.uid, l.flags, b.uidvalidity AS uidValidity, e.was_mailbox_id AS shownIn
     FROM action_message e JOIN mail ON mail.message_row = e.message_row
     JOIN mail_location l ON l.message_row = e.message_row JOIN mailbox b ON b.id = l.mailbox_id
     WHERE e.action_id = ? AND NOT EXISTS (
       SELECT 1 FROM action_message x JOIN action later ON later.id = x.action_id
       WHERE x.message_row = e.message_row AND later.id > e.action_id AND later.state = 'done'
         AND (x.place IS NOT NULL AND e.place IS NOT NULL OR x.unread IS NOT NULL AND e.unread IS NOT NULL
           OR x.starred IS NOT NULL AND e.starred IS NOT NULL OR x.label_id = e.label_id))
     ORDER BY l.mailbox_id, l.uid`,
  ).all(action.id) as LocationRow[];
  const move = action.kind === 'mail.move' ? (JSON.parse(action.payload) as MovePayload) : null;
  const targets = new Map<number, Target>();
  // An earlier action may have moved a message on since: then it is taken from where it lies now.
  const stillShown = new Set(rows.filter((r) => r.shownIn === r.mailboxId).map((r) => r.messageRow));
  const gone = new Set(
    move && action.wire_started_at !== null
      ? rows.filter((r) => isAt(move.to, r)).map((r) => r.messageRow)
      : [],
  );
  for (const { messageRow, messageId, role, shownIn, ...location } of rows) {
    const elsewhere = shownIn !== location.mailboxId && (stillShown.has(messageRow) || gone.has(messageRow));
    if (move && !moves(move, { role, elsewhere, mailboxId: location.mailboxId })) continue;
    const target = targets.get(messageRow) ?? { messageRow, messageId, locations: [] };
    target.locations.push(location);
    targets.set(messageRow, target);
  }
  return [...targets.values()];
}

/** Whether some message of the action is not known to lie anywhere on its server. */
export function lacksLocation(db: Database, action: ActionRow): boolean {
  return lacking(db, action).length > 0;
}

/** Whether some message of the action is one of ours that has no copy on the server yet. */
export function awaitsCopy(db: Database, action: ActionRow): boolean {
  const sent = prepare(db, 'SELECT 1 FROM mail WHERE message_row = ? AND send_state IS NOT NULL');
  return lacking(db, action).some((row) => sent.get(row) !== undefined);
}

function lacking(db: Database, { id, kind }: ActionRow): number[] {
  if (kind !== 'mail.flags' && kind !== 'mail.move') return [];
  return prepare(
    db,
    `SELECT e.message_row FROM action_message e JOIN mail ON mail.message_row = e.message_row
     JOIN account a ON a.id = mail.account_id WHERE e.action_id = ? AND a.provider NOT IN ('sample', 'local')
       AND NOT EXISTS (SELECT 1 FROM mail_location l WHERE l.message_row = e.message_row)`,
  )
    .pluck()
    .all(id) as number[];
}

const isAt = (to: MovePayload['to'], { role, mailboxId }: { role: string; mailboxId: string }) =>
  'role' in to ? role === to.role : mailboxId === to.mailboxId;

function moves(
  { to, from }: MovePayload,
  location: { role: string; elsewhere: boolean; mailboxId: string },
): boolean {
  if (isAt(to, location)) return false;
  // An archive that is the mailbox of all mail keeps its copy whatever happens to the others.
  if (location.role === 'all' && 'role' in to && to.role === 'archive') return false;
  if (from === 'inbox') return location.role === 'inbox';
  return from === 'all' || !location.elsewhere;
}

/**
 * Where a move to a mailbox took the messages of an account without a server, whose word is the act's own. A move to a
 * place leaves them in their mailboxes: that is what brings them back there when it is undone.
 */
export function movedWithoutServer(db: Database, action: ActionRow): MovedLocation[] {
  if (action.kind !== 'mail.move' || !isLocal(db, action.account_id)) return [];
  const { to } = JSON.parse(action.payload) as MovePayload;
  if (!('mailboxId' in to)) return [];
  const last = prepare(db, 'SELECT max(uid) FROM mail_location WHERE mailbox_id = ?')
    .pluck()
    .get(to.mailboxId);
  let next = ((last as number | null) ?? 0) + 1;
  return targetsOf(db, action).flatMap(({ locations }) =>
    locations
      .slice(0, 1)
      .map(({ mailboxId, uid }) => ({ mailboxId, uid, toMailboxId: to.mailboxId, toUid: next++ })),
  );
}

function isLocal(db: Database, accountId: string | null): boolean {
  const local = prepare(db, "SELECT 1 FROM account WHERE id = ? AND provider IN ('sample', 'local')");
  return local.get(accountId) !== undefined;
}

/**
 * Records what the server did, so that its next word is not needed to know it. `targets`: what was known when it was
 * begun; a location whose flags the server has told since keeps them, because that may be the later word. A UID that was
 * said under another UIDVALIDITY than a mailbox has by now may be another message's, and a sync says more.
 */
export function recordApplied(
  tx: Tx,
  action: ActionRow,
  { moved, targets }: { moved: readonly MovedLocation[]; targets: readonly Target[] | null },
): void {
  if (action.kind === 'mail.flags') {
    recordFlags(tx, action, targets);
    const kept = (targets ?? []).filter(({ locations }) => locations.length > 0);
    noteKept(
      tx,
      action.id,
      kept.map(({ messageRow }) => messageRow),
    );
  }
  const leave = prepare(
    tx.db,
    'DELETE FROM mail_location WHERE mailbox_id = ? AND uid = ? RETURNING message_row AS row, flags',
  );
  const arrive = prepare(
    tx.db,
    `INSERT INTO mail_location (mailbox_id, uid, message_row, flags) VALUES (?, ?, ?, ?)
     ON CONFLICT (mailbox_id, uid) DO NOTHING`,
  );
  const uidValidity = prepare(tx.db, 'SELECT uidvalidity FROM mailbox WHERE id = ?').pluck();
  for (const { mailboxId, uid, toMailboxId, toUid, valid } of moved) {
    if (valid && uidValidity.get(mailboxId) !== valid.from) continue;
    const here = leave.get(mailboxId, uid) as { row: number; flags: string } | undefined;
    // A mailbox that was made for it was never compared: what is said first counts until then.
    const there = uidValidity.get(toMailboxId) ?? valid?.to;
    if (here && (!valid || there === valid.to)) arrive.run(toMailboxId, toUid, here.row, here.flags);
  }
}

function recordFlags(tx: Tx, action: ActionRow, targets: readonly Target[] | null): void {
  const { add, remove } = JSON.parse(action.payload) as FlagsPayload;
  const gone = new Set([...add, ...remove].map((flag) => flag.toLowerCase()));
  const set = prepare(tx.db, 'UPDATE mail_location SET flags = ? WHERE mailbox_id = ? AND uid = ?');
  const rows = prepare(
    tx.db,
    `SELECT l.mailbox_id AS mailboxId, l.uid, l.flags, b.uidvalidity AS uidValidity FROM action_message e
     JOIN mail_location l ON l.message_row = e.message_row JOIN mailbox b ON b.id = l.mailbox_id
     WHERE e.action_id = ?`,
  ).all(action.id) as Omit<TargetLocation, 'path'>[];
  const at = ({ mailboxId, uidValidity, uid }: Omit<TargetLocation, 'path' | 'flags'>) =>
    `${mailboxId} ${uidValidity} ${uid}`;
  const known = targets && new Map(targets.flatMap((t) => t.locations.map((l) => [at(l), l.flags])));
  for (const { mailboxId, uid, flags, uidValidity } of rows) {
    if (known && known.get(at({ mailboxId, uidValidity, uid })) !== flags) continue;
    const kept = flags.split(' ').filter((flag) => flag !== '' && !gone.has(flag.toLowerCase()));
    set.run([...kept, ...add].join(' '), mailboxId, uid);
  }
}
