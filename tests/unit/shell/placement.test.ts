import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { placeWindow } from '../../../electron/main/placement.ts';

const left = { x: 0, y: 0, width: 1920, height: 1040 };
const right = { x: 1920, y: 200, width: 1280, height: 984 };

describe('where a window goes', () => {
  it('is where it was, while that is on a screen', () => {
    const was = { x: 2000, y: 300, width: 900, height: 700 };
    expect(placeWindow(was, [left, right])).toEqual(was);
  });

  it('comes back from a screen that is gone, and fits a smaller one', () => {
    expect(placeWindow({ x: 2400, y: 300, width: 900, height: 700 }, [left])).toEqual({
      ...{ x: 1020, y: 300, width: 900, height: 700 },
    });
    expect(placeWindow({ x: -50, y: -30, width: 3000, height: 2000 }, [right])).toEqual(right);
  });

  it('does not cover one of the same place', () => {
    const was = { x: 100, y: 100, width: 800, height: 700 };
    expect(placeWindow(was, [left], [was])).toMatchObject({ x: 128, y: 128 });
  });

  it('lies whole on one screen whatever was remembered', () => {
    const number = fc.integer({ min: -5000, max: 5000 });
    const size = fc.integer({ min: 1, max: 32_767 });
    const bounds = fc.record({ x: number, y: number, width: size, height: size });
    fc.assert(
      fc.property(bounds, fc.array(bounds, { maxLength: 4 }), (was, others) => {
        const { x, y, width, height } = placeWindow(was, [left, right], others);
        const inside = [left, right].some(
          (area) =>
            x >= area.x &&
            y >= area.y &&
            x + width <= area.x + area.width &&
            y + height <= area.y + area.height,
        );
        expect(inside).toBe(true);
      }),
    );
  });
});
