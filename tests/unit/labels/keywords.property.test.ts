import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { describeKeyword, isLabelKeyword, keywordFor, nameKey } from '#engine/labels/keywords.ts';
import { labelChange } from '#shared/contract/labels.ts';

/** RFC 9051 section 9: `atom`, which a flag-keyword is. */
const ATOM = /^[!#$&'+,\-./0-9:;=?@A-Z[^_`a-z|~]+$/;
const free = () => false;

describe('the keyword of a label', () => {
  it.each([
    ['Clients', 'Clients'],
    ['Site visits', 'Site_visits'],
    ['R&D', 'R&-D'],
    ['Büro', 'B&APw-ro'],
    ['100% (draft)', '100___draft_'],
    ['$money', '_money'],
    ['Work', '$label2'],
    ['to do', '$label4'],
  ])('of %j is %j', (name, keyword) => {
    expect(keywordFor(name, free)).toBe(keyword);
  });

  it('is a keyword any server takes, whatever the name, and another one for each label', () => {
    const name = fc.string({ unit: 'grapheme', minLength: 1, maxLength: 200 });
    fc.assert(
      fc.property(fc.array(name, { maxLength: 8 }), (names) => {
        const taken = new Set<string>();
        for (const one of names) {
          const keyword = keywordFor(one, (other) => taken.has(other.toLowerCase()));
          expect(keyword).toMatch(ATOM);
          expect(keyword.length).toBeLessThanOrEqual(50);
          expect(isLabelKeyword(keyword)).toBe(true);
          expect(taken.has(keyword.toLowerCase())).toBe(false);
          taken.add(keyword.toLowerCase());
        }
      }),
    );
  });

  it('tells another computer the name again', () => {
    const letters = fc.string({ unit: fc.constantFrom(...'abcXYZ012 äöüßéжя中文😀&'), maxLength: 12 });
    fc.assert(
      fc.property(letters, (typed) => {
        const read = labelChange.safeParse({ id: null, name: typed, colour: null });
        if (!read.success) return;
        const { name } = read.data;
        expect(nameKey(describeKeyword(keywordFor(name, free)).name)).toBe(nameKey(name));
      }),
    );
  });

  it('that a stranger made up is shown as it is, without what would disguise it', () => {
    fc.assert(
      fc.property(fc.array(fc.nat(0xffff), { minLength: 1 }), (units) => {
        const keyword = String.fromCharCode(...units);
        const { name } = describeKeyword(keyword);
        expect(name).not.toBe('');
        expect(name.length).toBeLessThanOrEqual(Math.max(keyword.length, 1));
      }),
    );
    expect(describeKeyword('&2AA-').name).toBe('&2AA-');
    expect(describeKeyword('&IC4-txt.exe').name).toBe('txt.exe');
  });
});

describe('keywords that are no labels', () => {
  it.each(['\\Seen', '\\Flagged', '$Forwarded', '$MDNSent', '$Junk', 'NonJunk', 'Junk', '$MailFlagBit0'])(
    '%s',
    (flag) => {
      expect(isLabelKeyword(flag)).toBe(false);
    },
  );
  it.each(['$label1', '$Label5', 'clients', 'a'])('but %s is one', (flag) => {
    expect(isLabelKeyword(flag)).toBe(true);
  });
});
