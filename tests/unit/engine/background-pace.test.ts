import { expect, it } from 'vitest';
import { BackgroundPace } from '#engine/background-pace.ts';

function paced() {
  let now = 1000;
  const pace = new BackgroundPace(() => now);
  return { pace, at: (ms: number) => (now = 1000 + ms) };
}

it('lets background work begin while nobody uses the window', () => {
  const { pace, at } = paced();
  expect(pace.waitMs).toBe(0);
  pace.noteUse();
  at(100);
  expect(pace.waitMs).toBe(150);
  at(250);
  expect(pace.waitMs).toBe(0);
});

it('gives it a twentieth of the time while the window is used without a rest', () => {
  const { pace, at } = paced();
  let free = 0;
  for (let ms = 0; ms < 40_000; ms += 10) {
    at(ms);
    if (ms % 100 === 0) pace.noteUse();
    if (pace.waitMs === 0) free++;
  }
  expect(free / 4000).toBeCloseTo(0.05, 2);
});

it('resolves when it may begin', async () => {
  const pace = new BackgroundPace();
  pace.noteUse();
  await pace.turn();
  expect(pace.waitMs).toBe(0);
});
