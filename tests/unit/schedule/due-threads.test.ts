import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { DueThreads, type DueThreadsPorts } from '#engine/schedule/due-threads.ts';
import { WallClock } from '#engine/schedule/wall-clock.ts';

const HOUR = 3_600_000;

/** The times at which threads come back, in place of a store. */
class Times {
  due: { id: string; at: number }[] = [];
  failing = false;
  readonly back: string[] = [];
  readonly defects: unknown[] = [];
  readonly threads: DueThreads;

  constructor() {
    const store = {
      read: async () => {
        if (this.failing) throw new Error('no store');
        return this.due.length === 0 ? null : Math.min(...this.due.map(({ at }) => at));
      },
      write: async () => {
        const now = this.due.filter(({ at }) => at <= Date.now()).map(({ id }) => id);
        this.due = this.due.filter(({ id }) => !now.includes(id));
        return now;
      },
    } as unknown as DueThreadsPorts['store'];
    this.threads = new DueThreads({
      store,
      clock: new WallClock(),
      back: (ids) => this.back.push(...ids),
      onDefect: (error) => this.defects.push(error),
    });
  }
}

describe('DueThreads', () => {
  beforeEach(() => void vi.useFakeTimers({ now: 10 * HOUR }));
  afterEach(() => void vi.useRealTimers());

  it('brings back what came due while nobody was there, then each at its time', async () => {
    const times = new Times();
    times.due = [
      { id: 'old', at: HOUR },
      { id: 'soon', at: 11 * HOUR },
    ];
    times.threads.start();
    await vi.advanceTimersByTimeAsync(0);
    expect(times.back).toEqual(['old']);
    await vi.advanceTimersByTimeAsync(HOUR - 1);
    expect(times.back).toEqual(['old']);
    await vi.advanceTimersByTimeAsync(1);
    expect(times.back).toEqual(['old', 'soon']);
    expect(vi.getTimerCount()).toBe(0);
  });

  it('follows a time that is chosen or taken back', async () => {
    const times = new Times();
    times.due = [{ id: 'a', at: 20 * HOUR }];
    times.threads.start();
    await vi.advanceTimersByTimeAsync(0);
    times.due = [{ id: 'b', at: 11 * HOUR }];
    times.threads.wake();
    await vi.advanceTimersByTimeAsync(HOUR);
    expect(times.back).toEqual(['b']);
    times.due = [{ id: 'c', at: 12 * HOUR }];
    times.threads.wake();
    await vi.advanceTimersByTimeAsync(0);
    times.due = [];
    times.threads.wake();
    await vi.advanceTimersByTimeAsync(3 * HOUR);
    expect(times.back).toEqual(['b']);
  });

  it('does nothing before its start and after its end, and outlives a store that does not answer', async () => {
    const times = new Times();
    times.due = [{ id: 'a', at: HOUR }];
    times.threads.wake();
    await vi.advanceTimersByTimeAsync(HOUR);
    expect(times.back).toEqual([]);
    times.failing = true;
    times.threads.start();
    await vi.advanceTimersByTimeAsync(0);
    expect(times.defects).toHaveLength(1);
    times.failing = false;
    await vi.advanceTimersByTimeAsync(60_000);
    expect(times.back).toEqual(['a']);
    times.due = [{ id: 'b', at: 13 * HOUR }];
    times.threads.wake();
    await times.threads.stop();
    await vi.advanceTimersByTimeAsync(9 * HOUR);
    expect(times.back).toEqual(['a']);
    expect(vi.getTimerCount()).toBe(0);
  });
});
