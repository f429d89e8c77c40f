/** What is stored about lists: the mail that came by them, and that the user asked to be taken off. */
import { createHash } from 'node:crypto';
import type { ClaimedResult } from '#engine/channels/mail/mime/sender-claims.ts';
import { type StoredSource, storedBeginning } from '#engine/reading/stored-mail.ts';
import { prepare } from '#engine/store/statements.ts';
import type { Database, Tx } from '#engine/store/transaction.ts';
import { claimsOf } from '#engine/trust/stored-claims.ts';
import { TrustedServers } from '#engine/trust/trusted-servers.ts';
import type { WayOff } from '#shared/contract/lists.ts';
import type { Address } from '#shared/contract/model.ts';
import { addressKey } from '#shared/text/address-validation.ts';

export interface ListMail {
  messageId: string;
  threadId: string;
  accountId: string;
  /** The account is the sample's: nothing leaves this computer. */
  sample: boolean;
  /** Of mine, that the list wrote to. */
  address: string;
  from: Address;
  /** Stands for the list in the table `unsubscription`. */
  list: string;
  source: StoredSource;
  /** What the receiving server found out about its signatures; `null`: not known. */
  results: ClaimedResult[] | null;
}

/** How many of a thread's newest received mails may be looked at. */
const NEWEST = 3;

interface Columns {
  row: number;
  messageId: string;
  threadId: string;
  accountId: string;
  provider: string;
  address: string;
  name: string | null;
  author: string | null;
  listId: string | null;
}

const RECEIVED = `SELECT m.row, m.id AS messageId, m.thread_id AS threadId, m.account_id AS accountId, account.provider,
    account.address, f.name, f.address AS author, mail.list_id AS listId
  FROM message m JOIN mail ON mail.message_row = m.row JOIN account ON account.id = m.account_id
  LEFT JOIN message_address f ON f.message_row = m.row AND f.role = 'from' AND f.position = 0
  WHERE m.from_me = 0 AND m.place IN ('inbox', 'archive', 'trash')`;

/** The newest received mails of a thread, newest first. Junk is not among them: who answers it is written to more. */
export function newestReceived(db: Database, threadId: string): ListMail[] {
  const rows = prepare(db, `${RECEIVED} AND m.thread_id = ? ORDER BY m.row DESC LIMIT ${NEWEST}`).all(
    threadId,
  );
  return (rows as Columns[]).flatMap((row) => toListMail(db, row) ?? []);
}

/** One received mail; `null` when it is gone or junk, or its source has not arrived. */
export function receivedMail(db: Database, messageId: string): ListMail | null {
  const row = prepare(db, `${RECEIVED} AND m.id = ?`).get(messageId) as Columns | undefined;
  return row ? toListMail(db, row) : null;
}

function toListMail(db: Database, row: Columns): ListMail | null {
  const source = storedBeginning(db, row.messageId);
  const name = row.listId?.toLowerCase() ?? (row.author ? addressKey(row.author) : null);
  // An imported mail's way off was made for whoever got it, and there is no account to ask from.
  if (!source || name === null || row.provider === 'local') return null;
  return {
    messageId: row.messageId,
    threadId: row.threadId,
    accountId: row.accountId,
    sample: row.provider === 'sample',
    address: row.address,
    from: { name: row.name ?? '', address: row.author ?? '' },
    list: createHash('sha256').update(`${row.accountId}\0list\0${name}`).digest('base64'),
    source,
    results: believedResults(db, row),
  };
}

function believedResults(db: Database, { row, accountId }: Columns): ClaimedResult[] | null {
  const claims = claimsOf(db, row);
  const believed = claims ? new TrustedServers(db, accountId).believed(claims) : [];
  const results = believed.flatMap((server) => server.results).filter(({ method }) => method === 'dkim');
  return results.length > 0 ? results : null;
}

/** When the user asked this list, and whether the mail that asks still waits in the outbox; `null`: never. */
export function askedAt(
  db: Database,
  { accountId, list }: Pick<ListMail, 'accountId' | 'list'>,
): WayOff['asked'] {
  const row = prepare(
    db,
    `SELECT u.at, coalesce(a.state NOT IN ('done', 'cancelled'), 0) AS waiting
     FROM unsubscription u LEFT JOIN action a ON a.id = u.action_id WHERE u.account_id = ? AND u.list = ?`,
  ).get(accountId, list) as { at: number; waiting: number } | undefined;
  return row ? { at: row.at, waiting: row.waiting === 1 } : null;
}

/** The user asked this list to be taken off it: by one click, or by the mail of an action. */
export function noteAsked(
  tx: Tx,
  asked: Pick<ListMail, 'accountId' | 'list' | 'threadId'> & { actionId: string | null },
): void {
  prepare(
    tx.db,
    'INSERT OR REPLACE INTO unsubscription (account_id, list, at, action_id) VALUES (?, ?, ?, ?)',
  ).run(asked.accountId, asked.list, tx.now(), asked.actionId);
  tx.changed.thread(asked.threadId);
}

export const listQueries = {
  'list.newestReceived': newestReceived,
  'list.received': receivedMail,
  'list.askedAt': askedAt,
};

export const listCommands = { 'list.noteAsked': noteAsked };
