import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { excerptParts } from '../../../renderer/features/search/excerpt.ts';
import { addOperator } from '../../../renderer/features/search/operators.ts';

describe('excerpt', () => {
  it('marks what lies between the two marks', () => {
    expect(excerptParts('the \u2402roof\u2403 survey').map(({ text, hit }) => [text, hit])).toEqual([
      ['the ', false],
      ['roof', true],
      [' survey', false],
    ]);
  });

  it('does not mark after an opening mark that nothing closes', () => {
    expect(excerptParts('a \u2402b c').some((part) => part.hit)).toBe(false);
    expect(excerptParts('a\u2403b').some((part) => part.hit)).toBe(false);
  });

  it('keeps every other character, in order', () => {
    const text = fc.string({ unit: fc.constantFrom('a', ' ', '\u2402', '\u2403', 'ß') });
    fc.assert(
      fc.property(text, (excerpt) => {
        const kept = excerptParts(excerpt).map((part) => part.text);
        expect(kept.join('')).toBe(excerpt.replace(/[\u2402\u2403]/g, ''));
      }),
    );
  });
});

describe('operators', () => {
  it('puts the caret where typing goes on', () => {
    expect(addOperator('roof', 'from:')).toEqual({ query: 'roof from:', caret: 10 });
    expect(addOperator('', '""')).toEqual({ query: '""', caret: 1 });
    expect(addOperator('roof ', 'has:attachment')).toEqual({ query: 'roof has:attachment ', caret: 20 });
  });

  it('does not repeat an operator that takes no value', () => {
    expect(addOperator('has:attachment roof', 'has:attachment').query).toBe('has:attachment roof ');
  });
});
