import type { Change } from '#shared/contract/changes.ts';
import { copyStore } from './backup.ts';
import { openConnection } from './connection.ts';
import type { Database } from './database.ts';
import { StoreError } from './errors.ts';
import { profilePaths } from './paths.ts';
import type { Maintenance, WorkerStart } from './protocol.ts';
import { checkStore } from './store-check.ts';
import { StoreKey } from './store-key.ts';
import { type Query, runQuery } from './transaction.ts';

/** A read-only connection and the queries it answers. */
export class ReaderSession {
  readonly report = null;
  readonly #db: Database;
  readonly #key: StoreKey;
  readonly #start: WorkerStart;
  readonly #queries: Record<string, Query<never, unknown>>;

  private constructor(
    db: Database,
    key: StoreKey,
    start: WorkerStart,
    queries: Record<string, Query<never, unknown>>,
  ) {
    this.#db = db;
    this.#key = key;
    this.#start = start;
    this.#queries = queries;
  }

  /** Opens the store that a writer has opened before. Throws StoreError as openConnection does. */
  static open(start: WorkerStart, queries: Record<string, Query<never, unknown>>): ReaderSession {
    const key = StoreKey.fromBytes(start.key);
    const { store } = profilePaths(start.profile);
    const db = openConnection({ path: store, key, mode: 'reader', addonPath: start.addonPath });
    return new ReaderSession(db, key, start, queries);
  }

  run(name: string, args: unknown): { result: unknown; change: Change | null } {
    const query = Object.hasOwn(this.#queries, name) ? this.#queries[name] : undefined;
    if (!query) throw new StoreError('store-defect', `There is no query "${name}".`);
    return { result: runQuery(this.#db, query, args as never), change: null };
  }

  maintain(task: keyof Maintenance, args: unknown): unknown {
    if (task === 'check')
      return checkStore(this.#db, profilePaths(this.#start.profile), this.#key, this.#start.addonPath);
    if (task === 'copy') return this.#copy(args as string);
    throw new StoreError('store-defect', `A reader cannot ${task}.`);
  }

  /** VACUUM INTO counts as writing, though not to this file, which stays opened read-only. */
  #copy(to: string): void {
    this.#db.pragma('query_only = OFF');
    try {
      copyStore(this.#db, to, this.#key);
    } finally {
      this.#db.pragma('query_only = ON');
    }
  }

  close(): void {
    this.#db.close();
    this.#key.wipe();
  }
}
