import fc from 'fast-check';
import { expect, it } from 'vitest';
import { renderFlowed } from '#engine/channels/mail/mime/flowed.ts';
import { encodeFlowed } from '#engine/channels/mail/smtp/flowed.ts';

const line = fc
  .tuple(
    fc.constantFrom('', '> ', '>> '),
    fc.string({ unit: fc.constantFrom(...'abc  --> From\u00e9'), maxLength: 400 }),
  )
  .map(([marks, text]) => marks + (marks === '' ? text.replace(/^>+/, '') : text.replace(/^[> ]+/, '')));

it('a reader of format=flowed gets the lines as they were written', () => {
  fc.assert(
    fc.property(fc.array(line, { maxLength: 6 }), (lines) => {
      const text = lines.map((one) => one.trimEnd()).join('\n');
      const sent = encodeFlowed(text);
      expect(renderFlowed(sent, { delSp: false })).toBe(text);
    }),
  );
});

it('lines are short where there is a space to break at, and the mark before a signature stays', () => {
  const sent = encodeFlowed(`${'word '.repeat(60)}\n> ${'quoted '.repeat(40)}\n-- \nAna`).split('\n');
  expect(Math.max(...sent.map(({ length }) => length))).toBeLessThanOrEqual(78);
  expect(sent.slice(-2)).toEqual(['-- ', 'Ana']);
  expect(sent.filter((one) => one.startsWith('> ')).length).toBeGreaterThan(2);
});
