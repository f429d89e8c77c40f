/** Where something that floats over a page covers nothing. */
export interface Box {
  left: number;
  top: number;
  right: number;
  bottom: number;
}

/** What is kept between it and what it must not cover, and from one place that is tried to the next one higher up. */
const GAP = 4;
const STEP = 8;

/** Whether `box` is clear of all of `others`. */
export function isClear(box: Box, others: readonly Box[]): boolean {
  return !others.some(
    ({ left, top, right, bottom }) =>
      box.left < right + GAP && box.right > left - GAP && box.top < bottom + GAP && box.bottom > top - GAP,
  );
}

/**
 * How far to move `box` so that it is clear of `others`: along its row to the other end or the middle of `area`, else
 * upwards. Not at all where there is no such place.
 */
export function findRoom(box: Box, others: readonly Box[], area: Box): { x: number; y: number } {
  const { left, top, right, bottom } = box;
  const spare = Math.max(0, area.right - right);
  for (let y = 0; top + y >= area.top; y -= STEP) {
    for (const x of [0, spare, spare / 2]) {
      const there = { left: left + x, top: top + y, right: right + x, bottom: bottom + y };
      if (isClear(there, others)) return { x, y };
    }
  }
  return { x: 0, y: 0 };
}
