import fc from 'fast-check';
import { expect, it } from 'vitest';
import { hasColumns, isTall, textBlocks } from '../../../renderer/features/conversation/text-blocks.ts';

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

it('knows a text in columns', () => {
  const order = ['Order         : 451', 'Paid with     : card', 'Total         : 148.43 EUR'];
  expect(hasColumns(order.join('\n'))).toBe(true);
  expect(hasColumns('Your order:\n\n+------+----+\n| Tide | 4  |\n+------+----+\n| Quay   | 12 |\n')).toBe(
    true,
  );
  expect(hasColumns('Item\tPrice\nQuay\t4\nTide\t12')).toBe(true);
  expect(hasColumns(`${order.join('\n')}\n${'And a sentence of the letter around it.\n'.repeat(20)}`)).toBe(
    false,
  );
  expect(hasColumns('Hello.  Two spaces  follow.  Always.\n   An indent.\n   Another.\n   A third.')).toBe(
    false,
  );
  expect(hasColumns('>   Quoted\n> >   twice\n1.   A list\n2)   goes on\n\u2022\tand on\n-   to here')).toBe(
    false,
  );
  expect(hasColumns('Ana   Ribeiro\nSee you.')).toBe(false);
  expect(hasColumns('')).toBe(false);
});
