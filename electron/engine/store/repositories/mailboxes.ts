/** IMAP mailboxes and how far each is synced (RFC 9051 sections 2.3.1.1 and 6.3.9). */
import type { ErrorInfo } from '#shared/contract/model.ts';
import { prepare } from '../statements.ts';
import type { Database, Tx } from '../transaction.ts';

export type MailboxRole = 'inbox' | 'archive' | 'sent' | 'drafts' | 'trash' | 'junk' | 'all' | 'none';

export interface MailboxRow {
  id: string;
  account_id: string;
  path: string;
  delimiter: string;
  name: string;
  role: MailboxRole;
  subscribed: number;
  selectable: number;
  resetting: number;
  uidvalidity: number | null;
  uidnext: number | null;
  highestmodseq: string | null;
  total: number;
  /** Messages that have a place in it here; kept by triggers. */
  here: number;
  checked_at: number | null;
  /** JSON of the contract's errorInfo. */
  error: string | null;
  /** Those it can keep, space separated; `null`: any, or not known. */
  keywords: string | null;
  object_id: string | null;
}

export function getMailbox(db: Database, id: string): MailboxRow | null {
  return (prepare(db, 'SELECT * FROM mailbox WHERE id = ?').get(id) as MailboxRow | undefined) ?? null;
}

export function listMailboxes(db: Database, accountId: string): MailboxRow[] {
  return prepare(db, 'SELECT * FROM mailbox WHERE account_id = ? ORDER BY path').all(
    accountId,
  ) as MailboxRow[];
}

export function mailboxByRole(db: Database, accountId: string, role: MailboxRole): MailboxRow | null {
  const row = prepare(
    db,
    'SELECT * FROM mailbox WHERE account_id = ? AND role = ? AND selectable = 1 ORDER BY path LIMIT 1',
  ).get(accountId, role);
  return (row as MailboxRow | undefined) ?? null;
}

/** The mailbox named, and those of a role. */
export function mailboxesOfPlace(
  db: Database,
  place: { mailboxId: string | null; role: string | null },
): { id: string; accountId: string }[] {
  return prepare(
    db,
    'SELECT id, account_id AS accountId FROM mailbox WHERE selectable = 1 AND (id = @mailboxId OR role = @role)',
  ).all(place) as { id: string; accountId: string }[];
}

/** Where messages lie on their servers, one place of each, the newest first. */
export function placesOf(
  db: Database,
  messageIds: string[],
): { accountId: string; mailboxId: string; uid: number }[] {
  return prepare(
    db,
    `SELECT m.account_id AS accountId, l.mailbox_id AS mailboxId, l.uid FROM message m
     JOIN mail_location l ON l.message_row = m.row WHERE m.id IN (SELECT value FROM json_each(?))
     GROUP BY m.row ORDER BY m.row DESC`,
  ).all(JSON.stringify(messageIds)) as { accountId: string; mailboxId: string; uid: number }[];
}

export interface MailboxListing {
  path: string;
  delimiter: string | null;
  role: MailboxRole;
  subscribed: boolean;
  selectable: boolean;
  /** The path it had before it was renamed. */
  renamedFrom?: string;
}

/** Makes the account's mailboxes those listed and returns the ids of the ones that went. */
export function putMailboxes(tx: Tx, accountId: string, listed: MailboxListing[]): string[] {
  const put = prepare(
    tx.db,
    `INSERT INTO mailbox (id, account_id, path, delimiter, name, role, subscribed, selectable)
     VALUES (?, ?, ?, ?, ?, ?, ?, ?)
     ON CONFLICT (account_id, path) DO UPDATE SET delimiter = excluded.delimiter, name = excluded.name,
       role = excluded.role, subscribed = excluded.subscribed, selectable = excluded.selectable`,
  );
  const paths = new Set<string>();
  for (const { path, renamedFrom } of listed) {
    const was = listMailboxes(tx.db, accountId).find((mailbox) => mailbox.path === renamedFrom);
    if (was) renameMailbox(tx, { id: was.id, path });
  }
  for (const { path, delimiter, role, subscribed, selectable } of listed) {
    paths.add(path);
    put.run(
      tx.id(),
      accountId,
      path,
      delimiter ?? '',
      nameIn(path, delimiter ?? ''),
      role,
      subscribed ? 1 : 0,
      selectable ? 1 : 0,
    );
  }
  tx.changed.accounts();
  return listMailboxes(tx.db, accountId)
    .filter((mailbox) => !paths.has(mailbox.path))
    .map((mailbox) => mailbox.id);
}

