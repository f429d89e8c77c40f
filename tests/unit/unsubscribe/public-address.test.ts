import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { isPublicAddress, publicLookup } from '#engine/unsubscribe/public-address.ts';

const look = (host: string, all: boolean) =>
  new Promise((resolve) =>
    publicLookup(host, { all }, (error, found, family) => resolve(error ?? [found, family])),
  );

describe('an address a stranger may name', () => {
  it.each([
    '1.1.1.1',
    '9.255.255.255',
    '172.32.0.1',
    '192.167.255.255',
    '223.255.255.255',
    '2606:4700::1111',
    '2a00:1450:4001::5',
    '64:ff9b::101:101',
  ])('%s', (address) => expect(isPublicAddress(address)).toBe(true));

  it.each([
    ...['0.0.0.0', '10.1.2.3', '100.64.0.1', '127.0.0.1', '127.255.255.254', '169.254.169.254', '172.16.0.1'],
    ...[
      '172.31.255.255',
      '192.0.0.8',
      '192.0.2.1',
      '192.168.1.1',
      '198.18.0.1',
      '224.0.0.251',
      '255.255.255.255',
    ],
    ...[
      '::',
      '::1',
      '::ffff:127.0.0.1',
      '::ffff:8.8.8.8',
      '::127.0.0.1',
      'fc00::1',
      'fd12:3456::1',
      'fe80::1',
    ],
    ...['fe80::1%eth0', 'fec0::1', 'ff02::1', '2001::1', '2001:db8::1', '2002:7f00:1::', '3fff::1', '100::1'],
    ...[
      '64:ff9b::7f00:1',
      '64:ff9b::a9fe:a9fe',
      '64:ff9b::',
      '64:ff9b:1::1',
      'localhost',
      '',
      '127.1',
      '0x7f.0.0.1',
    ],
  ])('never %s', (address) => expect(isPublicAddress(address)).toBe(false));

  it("is never of a network of one's own, however it is written", () => {
    const byte = fc.integer({ min: 0, max: 255 });
    const local = fc.oneof(
      fc.tuple(fc.constantFrom(0, 10, 127), byte, byte, byte),
      fc.tuple(fc.constant(192), fc.constant(168), byte, byte),
      fc.tuple(fc.constant(172), fc.integer({ min: 16, max: 31 }), byte, byte),
      fc.tuple(fc.constant(169), fc.constant(254), byte, byte),
    );
    fc.assert(
      fc.property(local, (bytes) => {
        const dotted = bytes.join('.');
        const [a, b, c, d] = bytes.map((one) => one.toString(16).padStart(2, '0'));
        const spellings = [
          dotted,
          `::ffff:${dotted}`,
          `64:ff9b::${dotted}`,
          `64:ff9b::${a}${b}:${c}${d}`,
          `2002:${a}${b}:${c}${d}::1`,
        ];
        expect(spellings.filter(isPublicAddress)).toEqual([]);
      }),
    );
  });
});

describe('the addresses of a name', () => {
  it('are the ones the connection gets, or none when one of them is of this computer', async () => {
    expect(await look('1.1.1.1', false)).toEqual(['1.1.1.1', 4]);
    expect(await look('1.1.1.1', true)).toEqual([[{ address: '1.1.1.1', family: 4 }], undefined]);
    for (const all of [true, false])
      expect(await look('localhost', all)).toMatchObject({ code: 'unsubscribe-local' });
  });
});
