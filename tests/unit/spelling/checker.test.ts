import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, test } from 'vitest';
import { Checker, suggestionsOf } from '#engine/spelling/checker.ts';
import { findDictionaries, systemFolders } from '#engine/spelling/dictionaries.ts';

const folder = mkdtempSync(join(tmpdir(), 'skein-dictionaries-'));
afterAll(() => rmSync(folder, { recursive: true }));

const latin1 = (text: string) => Buffer.from(text, 'latin1');
writeFileSync(
  join(folder, 'xx_YY.aff'),
  latin1('SET ISO8859-1\nTRY fobaré\nSFX \xe9 Y 1\nSFX \xe9 0 ment .\n'),
);
writeFileSync(join(folder, 'xx_YY.dic'), latin1('2\ncaf\xe9/\xe9\nfoo\n'));
writeFileSync(join(folder, 'hyph_de_DE.aff'), '');
writeFileSync(join(folder, 'hyph_de_DE.dic'), '');

describe('dictionaries', () => {
  test('come with Skein, and an installed one is found beside them', () => {
    const found = findDictionaries([folder, '/nowhere']);
    const of = (language: string) => found.find((one) => one.language === language)?.origin;
    expect([of('en-US'), of('fr'), of('xx-YY'), of('de-DE')]).toEqual([
      'shipped',
      'shipped',
      'system',
      undefined,
    ]);
  });

  test('are looked for where each kind of system has them', () => {
    expect(systemFolders('linux', { DICPATH: '/a:/b', XDG_DATA_HOME: '/data' })).toEqual(
      expect.arrayContaining(['/a', '/b', '/data/hunspell', '/usr/share/hunspell']),
    );
    expect(systemFolders('darwin', {})).toContain('/Library/Spelling');
  });
});

describe('words', () => {
  const checker = new Checker(findDictionaries([folder]));

  test('are known by language', async () => {
    const words = ['colour', 'color', "don't", 'recieve', 'maison'];
    expect(await checker.known(['en-GB', 'en-US', 'fr'], words)).toEqual([0b001, 0b010, 0b011, 0, 0b100]);
  });

  test('of an older encoding, with a flag that is no ASCII, are known by their endings', async () => {
    expect(await checker.known(['xx-YY'], ['café', 'cafément', 'foo', 'fooment'])).toEqual([1, 1, 1, 0]);
  });

  test('of a language without a dictionary are all right', async () => {
    expect(await checker.known(['qq'], ['gibberisch'])).toEqual([1]);
    expect(await checker.suggest(['qq'], 'gibberisch')).toEqual([]);
  });

  test('get suggestions from each language in turn', async () => {
    const suggested = await checker.suggest(['en-US', 'fr'], 'recieve');
    expect(suggested[0]).toBe('receive');
    expect(suggested.length).toBeLessThanOrEqual(5);
  });
});

describe('suggestions on a busy computer', () => {
  /** A dictionary whose answers take so many milliseconds by the clock, one after the other. */
  const answering = (...answers: { after: number; found: string[] }[]) => {
    let clock = 0;
    let asked = 0;
    const getSpellingSuggestions = () => {
      const answer = answers[asked++]!;
      clock += answer.after;
      return answer.found;
    };
    return {
      words: () => suggestionsOf({ getSpellingSuggestions }, 'mercii', () => clock),
      asked: () => asked,
    };
  };

  test('are asked for again when Hunspell ran out of time', () => {
    const busy = answering({ after: 260, found: ['mercier'] }, { after: 90, found: ['merci', 'mercis'] });
    expect(busy.words()).toEqual(['merci', 'mercis']);
  });

  test('are asked for once when it had time, and three times at most', () => {
    const idle = answering({ after: 60, found: [] });
    expect([idle.words(), idle.asked()]).toEqual([[], 1]);
    const swamped = answering(
      { after: 900, found: [] },
      { after: 900, found: ['merci'] },
      { after: 900, found: [] },
    );
    expect([swamped.words(), swamped.asked()]).toEqual([['merci'], 3]);
  });
});