/** The last part of a path. */
function nameIn(path: string, delimiter: string): string {
  return delimiter ? path.slice(path.lastIndexOf(delimiter) + delimiter.length) : path;
}

export interface MailboxStateUpdate {
  mailboxId: string;
  uidValidity: number | null;
  uidNext: number | null;
  highestModseq: string | null;
  exists: number | null;
  checkedAt: number | null;
}

export function saveMailboxState(tx: Tx, state: MailboxStateUpdate): void {
  prepare(
    tx.db,
    `UPDATE mailbox SET uidvalidity = ?, uidnext = ?, highestmodseq = ?, total = coalesce(?, total), checked_at = ?,
       error = NULL WHERE id = ?`,
  ).run(
    state.uidValidity,
    state.uidNext,
    state.highestModseq,
    state.exists,
    state.checkedAt,
    state.mailboxId,
  );
  tx.changed.accounts();
}

/** Why the mailbox could not be compared the last time; forgotten with the next comparison. */
export function setMailboxError(tx: Tx, { id, error }: { id: string; error: ErrorInfo }): void {
  prepare(tx.db, 'UPDATE mailbox SET error = ? WHERE id = ?').run(JSON.stringify(error), id);
  tx.changed.accounts();
}

/** Whether the server lists it among the subscribed ones; the next listing tells again. */
export function setMailboxSubscribed(tx: Tx, { id, subscribed }: { id: string; subscribed: boolean }): void {
  prepare(tx.db, 'UPDATE mailbox SET subscribed = ? WHERE id = ?').run(subscribed ? 1 : 0, id);
  tx.changed.accounts();
}

/** Which keywords the mailbox can keep (`null`: any), and its MAILBOXID (`null`: it has none). */
export function setMailboxTraits(
  tx: Tx,
  { id, keywords, objectId }: { id: string; keywords: string[] | null; objectId: string | null },
): void {
  prepare(tx.db, 'UPDATE mailbox SET keywords = ?, object_id = ? WHERE id = ?').run(
    keywords?.join(' ') ?? null,
    objectId,
    id,
  );
}

/** Adds a mailbox that was just made on the server; the next listing completes it. */
export function addMailbox(
  tx: Tx,
  {
    accountId,
    path,
    role,
    delimiter = '',
  }: { accountId: string; path: string; role: MailboxRole; delimiter?: string },
): { id: string; path: string } {
  prepare(
    tx.db,
    `INSERT INTO mailbox (id, account_id, path, delimiter, name, role) VALUES (?, ?, ?, ?, ?, ?)
     ON CONFLICT (account_id, path) DO UPDATE SET role = excluded.role`,
  ).run(tx.id(), accountId, path, delimiter, nameIn(path, delimiter), role);
  tx.changed.accounts();
  const { id } = prepare(tx.db, 'SELECT id FROM mailbox WHERE account_id = ? AND path = ?').get(
    accountId,
    path,
  ) as { id: string };
  return { id, path };
}

/** A mailbox, and those inside it, have another path from now on; their messages and UIDs stay. */
export function renameMailbox(tx: Tx, { id, path }: { id: string; path: string }): void {
  const renamed = getMailbox(tx.db, id);
  if (!renamed) return;
  const rename = prepare(tx.db, 'UPDATE OR IGNORE mailbox SET path = ?, name = ? WHERE id = ?');
  // Their rows show the name; of more than this many the change feed says "all".
  const threads = prepare(
    tx.db,
    `SELECT DISTINCT thread_id FROM mail_location JOIN message ON row = message_row WHERE mailbox_id = ? LIMIT 1000`,
  ).pluck();
  const within = `${renamed.path}${renamed.delimiter}`;
  for (const { id: each, path: old, delimiter } of listMailboxes(tx.db, renamed.account_id)) {
    const inside = renamed.delimiter !== '' && old.startsWith(within);
    if (each !== id && !inside) continue;
    const now = path + old.slice(renamed.path.length);
    rename.run(now, nameIn(now, delimiter), each);
    for (const thread of threads.all(each) as string[]) tx.changed.thread(thread);
  }
  tx.changed.accounts();
}
