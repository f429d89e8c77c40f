/** Takes mail from a sync into the store: identities, thread, text, index, all in the caller's transaction. */

import { myAddresses, noteRecipients } from '#engine/people/identities.ts';
import { learnFromOwnMail } from '#engine/people/matching.ts';
import { activeRules } from '#engine/rules/rules.ts';
import { type Arrival, rulesOnArrival, rulesOnComplete } from '#engine/rules/run.ts';
import { recordErasedUid, wasErased } from '#engine/store/erased.ts';
import { getMailbox, type MailboxRow } from '#engine/store/repositories/mailboxes.ts';
import { prepare } from '#engine/store/statements.ts';
import type { Tx } from '#engine/store/transaction.ts';
import { refreshThreads } from '#engine/threads/summary.ts';
import { hasJustArrived, toArrival } from './arrivals.ts';
import { type Derived, rederive } from './derived.ts';
import { completeSource, insertMail } from './insert-mail.ts';
import { addLocation, settle } from './locations.ts';
import type { PreparedMail, PreparedSource } from './prepared-mail.ts';

export interface IngestArgs {
  mailboxId: string;
  uidValidity: number;
  batch: PreparedMail[];
}

/** Adds a batch, ascending by UID; what is known already only takes the flags. Idempotent. */
export function ingestMail(tx: Tx, { mailboxId, uidValidity, batch }: IngestArgs): { added: string[] } {
  const mailbox = getMailbox(tx.db, mailboxId);
  if (mailbox?.uidvalidity !== uidValidity) return { added: [] };
  const mine = myAddresses(tx.db);
  const threads = new Set<string>();
  const added: string[] = [];
  const rowOfUid = prepare(tx.db, 'SELECT message_row FROM mail_location WHERE mailbox_id = ? AND uid = ?');
  const ascending = [...batch].sort((a, b) => a.date - b.date);
  const rules = mailbox.role === 'inbox' ? activeRules(tx.db) : [];
  const arrivals: Arrival[] = [];
  for (const mail of ascending) {
    const known = rowOfUid.get(mailboxId, mail.uid) as { message_row: number } | undefined;
    let row = known?.message_row ?? findSame(tx, mailbox, mail);
    if (row === null && erasedHere(tx, mailbox, mail)) continue;
    if (row === null) {
      const message = insertMail(tx, mailbox.account_id, mail, mine, { trusted: mailbox.role !== 'junk' });
      row = message.row;
      if (mailbox.role === 'inbox' && !message.fromMe) {
        added.push(message.id);
        if (rules.length > 0 && hasJustArrived(mailbox, mail)) arrivals.push(toArrival(row, mailbox, mail));
      }
      if (mailbox.role === 'sent') noteRecipients(tx, row, mail.date);
    } else if (mail.source) completeSource(tx, row, mail.source);
    addLocation(tx, { mailboxId, uid: mail.uid, messageRow: row, flags: mail.flags, modseq: mail.modseq });
    if (mailbox.role === 'sent' && !known) learnFromOwnMail(tx, row);
    const thread = settle(tx, row);
    if (thread) threads.add(thread);
  }
  rulesOnArrival(tx, rules, arrivals);
  refreshThreads(tx, [...threads]);
  tx.changed.accounts();
  return { added };
}

/** What the user erased stays erased: it is known under its UID now, and not fetched again. */
function erasedHere(tx: Tx, mailbox: MailboxRow, mail: PreparedMail): boolean {
  const { messageId, emailId } = mail;
  const sourceSha256 = mail.source?.sha256 ?? null;
  if (!wasErased(tx.db, { accountId: mailbox.account_id, messageId, emailId, sourceSha256 })) return false;
  recordErasedUid(tx, mailbox.id, mail.uid);
  return true;
}

/** The same message by the server's own id, or by Message-ID when it waits for a place or is what we sent. */
function findSame(tx: Tx, mailbox: MailboxRow, mail: PreparedMail): number | null {
  const accountId = mailbox.account_id;
  if (mail.emailId) {
    const row = prepare(tx.db, 'SELECT message_row FROM mail WHERE account_id = ? AND email_id = ?').get(
      accountId,
      mail.emailId,
    ) as { message_row: number } | undefined;
    if (row) return row.message_row;
  }
  if (!mail.messageId) return null;
  const candidates = prepare(
    tx.db,
    `SELECT mail.message_row, mail.source_sha256, mail.size, mail.send_state,
       EXISTS (SELECT 1 FROM mail_location l WHERE l.message_row = mail.message_row) AS placed,
       EXISTS (SELECT 1 FROM mail_location l WHERE l.message_row = mail.message_row AND l.mailbox_id = ?) AS here
     FROM mail WHERE account_id = ? AND message_id = ?`,
  ).all(mailbox.id, accountId, mail.messageId) as {
    message_row: number;
    source_sha256: string | null;
    size: number;
    send_state: string | null;
    placed: number;
    here: number;
  }[];
  for (const candidate of candidates) {
    if (candidate.here) continue;
    const bothWhole = mail.source !== null && candidate.source_sha256 !== null;
    const sameSource = bothWhole && candidate.source_sha256 === mail.source?.sha256;
    // Another text may come under the same Message-ID.
    const maybeSame = sameSource || (!bothWhole && candidate.size === mail.size);
    // What we sent comes back with the server's own trace fields on top; in the inbox it is a copy to oneself.
    const sentCopy = candidate.send_state !== null && mailbox.role !== 'inbox';
    if (sameSource || sentCopy || (maybeSame && !candidate.placed)) return candidate.message_row;
  }
  return null;
}

export interface LargeSourceArgs {
  mailboxId: string;
  uidValidity: number;
  uid: number;
  source: PreparedSource;
  /** What the whole tells; `null` keeps what was derived from header and text. */
  derived: Derived | null;
}

/** The source of a large message has arrived whole. */
export function commitLargeSource(tx: Tx, args: LargeSourceArgs): void {
  const mailbox = getMailbox(tx.db, args.mailboxId);
  if (mailbox?.uidvalidity !== args.uidValidity) return;
  const found = prepare(
    tx.db,
    `SELECT message_row, thread_id FROM mail_location JOIN message ON row = message_row
     WHERE mailbox_id = ? AND uid = ?`,
  ).get(args.mailboxId, args.uid) as { message_row: number; thread_id: string } | undefined;
  if (!found) return;
  completeSource(tx, found.message_row, args.source);
  if (args.derived) rederive(tx, found.message_row, args.derived);
  rulesOnComplete(tx, found.message_row);
  refreshThreads(tx, [found.thread_id]);
}
