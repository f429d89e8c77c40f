import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { isOneSlipAway, mixesScripts, skeleton } from '#shared/text/lookalike.ts';

describe('what looks alike', () => {
  it.each([
    ['paypal.com', 'раураl.com'],
    ['paypal.com', 'paypa1.com'],
    ['joinery.example', 'joinеrу.example'],
    ['modern.example', 'rnodern.example'],
    ['google.com', 'gооgle.com'],
    ['öko.example', 'oko.example'],
    ['www.example', 'vvww.example'],
  ])('has one skeleton: %s %s', (a, b) => {
    expect(skeleton(b)).toBe(skeleton(a));
  });

  it('has another skeleton when it reads differently', () => {
    for (const [a, b] of [
      ['paypal', 'paypol'],
      ['banana', 'bandana'],
      ['example', 'beispiel'],
    ] as const)
      expect(skeleton(a)).not.toBe(skeleton(b));
  });

  it('mixes alphabets within a word, and not between words', () => {
    expect(mixesScripts('pаypal.com')).toBe(true);
    expect(mixesScripts('яндекс.com')).toBe(false);
    expect(mixesScripts('müller.example')).toBe(false);
    expect(mixesScripts('日本go.example')).toBe(false);
  });

  it('is one slip away by one letter more, less, other or two swapped', () => {
    const word = fc.stringMatching(/^[a-z]{2,10}$/);
    fc.assert(
      fc.property(word, fc.nat(9), fc.stringMatching(/^[a-z]$/), (text, position, letter) => {
        const at = position % text.length;
        const more = text.slice(0, at) + letter + text.slice(at);
        expect(isOneSlipAway(text, more)).toBe(true);
        expect(isOneSlipAway(more, text)).toBe(true);
        const other = text.slice(0, at) + letter + text.slice(at + 1);
        expect(isOneSlipAway(text, other)).toBe(other !== text);
        const swapped = text.slice(0, at) + (text[at + 1] ?? '') + text[at] + text.slice(at + 2);
        expect(isOneSlipAway(text, swapped)).toBe(swapped !== text);
        expect(isOneSlipAway(text, `${text}${letter}${letter}`)).toBe(false);
      }),
    );
  });
});
