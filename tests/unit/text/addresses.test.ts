import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { addressKey, domainToAscii, validateAddress } from '#shared/text/address-validation.ts';
import { parseAddressList } from '#shared/text/addresses.ts';

const read = (input: string) =>
  parseAddressList(input).map((e) => (e.ok ? [e.mailbox.name, e.mailbox.address] : [e.error.code]));

describe('parseAddressList', () => {
  it.each<[string, (string | null)[][]]>([
    ['', []],
    [' , ,', []],
    ['ada@example.org', [[null, 'ada@example.org']]],
    ['Ada Example <Ada@Example.ORG>', [['Ada Example', 'Ada@example.org']]],
    [
      '"Example, Ada" <ada@example.org>, bo@example.net',
      [
        ['Example, Ada', 'ada@example.org'],
        [null, 'bo@example.net'],
      ],
    ],
    ['"A \\"quoted\\" name" <a@example.org>', [['A "quoted" name', 'a@example.org']]],
    [
      'ada@example.org; bo@example.net\ncy@example.com',
      [
        [null, 'ada@example.org'],
        [null, 'bo@example.net'],
        [null, 'cy@example.com'],
      ],
    ],
    [
      'ada@example.org bo@example.net',
      [
        [null, 'ada@example.org'],
        [null, 'bo@example.net'],
      ],
    ],
    [
      'Friends: ada@example.org, Bo <bo@example.net>; cy@example.com',
      [
        [null, 'ada@example.org'],
        ['Bo', 'bo@example.net'],
        [null, 'cy@example.com'],
      ],
    ],
    ['undisclosed-recipients:;', []],
    ['ada@example.org (Ada Example)', [['Ada Example', 'ada@example.org']]],
    ['Ada (home (new)) <ada@example.org>', [['Ada', 'ada@example.org']]],
    ['<ada@example.org>', [[null, 'ada@example.org']]],
    ['mailto:ada@example.org', [[null, 'ada@example.org']]],
    ['<@relay.example,@b.example:ada@example.org>', [[null, 'ada@example.org']]],
    ['"odd local"@example.org', [[null, '"odd local"@example.org']]],
    ['jörg@bücher.example', [[null, 'jörg@bücher.example']]],
    ['ada@[192.0.2.1]', [[null, 'ada@[192.0.2.1]']]],
    ['ada@[IPv6:2001:db8::1]', [[null, 'ada@[ipv6:2001:db8::1]']]],
    ['ada@localhost', [[null, 'ada@localhost']]],
    ['Ada,\n Bo <bo@example.net>', [['no-at'], ['Bo', 'bo@example.net']]],
    ['ada', [['no-at']]],
    ['ada@', [['bad-domain']]],
    ['@example.org', [['bad-local-part']]],
    ['a..b@example.org', [['bad-local-part']]],
    ['ada@exa mple.org', [['bad-domain']]],
    ['ada@-x.example', [['bad-domain']]],
    ['ada@192.0.2.1', [['bad-domain']]],
    ['Ada <ada@example.org', [['unterminated-angle']]],
    ['"Ada <ada@example.org>', [['unterminated-quote']]],
    ['Ada (x <ada@example.org>', [['unterminated-comment']]],
    ['Ada <ada@example.org> x', [['text-after-address']]],
    [`${'a'.repeat(65)}@example.org`, [['local-part-too-long']]],
    [
      `a@${'b'.repeat(60)}.${'c'.repeat(60)}.${'d'.repeat(60)}.${'e'.repeat(60)}.${'f'.repeat(20)}`,
      [['bad-domain']],
    ],
  ])('%j', (input, expected) => {
    expect(read(input)).toEqual(expected);
  });

  it('says where each element stands and which group it belongs to', () => {
    const input = ' ada@example.org , Team: bo@example.net;';
    const entries = parseAddressList(input);
    expect(entries.map((e) => input.slice(e.start, e.end))).toEqual(['ada@example.org', 'bo@example.net']);
    expect(entries.map((e) => e.group)).toEqual([null, 'Team']);
  });

  it('refuses absurd sizes and depths quickly', () => {
    expect(read('a'.repeat(300_000))).toEqual([['list-too-long']]);
    expect(read('a@example.org,'.repeat(6000)).at(-1)).toEqual(['list-too-long']);
    expect(read(`${'('.repeat(1000)}a@example.org`)).toEqual([['unterminated-comment']]);
  });

  it('never throws, and every offset lies in the input', () => {
    fc.assert(
      fc.property(
        fc.oneof(
          fc.string(),
          fc
            .array(
              fc.constantFrom('a', '@', '.', '"', '<', '>', '(', ')', ',', ';', ':', ' ', '\n', '\\', 'é'),
              { maxLength: 60 },
            )
            .map((a) => a.join('')),
        ),
        (input) => {
          for (const entry of parseAddressList(input)) {
            expect(entry.start).toBeGreaterThanOrEqual(0);
            expect(entry.end).toBeLessThanOrEqual(input.length);
            if (entry.ok) expect(validateAddress(entry.mailbox.address).ok).toBe(true);
          }
        },
      ),
    );
  });
});

describe('a list with quoted names', () => {
  it('is read to the same mailboxes', () => {
    const name = fc
      .string({ unit: 'grapheme', maxLength: 20 })
      .map((s) => s.replace(/[\p{Cc}\s]+/gu, ' ').trim() || null);
    const local = fc.stringMatching(/^[a-z0-9!#$%&'*+/=?^_`{|}~-]{1,20}(\.[a-z0-9]{1,10}){0,2}$/);
    const mailbox = fc.record({
      name: fc.option(name, { nil: null }),
      address: local.map((l) => `${l}@example.org`),
    });
    fc.assert(
      fc.property(fc.array(mailbox, { maxLength: 5 }), (mailboxes) => {
        const written = mailboxes.map(({ name, address }) =>
          name === null ? address : `"${name.replace(/["\\]/g, '\\$&')}" <${address}>`,
        );
        expect(read(written.join(', '))).toEqual(mailboxes.map((m) => [m.name, m.address]));
      }),
    );
  });
});

describe('keys', () => {
  it('matches spellings of the same mailbox and no others', () => {
    expect(addressKey('Ada@BÜCHER.example')).toBe(addressKey('ada@xn--bcher-kva.example'));
    expect(addressKey('a.b@example.org')).not.toBe(addressKey('ab@example.org'));
    expect(domainToAscii('bücher.example')).toBe('xn--bcher-kva.example');
  });
});
