import { Worker } from 'node:worker_threads';
import type { Change } from '#shared/contract/changes.ts';
import { rebuildError } from './error-transfer.ts';
import { StoreError } from './errors.ts';
import type { OpenReport, Request, Response, WorkerStart } from './protocol.ts';

type WithoutId<T> = T extends { id: number } ? Omit<T, 'id'> : never;
export type Call = WithoutId<Request>;

interface Pending {
  resolve(result: unknown): void;
  reject(error: unknown): void;
}

export interface WorkerClientOptions {
  start: WorkerStart;
  onSlow: ((name: string, ms: number) => void) | undefined;
}

/** Memory for what a thread has just made; by default V8 lets each thread take 48 MB before it looks what is still used. */
const YOUNG_GENERATION_MB = 16;

/** One worker thread of the store: pairs its answers with the calls, and notices when it dies. */
export class WorkerClient {
  onChange: (change: Change) => void = () => {};
  onFatal: (error: StoreError) => void = () => {};
  onLogGrown: () => void = () => {};
  report: OpenReport | null = null;
  readonly #worker: Worker;
  readonly #options: WorkerClientOptions;
  readonly #pending = new Map<number, Pending>();
  readonly #exited: Promise<void>;
  #lastId = 0;
  #state: 'open' | 'closing' | 'closed' | 'dead' = 'open';

  private constructor(worker: Worker, options: WorkerClientOptions) {
    this.#worker = worker;
    this.#options = options;
    worker.on('message', (response: Response) => this.#receive(response));
    worker.on('messageerror', () => this.#die('An answer of the store could not be read.'));
    worker.on('error', (error: Error) => this.#die(`A thread of the store failed: ${error.message}`));
    this.#exited = new Promise((resolve) => {
      worker.on('exit', (code) => {
        this.#die(`A thread of the store ended (${code}).`);
        resolve();
      });
    });
  }

  /**
   * Starts the thread at once and lets it open its connection when `after` has resolved. Resolves when that is open;
   * rejects with the StoreError that opening it met, or with what `after` was rejected with.
   */
  static async start(
    url: URL,
    options: WorkerClientOptions,
    after?: Promise<unknown>,
  ): Promise<WorkerClient> {
    const worker = new Worker(url, {
      workerData: options.start,
      name: `store ${options.start.mode}`,
      execArgv: [],
      resourceLimits: { maxYoungGenerationSizeMb: YOUNG_GENERATION_MB },
    });
    const client = new WorkerClient(worker, options);
    try {
      await after;
      client.report = await new Promise<OpenReport | null>((resolve, reject) => {
        client.#pending.set(0, { resolve: resolve as (result: unknown) => void, reject });
        worker.postMessage({ type: 'open' } satisfies Request);
      });
      return client;
    } catch (error) {
      await client.close();
      throw error;
    }
  }

  /** Posts a call; resolves with its result, rejects with its error. */
  call(call: Call): Promise<unknown> {
    if (this.#state !== 'open') {
      const code = this.#state === 'dead' ? 'store-crashed' : 'store-closed';
      return Promise.reject(new StoreError(code, 'The store is not open any more.'));
    }
    const id = ++this.#lastId;
    return new Promise((resolve, reject) => {
      this.#pending.set(id, { resolve, reject });
      try {
        this.#worker.postMessage({ ...call, id });
      } catch (error) {
        this.#pending.delete(id);
        reject(new StoreError('store-defect', 'The arguments of a call cannot be posted.', { cause: error }));
      }
    });
  }

  /** Lets the worker finish what it was asked and waits until it is gone. */
  async close(): Promise<void> {
    if (this.#state === 'open') {
      this.#state = 'closing';
      this.#worker.postMessage({ type: 'close' } satisfies Request);
    }
    await this.#exited;
  }

  #receive(response: Response): void {
    switch (response.type) {
      case 'opened':
        this.#settle(0)?.resolve(response.report);
        break;
      case 'refused':
        this.#state = 'closing';
        this.#settle(0)?.reject(rebuildError(response.error));
        break;
      case 'done': {
        const pending = this.#settle(response.id);
        if (response.change) this.onChange(response.change);
        pending?.resolve(response.result);
        break;
      }
      case 'failed':
        this.#settle(response.id)?.reject(rebuildError(response.error));
        break;
      case 'slow':
        this.#options.onSlow?.(response.name, response.ms);
        break;
      case 'log-grown':
        this.onLogGrown();
        break;
      case 'closed':
        break;
    }
  }

  #settle(id: number): Pending | undefined {
    const pending = this.#pending.get(id);
    this.#pending.delete(id);
    return pending;
  }

  #die(message: string): void {
    if (this.#state === 'dead' || this.#state === 'closed') return;
    const expected = this.#state === 'closing';
    this.#state = expected ? 'closed' : 'dead';
    const error = new StoreError('store-crashed', message);
    for (const pending of this.#pending.values()) pending.reject(error);
    this.#pending.clear();
    if (!expected) this.onFatal(error);
  }
}
