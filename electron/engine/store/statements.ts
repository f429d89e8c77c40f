import type { Database, Statement } from './database.ts';

const statements = new WeakMap<Database, Map<string, Statement>>();

/**
 * The prepared statement for `sql` on this connection, compiled once. Use constant SQL only: every text is kept as
 * long as the connection. Throws (SqliteError) when the SQL is wrong.
 */
export function prepare<Row = unknown>(db: Database, sql: string): Statement<Row> {
  let known = statements.get(db);
  if (!known) {
    known = new Map();
    statements.set(db, known);
  }
  let statement = known.get(sql);
  if (!statement) {
    statement = db.prepare(sql) as Statement;
    known.set(sql, statement);
  }
  return statement as Statement<Row>;
}
