/** What a sync learns of a mailbox besides new messages: names, flags, expunges, a new UIDVALIDITY. */
import type {
  FlagState,
  ListedMailbox,
  MailboxRecord,
  MessageSummary,
  SpecialUse,
  UidRange,
} from '#engine/channels/mail/ports.ts';
import { deleteMessages } from '#engine/privacy/delete-messages.ts';
import { forgetErasedUids } from '#engine/store/erased.ts';
import {
  getMailbox,
  listMailboxes,
  type MailboxRole,
  putMailboxes,
} from '#engine/store/repositories/mailboxes.ts';
import { prepare } from '#engine/store/statements.ts';
import type { Database, Tx } from '#engine/store/transaction.ts';
import { refreshThreads } from '#engine/threads/summary.ts';
import { addLocation, GONE_GRACE_MS, settle } from './locations.ts';

const ROLE: Record<SpecialUse, MailboxRole> = {
  inbox: 'inbox',
  all: 'all',
  archive: 'archive',
  drafts: 'drafts',
  flagged: 'none',
  junk: 'junk',
  sent: 'sent',
  trash: 'trash',
};
const USE = new Map<MailboxRole, SpecialUse>(
  (Object.entries(ROLE) as [SpecialUse, MailboxRole][])
    .filter(([use]) => use !== 'flagged')
    .map(([use, role]) => [role, use]),
);

/** The account's mailboxes in the mail channel's words. */
export function mailboxRecords(db: Database, accountId: string): MailboxRecord[] {
  return listMailboxes(db, accountId).map((row) => ({
    id: row.id,
    accountId: row.account_id,
    path: row.path,
    delimiter: row.delimiter || null,
    specialUse: USE.get(row.role) ?? null,
    subscribed: row.subscribed === 1,
    selectable: row.selectable === 1,
    keywords: row.keywords === null ? null : row.keywords.split(' ').filter(Boolean),
    objectId: row.object_id,
    uidValidity: row.uidvalidity,
    uidNext: row.uidnext,
    highestModseq: row.highestmodseq,
    exists: row.uidvalidity === null ? null : row.total,
    checkedAt: row.checked_at,
  }));
}

export function upsertMailboxes(
  tx: Tx,
  args: { accountId: string; listed: ListedMailbox[] },
): MailboxRecord[] {
  const gone = putMailboxes(
    tx,
    args.accountId,
    args.listed.map(({ specialUse, ...mailbox }) => ({
      ...mailbox,
      role: specialUse ? ROLE[specialUse] : 'none',
    })),
  );
  for (const mailboxId of gone) dropMailbox(tx, mailboxId);
  return mailboxRecords(tx.db, args.accountId);
}

/** A mailbox is gone from the server. */
export function dropMailbox(tx: Tx, mailboxId: string): void {
  const rows = rowsIn(tx, mailboxId);
  prepare(tx.db, 'DELETE FROM mailbox WHERE id = ?').run(mailboxId);
  settleAll(tx, rows);
  tx.changed.accounts();
}

function rowsIn(tx: Tx, mailboxId: string): number[] {
  return prepare(tx.db, 'SELECT message_row FROM mail_location WHERE mailbox_id = ?')
    .pluck()
    .all(mailboxId) as number[];
}

function settleAll(tx: Tx, rows: Iterable<number>): void {
  const threads = new Set<string>();
  for (const row of rows) {
    const thread = settle(tx, row);
    if (thread) threads.add(thread);
  }
  refreshThreads(tx, [...threads]);
}

/** A new UIDVALIDITY: its UIDs mean nothing any more, the messages wait to be matched again. */
export function resetMailbox(tx: Tx, args: { mailboxId: string; uidValidity: number }): void {
  const mailbox = getMailbox(tx.db, args.mailboxId);
  if (!mailbox || mailbox.uidvalidity === args.uidValidity) return;
  const rows = rowsIn(tx, args.mailboxId);
  prepare(tx.db, 'DELETE FROM mail_location WHERE mailbox_id = ?').run(args.mailboxId);
  forgetErasedUids(tx, args.mailboxId);
  prepare(
    tx.db,
    'UPDATE mailbox SET uidvalidity = ?, uidnext = NULL, highestmodseq = NULL, resetting = 1 WHERE id = ?',
  ).run(args.uidValidity, args.mailboxId);
  // They keep their place on the screen until the comparison is over.
  const wait = prepare(tx.db, 'UPDATE mail SET gone_at = ? WHERE message_row = ? AND send_state IS NULL');
  for (const row of rows) wait.run(tx.now(), row);
}

