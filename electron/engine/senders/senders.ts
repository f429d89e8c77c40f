/** The addresses mail is sent from: kept, found out about, and chosen for an answer. */
import { identityValue } from '#engine/people/identities.ts';
import { getAccount } from '#engine/store/repositories/accounts.ts';
import { listSenders, putSender, removeSender } from '#engine/store/repositories/senders.ts';
import { prepare } from '#engine/store/statements.ts';
import type { Database, Tx } from '#engine/store/transaction.ts';
import { refreshThreads } from '#engine/threads/summary.ts';
import type { Sender, SenderChange, SenderSuggestion } from '#shared/contract/senders.ts';
import { addressKey, validateAddress } from '#shared/text/address-validation.ts';
import { SenderError } from './errors.ts';

/** Throws SenderError. What is known from a new address counts as mine from now on. */
export function saveSender(tx: Tx, change: SenderChange): { id: string } {
  const all = listSenders(tx.db);
  const before = change.id === null ? null : all.find(({ id }) => id === change.id);
  if (before === undefined || !getAccount(tx.db, change.accountId)) throw new SenderError('sender-gone');
  const own = before?.own ?? false;
  const address = own ? before!.address : checked(change.address, 'sender-address');
  const replyTo = change.replyTo.trim() === '' ? '' : checked(change.replyTo, 'sender-reply-to');
  if (all.some((other) => other.id !== change.id && addressKey(other.address) === addressKey(address)))
    throw new SenderError('sender-taken');
  const id = change.id ?? tx.id();
  const accountId = before?.accountId ?? change.accountId;
  putSender(tx, { ...change, id, accountId, name: change.name.trim(), address, replyTo, own });
  if (!own && addressKey(before?.address ?? '') !== addressKey(address)) claim(tx, address, true);
  return { id };
}

/** An account's own cannot be removed. What was sent from the address is somebody else's again. */
export function deleteSender(tx: Tx, id: string): void {
  const sender = listSenders(tx.db).find((one) => one.id === id);
  if (!sender || sender.own) return;
  removeSender(tx, id);
  claim(tx, sender.address, false);
}

function checked(typed: string, code: 'sender-address' | 'sender-reply-to'): string {
  const result = validateAddress(typed.trim());
  if (!result.ok) throw new SenderError(code, result.error.message);
  return result.address;
}

/** Messages of this author are mine, or are not any more. */
function claim(tx: Tx, address: string, mine: boolean): void {
  const rows = prepare(
    tx.db,
    `SELECT message.row, thread_id AS threadId FROM identity
     JOIN message_address ON identity_id = identity.id AND role = 'from'
     JOIN message ON message.row = message_row
     WHERE identity.kind = 'mail' AND identity.value = ? AND from_me = ?`,
  ).all(identityValue('mail', address), mine ? 0 : 1) as { row: number; threadId: string }[];
  const update = prepare(tx.db, 'UPDATE message SET from_me = ? WHERE row = ?');
  for (const { row } of rows) update.run(mine ? 1 : 0, row);
  refreshThreads(tx, new Set(rows.map(({ threadId }) => threadId)));
}

/** Of the newest messages in Sent these were looked at. */
const LOOKED_AT = 2000;

/** Addresses that mail in Sent came from and that are none of mine: aliases, most used first. */
export function suggestSenders(db: Database): SenderSuggestion[] {
  return prepare(
    db,
    `SELECT account_id AS accountId, address, max(name) AS name, count(*) AS messages FROM (
       SELECT message.account_id, a.address, a.name FROM account JOIN mailbox ON mailbox.account_id = account.id
       JOIN mail_location l ON l.mailbox_id = mailbox.id JOIN message ON message.row = l.message_row
       JOIN message_address a ON a.message_row = message.row AND a.role = 'from' AND a.position = 0
       WHERE account.provider = 'imap' AND mailbox.role = 'sent' AND message.from_me = 0 ORDER BY l.uid DESC LIMIT ${LOOKED_AT})
     GROUP BY account_id, lower(address) ORDER BY messages DESC LIMIT 5`,
  ).all() as SenderSuggestion[];
}

export interface Answering {
  accountId: string;
  threadId: string | null;
  /** Whom the answered mail was written or delivered to. */
  addressed: readonly string[];
}

/**
 * Which of an account's addresses a mail is to come from: the one the answered mail was sent to, else the one last
 * used in the thread, else the one that is preferred.
 */
export function chooseSender(db: Database, { accountId, threadId, addressed }: Answering): Sender | null {
  const senders = listSenders(db).filter((sender) => sender.accountId === accountId);
  const byAddress = (address: string) =>
    senders.find((sender) => addressKey(sender.address) === addressKey(address));
  for (const address of addressed) {
    const found = byAddress(address);
    if (found) return found;
  }
  const last = threadId === null ? null : lastUsed(db, threadId, accountId);
  return (
    (last === null ? null : byAddress(last)) ??
    senders.find(({ preferred }) => preferred) ??
    senders[0] ??
    null
  );
}

function lastUsed(db: Database, threadId: string, accountId: string): string | null {
  const address = prepare(
    db,
    `SELECT a.address FROM message m JOIN message_address a ON a.message_row = m.row AND a.role = 'from'
     WHERE m.thread_id = ? AND m.account_id = ? AND m.from_me = 1 ORDER BY m.row DESC LIMIT 1`,
  )
    .pluck()
    .get(threadId, accountId) as string | undefined;
  return address ?? null;
}

export const senderCommands = { 'sender.save': saveSender, 'sender.remove': deleteSender };

export const senderQueries = {
  'sender.list': (db: Database, _: null) => listSenders(db),
  'sender.suggest': (db: Database, _: null) => suggestSenders(db),
};
