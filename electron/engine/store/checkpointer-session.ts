import { openConnection } from './connection.ts';
import type { Database } from './database.ts';
import { StoreError } from './errors.ts';
import { profilePaths } from './paths.ts';
import type { Maintenance, WorkerStart } from './protocol.ts';
import { StoreKey } from './store-key.ts';

/** The log grows while it is copied: each pass finds less, so that little is left for the writer. */
const PASSES = 3;

/**
 * A connection that copies the log into the database beside the writer: each page is decrypted, checked and encrypted
 * again, which would keep clicks waiting for a third of a second if the writer did it.
 */
export class CheckpointerSession {
  readonly report = null;
  readonly #db: Database;
  readonly #key: StoreKey;

  private constructor(db: Database, key: StoreKey) {
    this.#db = db;
    this.#key = key;
  }

  /** Opens the store that a writer has opened before. Throws StoreError as openConnection does. */
  static open(start: WorkerStart): CheckpointerSession {
    const key = StoreKey.fromBytes(start.key);
    const { store } = profilePaths(start.profile);
    const db = openConnection({ path: store, key, mode: 'checkpointer', addonPath: start.addonPath });
    return new CheckpointerSession(db, key);
  }

  run(name: string): never {
    throw new StoreError('store-defect', `The checkpointer does not run "${name}".`);
  }

  maintain(task: keyof Maintenance): undefined {
    if (task !== 'checkpoint') throw new StoreError('store-defect', `The checkpointer cannot ${task}.`);
    for (let pass = 0; pass < PASSES; pass++) this.#db.pragma('wal_checkpoint(PASSIVE)');
  }

  close(): void {
    this.#db.close();
    this.#key.wipe();
  }
}