/** Valid on no server (RFC 9051 section 9, nz-number). */
const NO_UIDVALIDITY = 0;

/**
 * The account has another server from now on: a UID there may name another message even under the same UIDVALIDITY.
 * The messages wait to be matched again.
 */
export function forgetUids(tx: Tx, accountId: string): void {
  for (const { id, uidvalidity } of listMailboxes(tx.db, accountId))
    if (uidvalidity !== null) resetMailbox(tx, { mailboxId: id, uidValidity: NO_UIDVALIDITY });
}

export interface RematchArgs {
  mailboxId: string;
  uidValidity: number;
  summaries: MessageSummary[];
}

/**
 * Finds the message of each summary in the store; resolves to the UIDs that found theirs. Without an id of the server's
 * there must be one message alone that it can be: under one Message-ID may come several texts. What we sent is left to
 * its copy's text, which has more to tell.
 */
export function rematch(tx: Tx, { mailboxId, uidValidity, summaries }: RematchArgs): number[] {
  const mailbox = getMailbox(tx.db, mailboxId);
  if (mailbox?.uidvalidity !== uidValidity) return [];
  const byEmailId = prepare(
    tx.db,
    'SELECT message_row FROM mail WHERE account_id = ? AND email_id = ? LIMIT 1',
  ).pluck();
  const byMessageId = prepare(
    tx.db,
    `SELECT min(message_row) FROM mail WHERE account_id = @accountId AND message_id = @messageId AND size = @size
       AND coalesce(internal_date, @internalDate) = @internalDate AND send_state IS NULL AND NOT EXISTS
         (SELECT 1 FROM mail_location l WHERE l.message_row = mail.message_row AND l.mailbox_id = @mailboxId)
     HAVING count(*) = 1`,
  ).pluck();
  const found: number[] = [];
  const rows = new Set<number>();
  const { account_id: accountId } = mailbox;
  for (const { uid, flags, modseq, messageId, size, internalDate, emailId } of summaries) {
    const row =
      (emailId && (byEmailId.get(accountId, emailId) as number | undefined)) ||
      (messageId &&
        (byMessageId.get({ accountId, messageId, size, internalDate, mailboxId }) as number | undefined));
    if (!row) continue;
    addLocation(tx, { mailboxId, uid, messageRow: row, flags, modseq });
    rows.add(row);
    found.push(uid);
  }
  settleAll(tx, rows);
  return found;
}

/** The comparison after a reset is over: what found no UID is gone from the server. */
export function finishReset(tx: Tx, args: { mailboxId: string; uidValidity: number }): void {
  const mailbox = getMailbox(tx.db, args.mailboxId);
  if (mailbox?.uidvalidity !== args.uidValidity || !mailbox.resetting) return;
  prepare(tx.db, 'UPDATE mailbox SET resetting = 0 WHERE id = ?').run(args.mailboxId);
  // Another mailbox may hold them; they keep their place on the screen until it was compared too.
  if (listMailboxes(tx.db, mailbox.account_id).some(({ resetting }) => resetting === 1)) return;
  const waiting = prepare(
    tx.db,
    `SELECT message_row FROM mail INDEXED BY mail_gone
     WHERE account_id = ? AND gone_at IS NOT NULL AND send_state IS NULL`,
  )
    .pluck()
    .all(mailbox.account_id) as number[];
  settleAll(tx, waiting);
}

export function knownUids(db: Database, args: { mailboxId: string; from: number }): UidRange[] {
  const ranges: UidRange[] = [];
  const uids = prepare(
    db,
    `SELECT uid FROM mail_location WHERE mailbox_id = @mailboxId AND uid >= @from
     UNION SELECT uid FROM erased_location WHERE mailbox_id = @mailboxId AND uid >= @from ORDER BY uid`,
  ).pluck();
  for (const uid of uids.iterate(args) as IterableIterator<number>) {
    const last = ranges.at(-1);
    if (last && last.last + 1 === uid) last.last = uid;
    else ranges.push({ first: uid, last: uid });
  }
  return ranges;
}

