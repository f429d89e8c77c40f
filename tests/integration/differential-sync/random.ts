import { randomNumbers } from '#rig/generate.ts';

/** Seeded choices. */
export class Random {
  /** In [0, 1). */
  readonly next: () => number;

  constructor(seed: number) {
    this.next = randomNumbers(seed);
  }

  /** A whole number from 0 to below `limit`. */
  below(limit: number): number {
    return Math.floor(this.next() * limit);
  }

  chance(probability: number): boolean {
    return this.next() < probability;
  }

  pick<T>(list: readonly T[]): T {
    return list[this.below(list.length)] as T;
  }

  /** One to `most` of the list, each once, in its order. */
  some<T>(list: readonly T[], most: number): T[] {
    const wanted = new Set(Array.from({ length: 1 + this.below(most) }, () => this.below(list.length)));
    return list.filter((_, index) => wanted.has(index));
  }

  /** One of the entries, as often as its weight says. */
  weighted<T extends readonly [number, ...unknown[]]>(entries: readonly T[]): T {
    let left = this.next() * entries.reduce((sum, [weight]) => sum + weight, 0);
    for (const entry of entries) {
      left -= entry[0];
      if (left < 0) return entry;
    }
    return entries[0] as T;
  }
}
