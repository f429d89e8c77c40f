/** Tells windows how far imports and exports are. */
import type { Transfers } from '#shared/contract/transfers.ts';

/** How often at most a window is told. */
const MIN_INTERVAL_MS = 200;

export class TransferFeed {
  readonly #read: () => Promise<Transfers>;
  readonly #wakers = new Set<() => void>();
  #closed = false;

  constructor(read: () => Promise<Transfers>) {
    this.#read = read;
  }

  /** Something of it is another. */
  changed(): void {
    for (const wake of this.#wakers) wake();
  }

  /** Ends every subscription. */
  close(): void {
    this.#closed = true;
    this.changed();
  }

  /** Yields where things stand now and whenever that changed, until the signal is aborted or the feed closed. */
  async *subscribe(signal: AbortSignal | undefined): AsyncGenerator<Transfers, void> {
    let isNew = true;
    let wake = () => {};
    const notify = () => {
      isNew = true;
      wake();
    };
    this.#wakers.add(notify);
    signal?.addEventListener('abort', notify);
    try {
      while (!signal?.aborted && !this.#closed) {
        if (isNew) {
          isNew = false;
          yield await this.#read();
          await new Promise((resolve) => setTimeout(resolve, MIN_INTERVAL_MS));
        } else
          await new Promise<void>((resolve) => {
            wake = resolve;
          });
      }
    } finally {
      this.#wakers.delete(notify);
      signal?.removeEventListener('abort', notify);
    }
  }
}
