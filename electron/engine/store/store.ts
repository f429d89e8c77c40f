import type { Change } from '#shared/contract/changes.ts';
import { Checkpointer } from './checkpointer.ts';
import type { ConnectionMode } from './connection.ts';
import { StoreError } from './errors.ts';
import type { Maintenance, OpenReport, PurgeReport, StoreCheck } from './protocol.ts';
import type { Priority } from './queue.ts';
import type { Args, Result } from './store-access.ts';
import type { StoreKey } from './store-key.ts';
import type { Command, Query } from './transaction.ts';
import { WorkerClient } from './worker-client.ts';

export type { OpenReport, PurgeReport, StoreCheck } from './protocol.ts';
export type { Priority } from './queue.ts';

export interface StoreOptions {
  /** Directory of the profile; made when it is not there. */
  profile: string;
  key: StoreKey;
  /** The file that calls serveDatabase. */
  workerUrl: URL;
  /** Path of the SQLite addon; by default SKEIN_SQLITE_ADDON. */
  addonPath?: string | undefined;
  /** Told the name of each command or query that took longer than 40 ms. */
  onSlow?: (name: string, ms: number) => void;
}

type Commands<C> = { [K in keyof C]: Command<never, unknown> };
type Queries<Q> = { [K in keyof Q]: Query<never, unknown> };

/**
 * The store as the engine's services see it: commands by name on the one connection that writes, queries by name on a
 * connection that only reads, each in a thread of its own, and the change feed.
 */
export class Store<C extends Commands<C>, Q extends Queries<Q>> {
  /** What happened when it was opened. */
  readonly report: OpenReport;
  readonly #writer: WorkerClient;
  readonly #reader: WorkerClient;
  readonly #aside = new Set<Promise<unknown>>();
  readonly #listeners = new Set<(change: Change) => void>();
  readonly #fatalListeners = new Set<(error: StoreError) => void>();
  readonly #options: StoreOptions;
  readonly #checkpointer: Checkpointer;
  #closing: Promise<void> | undefined;

  private constructor(options: StoreOptions, writer: WorkerClient, reader: WorkerClient) {
    this.#options = options;
    this.#writer = writer;
    this.#reader = reader;
    this.report = writer.report as OpenReport;
    this.#checkpointer = new Checkpointer(() => startWorker('checkpointer', options));
    writer.onLogGrown = () => this.#checkpointer.wake();
    writer.onChange = (change) => {
      for (const listener of this.#listeners) listener(change);
    };
    for (const worker of [writer, reader]) {
      worker.onFatal = (error) => {
        for (const listener of this.#fatalListeners) listener(error);
      };
    }
  }

  /**
   * Opens the profile's store, creating it when there is none. Rejects with StoreError: `store-locked`,
   * `store-not-encrypted`, `store-wrong-key`, `store-newer`, `store-full`, `store-io`.
   */
  static async open<C extends Commands<C>, Q extends Queries<Q>>(
    options: StoreOptions,
  ): Promise<Store<C, Q>> {
    // Both threads load their code at the same time; the reader opens what the writer has made or migrated.
    const opening = startWorker('writer', options);
    const [writer, reader] = await Promise.allSettled([opening, startWorker('reader', options, opening)]);
    if (writer.status === 'rejected') throw writer.reason;
    if (reader.status === 'rejected') {
      await writer.value.close();
      throw reader.reason;
    }
    return new Store<C, Q>(options, writer.value, reader.value);
  }

  /**
   * Runs a command in one transaction; durable when the promise resolves. What the user did goes before what a sync
   * brings. Rejects with what the command threw, or with a StoreError.
   */
  write<K extends keyof C & string>(
    name: K,
    args: Args<C[K]>,
    priority: Priority = 'user',
  ): Promise<Result<C[K]>> {
    return this.#writer.call({ type: 'run', name, args, priority }) as Promise<Result<C[K]>>;
  }

  /** Runs a query; it sees everything written before it was asked. Rejects with what the query threw, or a StoreError. */
  read<K extends keyof Q & string>(name: K, args: Args<Q[K]>): Promise<Result<Q[K]>> {
    return this.#reader.call({ type: 'run', name, args, priority: 'user' }) as Promise<Result<Q[K]>>;
  }

  /** Calls `listener` with what each committed transaction changed; returns a function that stops it. */
  onChange(listener: (change: Change) => void): () => void {
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  }

  /** Calls `listener` when a thread of the store died: nothing works until the store is opened again. */
  onFatal(listener: (error: StoreError) => void): () => void {
    this.#fatalListeners.add(listener);
    return () => this.#fatalListeners.delete(listener);
  }

  /**
   * After an erasure: unlinks content files, removes the backups made before migrations, and empties the write-ahead
   * log. Rejects with StoreError `store-locked` when the log cannot be emptied.
   */
  async purge(): Promise<PurgeReport> {
    // The log cannot be emptied under somebody who reads.
    await Promise.allSettled(this.#aside);
    return this.#checkpointer.holdingStill(() => this.#maintain(this.#writer, 'purge', undefined));
  }

  /** Looks at the whole store; takes seconds on a large one. Nothing waits for it. */
  check(): Promise<StoreCheck> {
    return this.#maintainAside('check', undefined);
  }

  /** Writes an encrypted copy of the store (same key) to a new file. Rejects with StoreError. */
  copyTo(path: string): Promise<undefined> {
    return this.#maintainAside('copy', path);
  }

  /** Finishes what was asked, empties the log and closes. Later calls are rejected with `store-closed`. */
  close(): Promise<void> {
    this.#closing ??= this.#close();
    return this.#closing;
  }

  /** The last connection to close tidies up, and only the writer may. */
  async #close(): Promise<void> {
    await Promise.allSettled(this.#aside);
    await this.#reader.close();
    await this.#checkpointer.close();
    await this.#writer.close();
  }

  /** What takes long reads on a connection and in a thread of its own. */
  #maintainAside<T extends keyof Maintenance>(
    task: T,
    args: Maintenance[T]['args'],
  ): Promise<Maintenance[T]['result']> {
    if (this.#closing)
      return Promise.reject(new StoreError('store-closed', 'The store is not open any more.'));
    const work = startWorker('reader', this.#options).then((worker) =>
      this.#maintain(worker, task, args).finally(() => worker.close()),
    );
    const ended = work.catch(() => {}).finally(() => this.#aside.delete(ended));
    this.#aside.add(ended);
    return work;
  }

  #maintain<T extends keyof Maintenance>(
    worker: WorkerClient,
    task: T,
    args: Maintenance[T]['args'],
  ): Promise<Maintenance[T]['result']> {
    return worker.call({ type: 'maintain', task, args, priority: 'user' }) as Promise<
      Maintenance[T]['result']
    >;
  }
}

function startWorker(
  mode: ConnectionMode,
  options: StoreOptions,
  after?: Promise<unknown>,
): Promise<WorkerClient> {
  const client = {
    start: { mode, profile: options.profile, key: options.key.toBytes(), addonPath: options.addonPath },
    onSlow: options.onSlow,
  };
  return WorkerClient.start(options.workerUrl, client, after);
}
