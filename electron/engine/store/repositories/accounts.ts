/** Connected mailboxes and numbers. Secrets are never here: they live in the keychain under the account's id. */
import type { AccountOptions } from '#shared/contract/accounts.ts';
import type { Channel } from '#shared/contract/model.ts';
import { prepare } from '../statements.ts';
import type { Database, Tx } from '../transaction.ts';

/** `sample` and `local` (imported mail) have no server: what the user does there is done when it is recorded. */
export type Provider = 'imap' | 'twilio' | 'sample' | 'local';

export interface AccountRecord {
  id: string;
  channel: Channel;
  provider: Provider;
  /** The email address or the E.164 number. */
  address: string;
  name: string;
  /** What the channel needs to connect, without any secret. */
  settings: unknown;
  paused: boolean;
  /** The list of mailboxes leaves out those that are not subscribed. */
  onlySubscribed: boolean;
  /** Whose results about senders count; empty: nobody's. `null`: it is found out. */
  trustedServer: string | null;
}

type AccountColumns = Omit<AccountRecord, 'settings' | 'paused' | 'onlySubscribed'> & {
  settings: string;
  paused: number;
  onlySubscribed: number;
};

const COLUMNS = `id, channel, provider, address, name, settings, paused, only_subscribed AS onlySubscribed,
  trusted_server AS trustedServer`;

const toRecord = (row: AccountColumns): AccountRecord => ({
  ...row,
  settings: JSON.parse(row.settings),
  paused: row.paused === 1,
  onlySubscribed: row.onlySubscribed === 1,
});

/** All accounts, oldest first. */
export function listAccounts(db: Database): AccountRecord[] {
  return prepare(db, `SELECT ${COLUMNS} FROM account ORDER BY created_at, id`)
    .all()
    .map((row) => toRecord(row as AccountColumns));
}

/** One account, or `null` when it was removed. */
export function getAccount(db: Database, id: string): AccountRecord | null {
  const row = prepare(db, `SELECT ${COLUMNS} FROM account WHERE id = ?`).get(id);
  return row ? toRecord(row as AccountColumns) : null;
}

/** Its id is given by the caller, because the secret is put in the keychain under it first. */
export type NewAccount = Omit<AccountRecord, 'paused' | 'onlySubscribed' | 'trustedServer'>;

/** Adds an account; the same address on the same channel a second time is refused by the caller. */
export function addAccount(tx: Tx, account: NewAccount): { id: string } {
  prepare(
    tx.db,
    `INSERT INTO account (id, channel, provider, address, name, settings, created_at) VALUES (?, ?, ?, ?, ?, ?, ?)`,
  ).run(
    account.id,
    account.channel,
    account.provider,
    account.address,
    account.name,
    JSON.stringify(account.settings),
    tx.now(),
  );
  tx.changed.accounts();
  return { id: account.id };
}

/** Changes what an account connects with, and its name. */
export function changeAccount(
  tx: Tx,
  { id, name, settings }: Pick<AccountRecord, 'id' | 'name' | 'settings'>,
): void {
  prepare(tx.db, 'UPDATE account SET name = ?, settings = ? WHERE id = ?').run(
    name,
    JSON.stringify(settings),
    id,
  );
  tx.changed.accounts();
}

/** Stops or resumes syncing; what the user queued stays queued. */
export function setPaused(tx: Tx, { id, paused }: { id: string; paused: boolean }): void {
  prepare(tx.db, 'UPDATE account SET paused = ? WHERE id = ?').run(paused ? 1 : 0, id);
  tx.changed.accounts();
}

/** What the user chose about an account. */
export function setAccountOptions(tx: Tx, { id, onlySubscribed, trustedServer }: AccountOptions): void {
  const before = getAccount(tx.db, id)?.trustedServer;
  prepare(tx.db, 'UPDATE account SET only_subscribed = ?, trusted_server = ? WHERE id = ?').run(
    onlySubscribed ? 1 : 0,
    trustedServer,
    id,
  );
  tx.changed.accounts();
  // Verdicts are given when a thread is read.
  if (before !== trustedServer) tx.changed.everyThread();
}