export function countUids(db: Database, mailboxId: string): number {
  const erased = prepare(db, 'SELECT count(*) FROM erased_location WHERE mailbox_id = ?').pluck();
  return (getMailbox(db, mailboxId)?.here ?? 0) + (erased.get(mailboxId) as number);
}

export function knownFlags(
  db: Database,
  args: { mailboxId: string; first: number; last: number },
): { uid: number; flags: string[] }[] {
  const rows = prepare(
    db,
    'SELECT uid, flags FROM mail_location WHERE mailbox_id = ? AND uid BETWEEN ? AND ? ORDER BY uid',
  ).all(args.mailboxId, args.first, args.last) as { uid: number; flags: string }[];
  return rows.map(({ uid, flags }) => ({ uid, flags: flags.split(' ').filter(Boolean) }));
}

export function incompleteUids(
  db: Database,
  mailboxId: string,
): { uid: number; size: number; internalDate: number }[] {
  // From the few that are not here whole: else every mail of the mailbox is looked at.
  return prepare(
    db,
    `SELECT uid, size, coalesce(internal_date, 0) AS internalDate
     FROM mail CROSS JOIN mail_location USING (message_row)
     WHERE body_state <> 'full' AND mailbox_id = ? ORDER BY uid DESC`,
  ).all(mailboxId) as { uid: number; size: number; internalDate: number }[];
}

export function applyFlags(
  tx: Tx,
  args: { mailboxId: string; uidValidity: number; states: FlagState[] },
): void {
  if (getMailbox(tx.db, args.mailboxId)?.uidvalidity !== args.uidValidity) return;
  const update = prepare(
    tx.db,
    'UPDATE mail_location SET flags = ?, modseq = ? WHERE mailbox_id = ? AND uid = ? RETURNING message_row',
  ).pluck();
  const rows = new Set<number>();
  for (const { uid, flags, modseq } of args.states) {
    const row = update.get(flags.join(' '), modseq, args.mailboxId, uid) as number | undefined;
    if (row !== undefined) rows.add(row);
  }
  settleAll(tx, rows);
}

export function expunge(tx: Tx, args: { mailboxId: string; uidValidity: number; uids: UidRange[] }): void {
  if (getMailbox(tx.db, args.mailboxId)?.uidvalidity !== args.uidValidity) return;
  const remove = prepare(
    tx.db,
    'DELETE FROM mail_location WHERE mailbox_id = ? AND uid BETWEEN ? AND ? RETURNING message_row',
  ).pluck();
  const rows = new Set<number>();
  const forget = prepare(tx.db, 'DELETE FROM erased_location WHERE mailbox_id = ? AND uid BETWEEN ? AND ?');
  for (const { first, last } of args.uids) {
    for (const row of remove.all(args.mailboxId, first, last) as number[]) rows.add(row);
    forget.run(args.mailboxId, first, last);
  }
  settleAll(tx, rows);
}

/** Messages a call of `sweepGone` deletes at most, so that nobody waits behind it. */
const SWEPT = 200;

/**
 * Deletes what had no place on its server for a while when all mailboxes of the account were compared: the one it was
 * moved to may be the last of them. `wholeSince`: everything the server had then is known. `more`: call it again.
 */
export function sweepGone(
  tx: Tx,
  { accountId, wholeSince }: { accountId: string; wholeSince: number },
): { deleted: number; more: boolean } {
  const rows = prepare(
    tx.db,
    `SELECT message_row FROM mail INDEXED BY mail_gone
     WHERE account_id = ? AND gone_at < ? AND send_state IS NULL AND NOT EXISTS
       (SELECT 1 FROM mailbox WHERE mailbox.account_id = mail.account_id AND resetting = 1)
     AND NOT EXISTS (SELECT 1 FROM mail_location l WHERE l.message_row = mail.message_row)
     AND NOT EXISTS (SELECT 1 FROM action_message e JOIN action ON action.id = e.action_id
       WHERE e.message_row = mail.message_row AND action.state NOT IN ('done', 'cancelled')) LIMIT ${SWEPT}`,
  )
    .pluck()
    .all(accountId, wholeSince - GONE_GRACE_MS) as number[];
  deleteMessages(tx, rows);
  return { deleted: rows.length, more: rows.length === SWEPT };
}
