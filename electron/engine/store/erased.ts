/**
 * What the user erased here may still lie on a server or with a carrier. These digests keep a sync from bringing it
 * back, without keeping anything of it: they can be compared with a message that is there, and tell nothing else.
 */
import { createHash } from 'node:crypto';
import type { Database } from './database.ts';
import { prepare } from './statements.ts';
import type { Tx } from './transaction.ts';

/** How a message is known outside: what stands in the erased message's place. */
export interface OutsideNames {
  accountId: string;
  /** Mail: the Message-ID with its angle brackets. */
  messageId?: string | null;
  /** Mail: OBJECTID EMAILID or X-GM-MSGID. */
  emailId?: string | null;
  /** Mail: SHA-256 of the source, for messages without a Message-ID. */
  sourceSha256?: string | null;
  /** Texts: the carrier's id. */
  remoteId?: string | null;
}

interface NamesRow {
  accountId: string;
  messageId: string | null;
  emailId: string | null;
  sourceSha256: string | null;
  remoteId: string | null;
}

/** Notes a message as erased, and the UIDs it has. Call before its row is deleted. */
export function recordErased(tx: Tx, row: number): void {
  const names = prepare<NamesRow>(
    tx.db,
    `SELECT m.account_id AS accountId, mail.message_id AS messageId, mail.email_id AS emailId,
       mail.source_sha256 AS sourceSha256, t.remote_id AS remoteId
     FROM message m LEFT JOIN mail ON mail.message_row = m.row LEFT JOIN text_message t ON t.message_row = m.row
     WHERE m.row = ?`,
  ).get(row);
  if (!names) return;
  const note = prepare(tx.db, 'INSERT OR IGNORE INTO erased_message (account_id, digest) VALUES (?, ?)');
  for (const digest of digests(names)) note.run(names.accountId, digest);
  prepare(
    tx.db,
    `INSERT OR IGNORE INTO erased_location (mailbox_id, uid)
     SELECT mailbox_id, uid FROM mail_location WHERE message_row = ?`,
  ).run(row);
}

/** Whether the user erased this message; a sync then leaves it where it is. */
export function wasErased(db: Database, names: OutsideNames): boolean {
  // Where nothing was ever erased no digest need be made.
  if (!prepare(db, 'SELECT 1 FROM erased_message WHERE account_id = ? LIMIT 1').get(names.accountId))
    return false;
  const known = prepare(db, 'SELECT 1 FROM erased_message WHERE account_id = ? AND digest = ?');
  return digests(names).some((digest) => known.get(names.accountId, digest) !== undefined);
}

/** Notes under which UID an erased message was found, so that it is not fetched to be compared again. */
export function recordErasedUid(tx: Tx, mailboxId: string, uid: number): void {
  prepare(tx.db, 'INSERT OR IGNORE INTO erased_location (mailbox_id, uid) VALUES (?, ?)').run(mailboxId, uid);
}

/** The mailbox has a new UIDVALIDITY: its UIDs mean other messages now (RFC 9051 section 2.3.1.1). */
export function forgetErasedUids(tx: Tx, mailboxId: string): void {
  prepare(tx.db, 'DELETE FROM erased_location WHERE mailbox_id = ?').run(mailboxId);
}

function digests(names: OutsideNames): string[] {
  const outside = [
    ['message-id', names.messageId],
    ['email-id', names.emailId],
    ['source', names.sourceSha256],
    ['remote-id', names.remoteId],
  ] as const;
  return outside
    .filter(([, value]) => value !== null && value !== undefined && value !== '')
    .map(([kind, value]) =>
      createHash('sha256').update(`${names.accountId}\0${kind}\0${value}`).digest('base64'),
    );
}
