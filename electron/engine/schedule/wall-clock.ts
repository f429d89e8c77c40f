/**
 * Times of day for everything in the engine that waits for one. A timer stands still while the computer sleeps and
 * knows nothing of a clock that is set, so timers are only a reason to look at the clock.
 */

/** How long at most the clock goes unwatched. */
const LONGEST_SLEEP_MS = 30_000;

interface Waiting {
  at: number;
  callback: () => void;
}

export class WallClock {
  readonly #waiting = new Set<Waiting>();
  #timer: ReturnType<typeof setTimeout> | undefined;

  /** Milliseconds since the epoch. */
  now(): number {
    return Date.now();
  }

  /** Calls back once when the clock shows `at` (milliseconds since the epoch) or later; returns what cancels it. */
  at(at: number, callback: () => void): () => void {
    const waiting = { at, callback };
    this.#waiting.add(waiting);
    this.#arm();
    return () => {
      this.#waiting.delete(waiting);
      this.#arm();
    };
  }

  /** The computer was asleep, or its clock was set: what became due meanwhile is called now. */
  look(): void {
    const now = this.now();
    const due = [...this.#waiting].filter(({ at }) => at <= now).sort((a, b) => a.at - b.at);
    for (const waiting of due) this.#waiting.delete(waiting);
    this.#arm();
    for (const { callback } of due) callback();
  }

  #arm(): void {
    clearTimeout(this.#timer);
    this.#timer = undefined;
    if (this.#waiting.size === 0) return;
    const next = Math.min(...[...this.#waiting].map(({ at }) => at));
    const ms = Math.min(Math.max(next - this.now(), 0), LONGEST_SLEEP_MS);
    this.#timer = setTimeout(() => this.look(), ms);
  }
}
