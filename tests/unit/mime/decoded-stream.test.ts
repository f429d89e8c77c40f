import fc from 'fast-check';
import { expect, it } from 'vitest';
import { decodedStream } from '#engine/channels/mail/mime/decoded-stream.ts';
import { decodeBase64, decodeQuotedPrintable } from '#engine/channels/mail/mime/transfer-encoding.ts';

async function decoded(raw: Buffer, encoding: string, cuts: number[]): Promise<Buffer> {
  async function* pieces() {
    let from = 0;
    for (const cut of [
      ...cuts.map((share) => Math.floor(share * raw.length)).sort((a, b) => a - b),
      raw.length,
    ]) {
      yield raw.subarray(from, cut);
      from = cut;
    }
  }
  const found: Uint8Array[] = [];
  for await (const piece of decodedStream(pieces(), encoding)) found.push(piece);
  return Buffer.concat(found);
}

const cuts = fc.array(fc.double({ min: 0, max: 1, noNaN: true }), { maxLength: 12 });
const textOf = (...parts: string[]) =>
  fc
    .array(fc.constantFrom(...parts), { maxLength: 60 })
    .map((chosen) => Buffer.from(chosen.join(''), 'latin1'));

it.each([
  ['BASE64', textOf('QUJD', 'Q', 'UU', '=', '==', '\r\n', ' ', '-_+/', '!', 'QQ=='), decodeBase64],
  [
    'Quoted-Printable',
    textOf('a', '=', '=C3', '=\r\n', '= \n', ' ', '\t', '\r\n', '\n', '\r', 'z'.repeat(40_000)),
    decodeQuotedPrintable,
  ],
  ['7bit', textOf('a', '=', '\r\n'), (raw: Uint8Array) => raw],
  ['x-unknown', textOf('a', '=', '\r\n'), (raw: Uint8Array) => raw],
])('%s is the same wherever it is cut', async (encoding, raw, whole) => {
  await fc.assert(
    fc.asyncProperty(raw, cuts, async (bytes, where) => {
      expect((await decoded(bytes, encoding, where)).equals(whole(bytes))).toBe(true);
    }),
  );
});
