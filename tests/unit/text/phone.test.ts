import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { parsePhone } from '#shared/text/phone.ts';
import { parseCarrierAddress, phoneKey } from '#shared/text/phone-address.ts';
import { formatPhone } from '#shared/text/phone-format.ts';

const value = (input: string, country: string | null) => {
  const result = parsePhone(input, country);
  return result.ok ? `${result.address.kind} ${result.address.value}` : result.code;
};

describe('parsePhone', () => {
  it.each([
    ['(415) 555-0142', 'US', 'e164 +14155550142'],
    ['＋１ ４１５ ５５５ ０１４２', null, 'e164 +14155550142'],
    ['tel:+1-415-555-0142', 'DE', 'e164 +14155550142'],
    ['+44 7911 123456', 'US', 'e164 +447911123456'],
    ['+5215512345678', 'US', 'e164 +525512345678'],
    ['+52 1 55 1234 5678', 'US', 'e164 +525512345678'],
    ['72727', 'US', 'shortcode 72727'],
    ['72727', null, 'shortcode 72727'],
    ['727-27', 'US', 'shortcode 72727'],
    ['20 12 34 56', 'DK', 'e164 +4520123456'],
    ['0664 1234567', 'AT', 'e164 +436641234567'],
    ['+1 555 555 0101', 'US', 'e164 +15555550101'],
    ['', 'US', 'empty'],
    ['call me', 'US', 'not-a-number'],
    ['ada@example.org', 'US', 'not-a-number'],
    ['4155550142', null, 'country-needed'],
    ['+1', 'US', 'too-short'],
    ['+1415555014200000', 'US', 'too-long'],
    ['1'.repeat(300), 'US', 'too-long'],
  ])('%j in %s is %s', (input, country, expected) => {
    expect(value(input, country)).toBe(expected);
  });

  it('tells the true country, the plan and an extension', () => {
    expect(parsePhone('+447911123456', null)).toMatchObject({ country: 'GG' });
    expect(parsePhone('+15555550101', null)).toMatchObject({ inNumberingPlan: false });
    expect(parsePhone('+1 415 555 0142 ext. 12', null)).toMatchObject({
      extension: '12',
      address: { value: '+14155550142' },
    });
  });

  it('never throws, and what it accepts it accepts again unchanged', () => {
    fc.assert(
      fc.property(
        fc.oneof(fc.string(), fc.stringMatching(/^\+?[0-9 ().-]{0,18}$/)),
        fc.constantFrom('US', 'DE', 'NU', null),
        (input, country) => {
          const first = parsePhone(input, country);
          if (!first.ok) return;
          expect(value(first.address.value, country)).toBe(`${first.address.kind} ${first.address.value}`);
        },
      ),
    );
  });
});

describe('parseCarrierAddress', () => {
  it.each([
    ['+15555550101', { kind: 'e164', value: '+15555550101' }],
    ['+5215512345678', { kind: 'e164', value: '+525512345678' }],
    ['72727', { kind: 'shortcode', value: '72727' }],
    ['ACME Bank', { kind: 'alpha', value: 'ACME Bank' }],
    ['', null],
    ['\u0000evil', null],
    ['a'.repeat(12), null],
  ])('%j', (raw, expected) => {
    expect(parseCarrierAddress(raw)).toEqual(expected);
  });

  it('compares senders with a name by its letters alone', () => {
    expect(phoneKey({ kind: 'alpha', value: 'ACME' })).toBe(phoneKey({ kind: 'alpha', value: 'acme' }));
    expect(phoneKey({ kind: 'alpha', value: 'ACME' })).not.toBe(
      phoneKey({ kind: 'shortcode', value: 'ACME' }),
    );
  });
});

describe('formatPhone', () => {
  it.each([
    [{ kind: 'e164', value: '+14155550142' }, 'US', '(415) 555-0142'],
    [{ kind: 'e164', value: '+14155550142' }, 'DE', '+1 415 555 0142'],
    [{ kind: 'e164', value: '+447911123456' }, 'GB', '07911 123456'],
    [{ kind: 'shortcode', value: '72727' }, 'US', '72727'],
    [{ kind: 'alpha', value: 'ACME' }, 'US', 'ACME'],
  ] as const)('%j for %s', (address, country, expected) => {
    expect(formatPhone(address, country)).toBe(expected);
  });
});
