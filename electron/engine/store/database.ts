import type BetterSqlite from 'better-sqlite3-multiple-ciphers';

/** A connection to the store. */
export type Database = BetterSqlite.Database;

/** A prepared statement; `Row` is what its rows look like, by the word of whoever wrote the SQL. */
export type Statement<Row = unknown> = BetterSqlite.Statement<unknown[], Row>;
