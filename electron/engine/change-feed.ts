/** Passes changes on to every window, several at once as one where a window is slower than the store. */
import type { Change } from '#shared/contract/changes.ts';

/** More changed threads than this are told as `'all'`. */
const NAMED_THREADS = 500;

function merge(a: Change, b: Change): Change {
  let threads: Change['threads'] = 'all';
  if (a.threads !== 'all' && b.threads !== 'all') {
    const both = new Set([...a.threads, ...b.threads]);
    threads = both.size > NAMED_THREADS ? 'all' : [...both];
  }
  return {
    threads,
    accounts: a.accounts || b.accounts,
    drafts: a.drafts || b.drafts,
    outbox: a.outbox || b.outbox,
    settings: a.settings || b.settings,
    people: a.people || b.people,
  };
}

/** How often at most a window is told: a sync commits far more often than a screen is drawn. */
const MIN_INTERVAL_MS = 50;

export class ChangeFeed {
  readonly #subscribers = new Set<(change: Change) => void>();

  publish(change: Change): void {
    for (const subscriber of this.#subscribers) subscriber(change);
  }

  /** Accounts' states live outside the store and change without a transaction. */
  publishAccounts(): void {
    this.publish({
      threads: [],
      accounts: true,
      drafts: false,
      outbox: false,
      settings: false,
      people: false,
    });
  }

  /** Another store took the place of the one before. */
  publishEverything(): void {
    this.publish({
      threads: 'all',
      accounts: true,
      drafts: true,
      outbox: true,
      settings: true,
      people: true,
    });
  }

  /** Yields changes until the signal is aborted or the consumer stops. */
  async *subscribe(signal: AbortSignal | undefined): AsyncGenerator<Change, void> {
    let waiting: Change | null = null;
    let wake: (() => void) | null = null;
    const subscriber = (change: Change) => {
      waiting = waiting ? merge(waiting, change) : change;
      wake?.();
    };
    const abort = () => wake?.();
    this.#subscribers.add(subscriber);
    signal?.addEventListener('abort', abort);
    try {
      while (!signal?.aborted) {
        if (!waiting) {
          await new Promise<void>((resolve) => {
            wake = resolve;
          });
          continue;
        }
        const change: Change = waiting;
        waiting = null;
        yield change;
        await new Promise((resolve) => setTimeout(resolve, MIN_INTERVAL_MS));
      }
    } finally {
      this.#subscribers.delete(subscriber);
      signal?.removeEventListener('abort', abort);
    }
  }
}
