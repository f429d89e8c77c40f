import { describe, expect, test } from 'vitest';
import { misspelled } from '#shared/text/spelling-languages.ts';

const english = new Set(['the', 'house', 'is', 'red', 'and', 'old', 'die', 'was', 'very', 'far', 'hat']);
const german = new Set(['das', 'haus', 'ist', 'rot', 'und', 'alt', 'die', 'was', 'hat']);
const known = (word: string) => (english.has(word) ? 1 : 0) | (german.has(word) ? 2 : 0);
const of = (text: string) => misspelled(text.split(' '), known, 2);

describe('the language of a text', () => {
  test('decides what is misspelled: a slip is not right because another language has the word', () => {
    expect(of('das haus ist red und alt')).toEqual(['red']);
  });

  test('may be two: a quotation is in its own', () => {
    expect(of('das haus ist rot und alt the house is very old wrrong')).toEqual(['wrrong']);
  });

  test('is not guessed from a few words', () => {
    expect(of('red haus')).toEqual([]);
    expect(of('rad haus')).toEqual(['rad']);
  });
});
