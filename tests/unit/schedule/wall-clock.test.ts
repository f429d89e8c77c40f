import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { WallClock } from '#engine/schedule/wall-clock.ts';

const HOUR = 3_600_000;

describe('WallClock', () => {
  beforeEach(() => void vi.useFakeTimers({ now: 0 }));
  afterEach(() => void vi.useRealTimers());

  it('calls in the order of the times, once', () => {
    const clock = new WallClock();
    const called: string[] = [];
    clock.at(2 * HOUR, () => called.push('b'));
    clock.at(HOUR, () => called.push('a'));
    const cancel = clock.at(HOUR, () => called.push('cancelled'));
    cancel();
    vi.advanceTimersByTime(HOUR - 1);
    expect(called).toEqual([]);
    vi.advanceTimersByTime(1);
    expect(called).toEqual(['a']);
    vi.advanceTimersByTime(5 * HOUR);
    expect(called).toEqual(['a', 'b']);
    expect(vi.getTimerCount()).toBe(0);
  });

  it('notices within half a minute that the clock went on without its timers', () => {
    const clock = new WallClock();
    const called = vi.fn();
    clock.at(8 * HOUR, called);
    vi.advanceTimersByTime(1000);
    // Asleep: the clock goes on, timers do not.
    vi.setSystemTime(9 * HOUR);
    vi.advanceTimersByTime(30_000);
    expect(called).toHaveBeenCalledTimes(1);
  });

  it('has everything looked at again when the clock was set back, once', () => {
    vi.setSystemTime(48 * HOUR);
    const clock = new WallClock();
    const called: number[] = [];
    const again = () => {
      called.push(clock.now());
      clock.at(48 * HOUR + 10_000, again);
    };
    clock.at(48 * HOUR + 10_000, again);
    vi.advanceTimersByTime(3000);
    vi.setSystemTime(24 * HOUR);
    vi.advanceTimersByTime(120_000);
    expect(called).toHaveLength(1);
  });

  it('looks at once when it is told that the computer slept', () => {
    const clock = new WallClock();
    const called = vi.fn();
    clock.at(HOUR, called);
    vi.setSystemTime(2 * HOUR);
    clock.look();
    expect(called).toHaveBeenCalledTimes(1);
  });

  it('may be asked for more times by what it calls', () => {
    const clock = new WallClock();
    const called: number[] = [];
    clock.at(HOUR, () => {
      called.push(1);
      clock.at(HOUR, () => called.push(2));
    });
    vi.advanceTimersByTime(HOUR + 1);
    expect(called).toEqual([1, 2]);
  });
});
