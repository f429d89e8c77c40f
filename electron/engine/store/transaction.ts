import type { Change } from '#shared/contract/changes.ts';
import type { Database } from './database.ts';
import { StoreError } from './errors.ts';
import { uuidv7 } from './ids.ts';

export type { Database } from './database.ts';

/** More changed threads than this are told as `'all'`: the window then reloads instead of comparing a long list. */
const NAMED_THREADS = 500;

/** What one transaction changed, gathered while it runs and published after it has been committed. */
class ChangeSet {
  readonly #threads = new Set<string>();
  #everyThread = false;
  #accounts = false;
  #drafts = false;
  #outbox = false;
  #settings = false;
  #people = false;

  /** The row or the timeline of this thread changed, or it is gone. */
  thread(id: string): void {
    this.#threads.add(id);
  }
  /** Something changed that every thread may show. */
  everyThread(): void {
    this.#everyThread = true;
  }
  accounts(): void {
    this.#accounts = true;
  }
  drafts(): void {
    this.#drafts = true;
  }
  outbox(): void {
    this.#outbox = true;
  }
  settings(): void {
    this.#settings = true;
  }
  people(): void {
    this.#people = true;
  }

  get empty(): boolean {
    return !(
      this.#threads.size > 0 ||
      this.#everyThread ||
      this.#accounts ||
      this.#drafts ||
      this.#outbox ||
      this.#settings ||
      this.#people
    );
  }

  toChange(): Change {
    return {
      threads: this.#everyThread || this.#threads.size > NAMED_THREADS ? 'all' : [...this.#threads],
      accounts: this.#accounts,
      drafts: this.#drafts,
      outbox: this.#outbox,
      settings: this.#settings,
      people: this.#people,
    };
  }
}

/** What a command works with: one immediate transaction on the only connection that writes. */
export interface Tx {
  readonly db: Database;
  readonly changed: ChangeSet;
  /** Milliseconds since the Unix epoch, the same during the whole transaction. */
  now(): number;
  /** A new UUIDv7. */
  id(): string;
  /** Runs `work` after the command and before the commit: for what must be written last, or together. */
  atEnd(work: () => void): void;
}

/** Changes the store. Runs synchronously in one transaction, which is rolled back when it throws. */
export type Command<A, R> = (tx: Tx, args: A) => R;

/** Reads the store on a read-only connection; all its statements see the same state. */
export type Query<A, R> = (db: Database, args: A) => R;

/**
 * Runs a command in one immediate transaction. Durable when it returns. Throws whatever the command threw, after
 * rolling back; StoreError `store-defect` when the command is asynchronous.
 */
export function runCommand<A, R>(
  db: Database,
  command: Command<A, R>,
  args: A,
  clock: () => number = Date.now,
): { result: R; changed: ChangeSet } {
  const changed = new ChangeSet();
  const at = clock();
  const last: (() => void)[] = [];
  const tx: Tx = {
    db,
    changed,
    now: () => at,
    id: () => uuidv7(at),
    atEnd: (work) => {
      last.push(work);
    },
  };
  const result = db
    .transaction(() => {
      const value = command(tx, args);
      if (value instanceof Promise) {
        value.catch(() => undefined);
        throw new StoreError('store-defect', 'A command must be synchronous.');
      }
      for (const work of last) work();
      return value;
    })
    .immediate();
  return { result, changed };
}

/** Runs a query in one read transaction, so that all its statements see the same state. */
export function runQuery<A, R>(db: Database, query: Query<A, R>, args: A): R {
  return db.transaction(() => query(db, args)).deferred();
}
