import type { WorkerClient } from './worker-client.ts';

/** Keeps the log short with a thread beside the writer's, started when the log has grown for the first time. */
export class Checkpointer {
  readonly #start: () => Promise<WorkerClient>;
  #worker: Promise<WorkerClient> | undefined;
  #running: Promise<void> | undefined;
  /** Reasons not to begin: whoever holds it still, and for good that it was closed. */
  #holds = 0;

  constructor(start: () => Promise<WorkerClient>) {
    this.#start = start;
  }

  /** Copies what is in the log into the file, unless that is under way. */
  wake(): void {
    if (this.#running || this.#holds > 0) return;
    this.#running = this.#checkpoint().finally(() => {
      this.#running = undefined;
    });
  }

  /** Does `work` while no checkpoint is under way: SQLite refuses a second one without waiting. */
  async holdingStill<T>(work: () => Promise<T>): Promise<T> {
    this.#holds++;
    try {
      await this.#running;
      return await work();
    } finally {
      this.#holds--;
    }
  }

  /** Ends the thread for good. */
  async close(): Promise<void> {
    this.#holds++;
    await this.#running;
    await this.#dismiss();
  }

  async #checkpoint(): Promise<void> {
    try {
      this.#worker ??= this.#start();
      const worker = await this.#worker;
      await worker.call({ type: 'maintain', task: 'checkpoint', args: undefined, priority: 'sync' });
    } catch {
      // Nothing is lost: the log keeps everything, and the writer meets the same obstacle and reports it.
      await this.#dismiss();
    }
  }

  async #dismiss(): Promise<void> {
    const dismissed = this.#worker;
    this.#worker = undefined;
    await (await dismissed?.catch(() => undefined))?.close();
  }
}
