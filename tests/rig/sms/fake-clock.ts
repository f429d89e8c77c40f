/** A clock that stands still until the test moves it to the next moment somebody waits for. */
import type { Clock } from '#engine/channels/sms/ports.ts';

interface Sleeper {
  at: number;
  wake: () => void;
}

export class FakeClock implements Clock {
  #now: number;
  readonly #sleepers = new Set<Sleeper>();

  constructor(start: number) {
    this.#now = start;
  }

  now(): number {
    return this.#now;
  }

  /** Sleepers wake when the clock passes their time. */
  advance(ms: number): void {
    this.#now += ms;
    for (const sleeper of [...this.#sleepers]) if (sleeper.at <= this.#now) sleeper.wake();
  }

  sleep(ms: number, signal: AbortSignal): Promise<void> {
    return new Promise((resolve) => {
      const sleeper: Sleeper = {
        at: this.#now + ms,
        wake: () => {
          this.#sleepers.delete(sleeper);
          signal.removeEventListener('abort', sleeper.wake);
          resolve();
        },
      };
      if (signal.aborted || ms <= 0) return resolve();
      signal.addEventListener('abort', sleeper.wake, { once: true });
      this.#sleepers.add(sleeper);
    });
  }

  /** Waits, in real time, until somebody sleeps (whoever was awake has done what it had to do) or `stop` holds. */
  async settled(stop: () => boolean = () => false): Promise<void> {
    const deadline = Date.now() + 15_000;
    while (this.#sleepers.size === 0 && !stop()) {
      if (Date.now() > deadline) throw new Error('nobody went to sleep within 15 s');
      await new Promise((resolve) => setImmediate(resolve));
    }
  }

  /**
   * Moves from sleep to sleep until the condition holds. Throws when it does not within `maxMs` of the clock's
   * own time, or when everybody sleeps for ever.
   */
  async runUntil(condition: () => boolean, maxMs: number): Promise<void> {
    const end = this.#now + maxMs;
    for (;;) {
      await this.settled(condition);
      if (condition()) return;
      const next = Math.min(...[...this.#sleepers].map((s) => s.at));
      if (next > end) throw new Error(`not reached within ${maxMs} ms of the clock`);
      this.advance(Math.max(next - this.#now, 0));
    }
  }
}
