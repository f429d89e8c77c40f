/**
 * Times of day for everything in the engine that waits for one. A timer stands still while the computer sleeps and
 * knows nothing of a clock that is set, so timers are only a reason to look at the clock.
 */

/** How long at most the clock goes unwatched. */
const LONGEST_SLEEP_MS = 30_000;

/** A clock that lost more than this was set back, and not merely corrected. */
const SET_BACK_MS = 5000;

interface Waiting {
  at: number;
  callback: () => void;
}

export class WallClock {
  readonly #waiting = new Set<Waiting>();
  #timer: ReturnType<typeof setTimeout> | undefined;
  /** What this clock, and the one that nobody sets, showed when it was looked at last. */
  #shown = { wall: this.now(), steady: performance.now() };

  /** Milliseconds since the epoch. */
  now(): number {
    return Date.now();
  }

  /**
   * Calls back once when the clock shows `at` (milliseconds since the epoch) or later, or was set back: whoever is called
   * looks at the clock. Returns what cancels it.
   */
  at(at: number, callback: () => void): () => void {
    const waiting = { at, callback };
    this.#waiting.add(waiting);
    this.#arm();
    return () => {
      this.#waiting.delete(waiting);
      this.#arm();
    };
  }

  /**
   * The computer was asleep, or its clock was set: what became due meanwhile is called now. When the clock was set back
   * everything is: what was meant to wait a moment would wait until the clock shows that time once more.
   */
  look(): void {
    const now = this.now();
    const steady = performance.now();
    const setBack = now - this.#shown.wall < steady - this.#shown.steady - SET_BACK_MS;
    this.#shown = { wall: now, steady };
    const due = [...this.#waiting].filter(({ at }) => setBack || at <= now).sort((a, b) => a.at - b.at);
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
