import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { parseTimePhrase } from '#shared/text/time-phrase.ts';

/** A Wednesday. */
const NOW = new Date(2026, 10, 25, 10, 30).getTime();
const GERMAN = ['Sonntag', 'Montag', 'Dienstag', 'Mittwoch', 'Donnerstag', 'Freitag', 'Samstag'];
const at = (month: number, day: number, hour = 8, minute = 0, year = 2026) =>
  new Date(year, month - 1, day, hour, minute).getTime();

describe('a time as people type it', () => {
  it.each([
    ['fri 9am', at(11, 27, 9)],
    ['Friday', at(11, 27)],
    ['fri 9', at(11, 27, 9)],
    ['next monday at 14:30', at(11, 30, 14, 30)],
    ['wed', at(12, 2)],
    ['wed 11am', at(11, 25, 11)],
    ['today 18:00', at(11, 25, 18)],
    ['tonight', at(11, 25, 18)],
    ['this evening', at(11, 25, 18)],
    ['tomorrow', at(11, 26)],
    ['tomorrow 9 pm', at(11, 26, 21)],
    ['tomorrow afternoon', at(11, 26, 13)],
    ['9am', at(11, 26, 9)],
    ['12pm', at(11, 25, 12)],
    ['12am', at(11, 26, 0)],
    ['in 2 hours', NOW + 7_200_000],
    ['30 min', NOW + 1_800_000],
    ['3d', at(11, 28, 10, 30)],
    ['in a week', at(12, 2, 10, 30)],
    ['next week', at(11, 30)],
    ['friday next week at noon', at(12, 4, 12)],
    ['sun next week', at(12, 6)],
    ['next month', at(12, 1)],
    ['next month at noon', at(12, 1, 12)],
    ['this weekend', at(11, 28)],
    ['weekend 10am', at(11, 28, 10)],
    ['tmrw 9am', at(11, 26, 9)],
    ['half an hour', NOW + 1_800_000],
    ['in 1.5 hours', NOW + 5_400_000],
    ['in 3 days at 9:00', at(11, 28, 9)],
    ['2 weeks 7am', at(12, 9, 7)],
    ['24 dec', at(12, 24)],
    ['Dec 24th 9:15', at(12, 24, 9, 15)],
    ['24 dec 9', at(12, 24, 9)],
    ['1 march', at(3, 1, 8, 0, 2027)],
    ['1 march 2028', at(3, 1, 8, 0, 2028)],
    ['2027-01-02 07:00', at(1, 2, 7, 0, 2027)],
    ['do 9:00', at(11, 26, 9)],
    ['freitag', at(11, 27)],
  ])('%s', (text, expected) => {
    expect(parseTimePhrase(text, NOW, GERMAN)).toBe(expected);
  });

  it.each([
    '',
    'hello',
    '9',
    'today',
    'today 9:00',
    '1.5 days',
    'next week next week',
    'hello next week',
    '31 feb',
    'fri 25:00',
    '13pm',
    '2020-01-01',
    'x'.repeat(100),
  ])('not %s', (text) => {
    expect(parseTimePhrase(text, NOW)).toBeNull();
  });

  it('is after now or nothing, whatever is typed', () => {
    const word = fc.oneof(
      fc.constantFrom(
        'fri',
        'today',
        'tomorrow',
        'dec',
        'in',
        'at',
        'pm',
        'h',
        'w',
        'tonight',
        '2026-02-30',
        'sun',
      ),
      fc.nat(9999).map(String),
      fc.string({ maxLength: 6 }),
      fc.tuple(fc.nat(30), fc.nat(70)).map(([a, b]) => `${a}:${b}`),
    );
    fc.assert(
      fc.property(fc.array(word, { maxLength: 5 }), (words) => {
        const found = parseTimePhrase(words.join(' '), NOW);
        if (found !== null) expect(found).toBeGreaterThan(NOW);
      }),
      { numRuns: 2000 },
    );
  });
});
