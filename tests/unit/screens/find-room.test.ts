import fc from 'fast-check';
import { expect, test } from 'vitest';
import { type Box, findRoom, isClear } from '../../../renderer/design/find-room.ts';

const area: Box = { left: 0, top: 200, right: 1000, bottom: 600 };
const toast: Box = { left: 16, top: 540, right: 316, bottom: 580 };
const at = (left: number, top: number, width: number, height: number): Box => ({
  left,
  top,
  right: left + width,
  bottom: top + height,
});

test('what covers nothing stays where it is', () => {
  expect(findRoom(toast, [at(16, 100, 80, 32), at(400, 540, 80, 32)], area)).toEqual({ x: 0, y: 0 });
});

test('over the buttons of a form it goes to the other end of its row', () => {
  expect(findRoom(toast, [at(16, 550, 80, 32), at(110, 550, 80, 32)], area)).toEqual({ x: 684, y: 0 });
});

test('over a row of buttons as wide as the window it goes up', () => {
  const { x, y } = findRoom(toast, [at(0, 550, 1000, 32)], area);
  expect(x).toBe(0);
  expect(toast.bottom + y).toBeLessThan(550);
});

test('where everything is taken it stays', () => {
  expect(findRoom(toast, [at(0, 0, 1000, 600)], area)).toEqual({ x: 0, y: 0 });
});

test('wherever it goes, it is clear of all and in the area', () => {
  const box = fc
    .record({
      left: fc.nat(950),
      top: fc.nat(590),
      width: fc.integer({ min: 8, max: 400 }),
      height: fc.integer({ min: 8, max: 60 }),
    })
    .map(({ left, top, width, height }) => at(left, top, width, height));
  fc.assert(
    fc.property(fc.array(box, { maxLength: 30 }), (others) => {
      const { x, y } = findRoom(toast, others, area);
      const there = at(toast.left + x, toast.top + y, 300, 40);
      const stayed = x === 0 && y === 0;
      return (isClear(there, others) || stayed) && there.top >= area.top && there.right <= area.right;
    }),
  );
});
