/** Where a mail lies on the server, and what follows from it: its place, read state and star. */

import { pendingEffect } from '#engine/actions/pending.ts';
import { settleLabels } from '#engine/labels/message-labels.ts';
import type { MailboxRole } from '#engine/store/repositories/mailboxes.ts';
import { prepare } from '#engine/store/statements.ts';
import type { Tx } from '#engine/store/transaction.ts';
import { markDirty } from '#engine/threads/dirty.ts';
import type { Place } from '#shared/contract/model.ts';

/** A message in several mailboxes is where the user would look first. */
const ROLE_ORDER: MailboxRole[] = ['inbox', 'drafts', 'sent', 'archive', 'all', 'none', 'junk', 'trash'];
const PLACE_OF_ROLE: Record<MailboxRole, Place> = {
  inbox: 'inbox',
  archive: 'archive',
  sent: 'sent',
  drafts: 'drafts',
  trash: 'trash',
  junk: 'junk',
  all: 'archive',
  none: 'archive',
};

/** How long a mail without a place on the server is kept in case another mailbox turns out to hold it. */
export const GONE_GRACE_MS = 15 * 60_000;

const has = (flags: string[], flag: string) => flags.some((f) => f.toLowerCase() === flag);

export function addLocation(
  tx: Tx,
  location: { mailboxId: string; uid: number; messageRow: number; flags: string[]; modseq: string | null },
): void {
  prepare(
    tx.db,
    `INSERT INTO mail_location (mailbox_id, uid, message_row, flags, modseq) VALUES (?, ?, ?, ?, ?)
     ON CONFLICT (mailbox_id, uid) DO UPDATE SET flags = excluded.flags, modseq = excluded.modseq`,
  ).run(location.mailboxId, location.uid, location.messageRow, location.flags.join(' '), location.modseq);
}

/** Derives place, read state, star and labels of a mail from its locations, with unconfirmed local actions on top. */
export function settle(tx: Tx, messageRow: number): string | null {
  const locations = prepare(
    tx.db,
    `SELECT mailbox.role, mailbox.keywords, mail_location.flags FROM mail_location
     JOIN mailbox ON mailbox.id = mailbox_id WHERE message_row = ?`,
  ).all(messageRow) as { role: MailboxRole; keywords: string | null; flags: string }[];
  const before = prepare(
    tx.db,
    `SELECT message.place, message.unread, message.starred, message.thread_id, mail.send_state, mail.gone_at
     FROM message JOIN mail ON mail.message_row = message.row WHERE row = ?`,
  ).get(messageRow) as
    | {
        place: string;
        unread: number;
        starred: number;
        thread_id: string;
        send_state: string | null;
        gone_at: number | null;
      }
    | undefined;
  if (!before) return null;
  const pending = pendingEffect(tx.db, messageRow);
  let { place, unread, starred } = before;
  let goneAt: number | null = null;
  if (locations.length > 0) {
    locations.sort((a, b) => ROLE_ORDER.indexOf(a.role) - ROLE_ORDER.indexOf(b.role));
    place = PLACE_OF_ROLE[locations[0]!.role];
    const flags = locations.map((location) => location.flags.split(' '));
    unread = flags.some((f) => has(f, '\\seen')) ? 0 : 1;
    starred = flags.some((f) => has(f, '\\flagged')) ? 1 : 0;
    settleLabels(tx, messageRow, flags.flat(), (keyword) =>
      locations.some(({ keywords }) => keywords === null || has(keywords.split(' '), keyword.toLowerCase())),
    );
  } else if (before.send_state === null) {
    // Also beneath an act that says otherwise: when that is taken back, this is what is left.
    place = 'gone';
    goneAt = before.gone_at ?? tx.now();
  }
  place = pending.place ?? place;
  unread = pending.unread === undefined ? unread : Number(pending.unread);
  starred = pending.starred === undefined ? starred : Number(pending.starred);
  prepare(tx.db, 'UPDATE message SET place = ?, unread = ?, starred = ? WHERE row = ?').run(
    place,
    unread,
    starred,
    messageRow,
  );
  if (goneAt !== before.gone_at)
    prepare(tx.db, 'UPDATE mail SET gone_at = ? WHERE message_row = ?').run(goneAt, messageRow);
  return before.thread_id;
}

/**
 * Settles one mail again after the word of an act is gone; its thread is refreshed with the transaction's others. In an
 * account without a server there is no other word than that of the acts.
 */
export function settleAgain(tx: Tx, messageRow: number): void {
  const onServer = prepare(
    tx.db,
    `SELECT 1 FROM mail JOIN account ON account.id = mail.account_id
     WHERE message_row = ? AND account.provider NOT IN ('sample', 'local')`,
  ).get(messageRow);
  const threadId = onServer ? settle(tx, messageRow) : null;
  if (threadId !== null) markDirty(tx, threadId);
}
