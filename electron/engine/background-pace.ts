import { setTimeout } from 'node:timers/promises';

/** Somebody who did something in the window is about to look at what came of it, and perhaps to do the next thing. */
const USE_LASTS_MS = 250;
/**
 * While the window is used without a rest, background work has this much of every period: it must come to an end. A
 * longer share, or one more often, is met by one click in twenty.
 */
const PERIOD_MS = 4_000;
const SHARE_MS = 200;

/**
 * How background work gives way to somebody who uses the window: with few cores a sync at full speed shows in every
 * click, whatever the priorities of its threads, so nothing new of it is begun for a moment.
 */
export class BackgroundPace {
  readonly #now: () => number;
  #began = Number.NEGATIVE_INFINITY;
  #lastUse = Number.NEGATIVE_INFINITY;

  /** `now` in milliseconds, of a clock that never goes back. */
  constructor(now: () => number = () => performance.now()) {
    this.#now = now;
  }

  /** Somebody clicked, scrolled or pressed a key just now. */
  noteUse(): void {
    const now = this.#now();
    if (now - this.#lastUse >= USE_LASTS_MS) this.#began = now;
    this.#lastUse = now;
  }

  /** Milliseconds until background work may begin; 0 when it may now. */
  get waitMs(): number {
    const now = this.#now();
    const untilUnused = this.#lastUse + USE_LASTS_MS - now;
    if (untilUnused <= 0) return 0;
    const untilShare = PERIOD_MS - SHARE_MS - ((now - this.#began) % PERIOD_MS);
    return Math.max(0, Math.min(untilUnused, untilShare));
  }

  /** Resolves when background work may begin. */
  async turn(): Promise<void> {
    for (let ms = this.waitMs; ms > 0; ms = this.waitMs) await setTimeout(ms);
  }
}
