import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { countSegments, isGsm, splitSegments } from '#shared/text/segments.ts';
import { foldTypography } from '#shared/text/typography.ts';

const GSM_LETTERS = '@£$¥èéùìòÇ\nØø\rÅåΔ_ΦΓΛΩΠΨΣΘΞÆæßÉ !"#¤%&\'()*+,-./0123456789:;<=>?¡AZÄÖÑÜ§¿azäöñüà';
const EXTENSION = '\f^{}\\[~]|€';
const gsmText = fc
  .array(fc.constantFrom(...GSM_LETTERS, ...EXTENSION), { maxLength: 700 })
  .map((a) => a.join(''));
const anyText = fc.string({ unit: 'binary', maxLength: 300 });

describe('countSegments', () => {
  it.each([
    ['', 'GSM-7', 0, 0, 160],
    ['a', 'GSM-7', 1, 1, 159],
    ['a'.repeat(160), 'GSM-7', 1, 160, 0],
    ['a'.repeat(161), 'GSM-7', 2, 161, 145],
    ['a'.repeat(306), 'GSM-7', 2, 306, 0],
    ['a'.repeat(307), 'GSM-7', 3, 307, 152],
    ['€'.repeat(80), 'GSM-7', 1, 160, 0],
    ['€'.repeat(81), 'GSM-7', 2, 162, 143],
    ['ж'.repeat(70), 'UCS-2', 1, 70, 0],
    ['ж'.repeat(71), 'UCS-2', 2, 71, 63],
    ['ж'.repeat(134), 'UCS-2', 2, 134, 0],
    ['ж'.repeat(135), 'UCS-2', 3, 135, 66],
    ['😀'.repeat(35), 'UCS-2', 1, 70, 0],
    ['😀'.repeat(36), 'UCS-2', 2, 72, 61],
  ])('%j is %s in %i segments', (text, encoding, segments, units, unitsLeft) => {
    expect(countSegments(text)).toMatchObject({ encoding, segments, units, unitsLeft });
  });

  it('does not let an escape pair straddle two parts', () => {
    const text = `${'a'.repeat(152)}€${'a'.repeat(152)}€`;
    expect(countSegments(text).segments).toBe(3);
    expect(splitSegments(text).parts.map((p) => p.length)).toEqual([152, 152, 2]);
  });

  it('does not let a surrogate pair straddle two parts', () => {
    const text = `${'ж'.repeat(66)}😀${'ж'.repeat(67)}`;
    expect(countSegments(text).segments).toBe(3);
    expect(splitSegments(text).parts[0]).toBe('ж'.repeat(66));
  });

  it.each(['ç', '`', '\t', '\u00a0', '’', '“', '–', 'á', '\u001b'])('%j is not GSM', (c) => {
    expect(isGsm(c)).toBe(false);
    expect(countSegments(`ok ${c}`).encoding).toBe('UCS-2');
  });

  it('counts emoji sequences in UTF-16 units', () => {
    expect(countSegments('👨‍👩‍👧‍👦').units).toBe(11);
    expect(countSegments('🇦🇹').units).toBe(4);
  });

  it('keeps the text, fits every part, and wastes at most one unit a part', () => {
    fc.assert(
      fc.property(fc.oneof(gsmText, anyText), (text) => {
        const { encoding, parts } = splitSegments(text);
        const count = countSegments(text);
        expect(parts.join('')).toBe(text);
        expect(count.segments).toBe(parts.length);
        for (const part of parts) {
          const units = encoding === 'UCS-2' ? part.length : countSegments(part).units;
          expect(units).toBeLessThanOrEqual(count.unitsPerSegment);
        }
        for (const part of parts.slice(0, -1)) {
          const units = encoding === 'UCS-2' ? part.length : countSegments(part).units;
          expect(units).toBeGreaterThanOrEqual(count.unitsPerSegment - 1);
        }
        expect(count.unitsLeft).toBeGreaterThanOrEqual(0);
        expect(count.unitsLeft).toBeLessThanOrEqual(count.unitsPerSegment);
      }),
    );
  });

  it('never shrinks when text is added', () => {
    fc.assert(
      fc.property(fc.oneof(gsmText, anyText), fc.oneof(gsmText, anyText), (a, b) => {
        expect(countSegments(a + b).segments).toBeGreaterThanOrEqual(countSegments(a).segments);
      }),
    );
  });
});

describe('foldTypography', () => {
  it('spells out what only looks different', () => {
    expect(foldTypography('“Don’t”\u00a0wait –\tcall…')).toBe('"Don\'t" wait - call...');
    expect(foldTypography('François 😀')).toBe('François 😀');
  });
});
