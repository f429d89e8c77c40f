/** Where a window goes on the screens that are there. */
import type { Rectangle } from 'electron';

/** How far a window is moved from one that lies where it would, in pixels. */
const STEP = 28;

const overlap = (a: Rectangle, b: Rectangle) =>
  Math.max(0, Math.min(a.x + a.width, b.x + b.width) - Math.max(a.x, b.x)) *
  Math.max(0, Math.min(a.y + a.height, b.y + b.height) - Math.max(a.y, b.y));

const within = (from: number, length: number, areaFrom: number, areaLength: number) =>
  Math.max(areaFrom, Math.min(from, areaFrom + areaLength - length));

/**
 * `wanted`, moved and made smaller so that it lies whole on one screen: the one that shows most of it, else the first.
 * Where another window begins at the same place it is moved on, and begins again at the corner when that has no room.
 */
export function placeWindow(
  wanted: Rectangle,
  areas: readonly Rectangle[],
  others: readonly Rectangle[] = [],
): Rectangle {
  const area = areas.reduce<Rectangle | undefined>(
    (best, one) => (best && overlap(wanted, best) >= overlap(wanted, one) ? best : one),
    undefined,
  );
  if (!area) return wanted;
  const width = Math.min(wanted.width, area.width);
  const height = Math.min(wanted.height, area.height);
  let x = within(wanted.x, width, area.x, area.width);
  let y = within(wanted.y, height, area.y, area.height);
  const taken = () => others.some((other) => Math.abs(other.x - x) < STEP && Math.abs(other.y - y) < STEP);
  for (let tries = 0; taken() && tries < others.length; tries++) {
    x = x + STEP + width > area.x + area.width ? area.x : x + STEP;
    y = y + STEP + height > area.y + area.height ? area.y : y + STEP;
  }
  return { x, y, width, height };
}
