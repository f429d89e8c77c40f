import fc from 'fast-check';
import { expect, test } from 'vitest';
import { piecesOf } from '../../../renderer/features/conversation/text-links.ts';

const links = (text: string) =>
  piecesOf(text).flatMap(({ text: words, href }) => (href ? [[words, href]] : []));

test.each([
  ['See https://quay.example/a?b=c#d.', [['https://quay.example/a?b=c#d', 'https://quay.example/a?b=c#d']]],
  ['(https://quay.example/tide)', [['https://quay.example/tide', 'https://quay.example/tide']]],
  [
    'https://en.example/wiki/Quay_(harbour), they say',
    [['https://en.example/wiki/Quay_(harbour)', 'https://en.example/wiki/Quay_(harbour)']],
  ],
  ['<http://quay.example>', [['http://quay.example', 'http://quay.example']]],
  ['*https://quay.example*', [['https://quay.example', 'https://quay.example']]],
  ['Look at www.quay.example/tide!', [['www.quay.example/tide', 'https://www.quay.example/tide']]],
  ['Ask ana@quay.example.', [['ana@quay.example', 'mailto:ana@quay.example']]],
  ['Ana <ana.b+c@quay.example>, Bob', [['ana.b+c@quay.example', 'mailto:ana.b+c@quay.example']]],
  ['mailto:ana@quay.example', [['mailto:ana@quay.example', 'mailto:ana@quay.example']]],
  ['http://ana@quay.example/', [['http://ana@quay.example/', 'http://ana@quay.example/']]],
  ['jörg@müller.example', [['jörg@müller.example', 'mailto:jörg@müller.example']]],
  ['user@localhost, www., www.quay, 3@4 and version 1.2', []],
  ['javascript:alert(1) ftp://quay.example', []],
])('%s', (text, expected) => {
  expect(links(text)).toEqual(expected);
});

test('no character is lost, whatever the text', () => {
  const word = fc.oneof(
    fc.string(),
    fc.constantFrom('www.', 'https://', 'a@b.c', '(', ')', '.', ' ', '\n', 'mailto:'),
  );
  fc.assert(
    fc.property(fc.array(word), (words) => {
      const text = words.join('');
      const pieces = piecesOf(text);
      expect(pieces.map((piece) => piece.text).join('')).toBe(text);
      for (const { at, text: part } of pieces) expect(text.slice(at, at + part.length)).toBe(part);
    }),
  );
});

test('a text that looks like nothing but addresses is soon read', () => {
  const started = performance.now();
  for (const part of ['a.', 'a@', 'www.', 'http://', ')', '(http://a'])
    piecesOf(`https://a${part.repeat(20_000)}`);
  expect(performance.now() - started).toBeLessThan(2000);
});
