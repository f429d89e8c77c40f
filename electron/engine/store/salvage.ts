import { openConnection } from './connection.ts';
import type { Database } from './database.ts';
import type { StoreKey } from './store-key.ts';

/**
 * What no server can give back, parents before children. Messages, mailboxes and everything derived come from the
 * servers again, so their places and cursors must not be taken over.
 */
const TABLES = [
  'setting',
  'account',
  'rule',
  'label',
  'inbox_section',
  'sender',
  'template',
  'spelling_word',
  'recipient_group',
  'contact',
  'identity',
  'user_fact',
  'opt_ledger',
  'erased_message',
  'hosted_file',
  'unsubscription',
  'draft',
] as const;

/**
 * Copies the rows that can still be read from a damaged store into a new one. Best effort: a table or a row that
 * cannot be read is left out. Returns the number of rows taken over, by table.
 */
export function salvage(
  into: Database,
  path: string,
  key: StoreKey,
  addonPath?: string,
): Record<string, number> {
  const taken: Record<string, number> = {};
  let damaged: Database;
  try {
    damaged = openConnection({ path, key, mode: 'reader', addonPath });
  } catch {
    return taken;
  }
  try {
    for (const table of TABLES) {
      const rows = into.transaction(() => copyTable(damaged, into, table)).immediate();
      if (rows > 0) taken[table] = rows;
    }
    // Nothing holds these drafts any more: whatever was being sent with them is gone with the old journal.
    into.prepare('UPDATE draft SET sending = 0, server_revision = NULL, server_saved_at = NULL').run();
  } finally {
    damaged.close();
  }
  return taken;
}

function copyTable(from: Database, into: Database, table: string): number {
  let rows = 0;
  try {
    // Messages come again under rows of their own.
    const names = columns(from, table).filter(
      (name) => name !== 'message_row' && columns(into, table).includes(name),
    );
    const list = names.map((name) => `"${name}"`).join(', ');
    const insert = into.prepare(
      `INSERT OR IGNORE INTO ${table} (${list}) VALUES (${names.map(() => '?').join(', ')})`,
    );
    for (const row of from.prepare(`SELECT ${list} FROM ${table}`).raw().iterate()) {
      try {
        rows += insert.run(...(row as unknown[])).changes;
      } catch {
        // Its parent could not be read.
      }
    }
  } catch {
    // The rest of the table cannot be read.
  }
  return rows;
}

function columns(db: Database, table: string): string[] {
  return (db.pragma(`table_info(${table})`) as { name: string }[]).map(({ name }) => name);
}
