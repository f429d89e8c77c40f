/** The client ids the user entered, in the store; their secrets lie in the keychain. */
import { prepare } from '#engine/store/statements.ts';
import type { Database, Tx } from '#engine/store/transaction.ts';

export interface StoredClient {
  provider: string;
  clientId: string;
  /** Of a server of one's own; `null` for the providers that are known. */
  issuer: string | null;
  scope: string | null;
}

const KEY = 'signInClients';

function storedClients(db: Database, _: null = null): StoredClient[] {
  const value = prepare(db, 'SELECT value FROM setting WHERE key = ?').pluck().get(KEY) as string | undefined;
  return value === undefined ? [] : JSON.parse(value);
}

export function storeClient(tx: Tx, client: StoredClient): void {
  put(tx, [...others(tx, client.provider), client]);
}

export function removeClient(tx: Tx, provider: string): void {
  put(tx, others(tx, provider));
}

const others = (tx: Tx, provider: string) =>
  storedClients(tx.db).filter((known) => known.provider !== provider);

function put(tx: Tx, clients: StoredClient[]): void {
  prepare(
    tx.db,
    'INSERT INTO setting (key, value) VALUES (?, ?) ON CONFLICT (key) DO UPDATE SET value = excluded.value',
  ).run(KEY, JSON.stringify(clients));
  tx.changed.settings();
}

export const signInCommands = { 'signIn.storeClient': storeClient, 'signIn.removeClient': removeClient };
export const signInQueries = { 'signIn.clients': storedClients };
