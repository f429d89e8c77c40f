import fc from 'fast-check';
import { expect, it } from 'vitest';
import { isTall, textBlocks } from '../../../renderer/features/conversation/text-blocks.ts';

const lines = fc.array(fc.string({ maxLength: 60 }), { maxLength: 40 }).map((some) => some.join('\n'));

it('leaves a text of ordinary length in one piece', () => {
  fc.assert(
    fc.property(lines, (text) => {
      expect(textBlocks(text)).toEqual([text]);
    }),
  );
});

it('cuts a long text at line ends and loses no character but the break at a cut', () => {
  fc.assert(
    fc.property(lines, fc.integer({ min: 1, max: 12 }), (some, times) => {
      const text = `${some}\nA line of the text that goes on.\n`.repeat(times * 300).slice(0, 400_000);
      const blocks = textBlocks(text);
      expect(blocks.every((block) => block.length <= 20_000)).toBe(true);
      expect(blocks.join('\n')).toBe(text);
    }),
    { numRuns: 20 },
  );
});

it('knows a text whose end is out of sight', () => {
  expect(isTall('See you on Thursday.\n\nAna')).toBe(false);
  expect(isTall('x'.repeat(4000))).toBe(true);
  expect(isTall('a line\n'.repeat(60))).toBe(true);
});

it('cuts a line without end where it must', () => {
  const text = 'x'.repeat(90_000);
  expect(textBlocks(text).join('')).toBe(text);
});
