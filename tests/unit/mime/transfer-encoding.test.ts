import { createHash, randomBytes } from 'node:crypto';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { PartContent } from '#engine/channels/mail/mime/part-content.ts';
import { decodeBase64 } from '#engine/channels/mail/mime/transfer-encoding.ts';

const decoded = (text: string) => Buffer.from(decodeBase64(Buffer.from(text, 'latin1')));

describe('base64', () => {
  it('is decoded like Node does it, whatever stands between its characters', () => {
    const text = fc.string({ unit: fc.constantFrom(...'AZaz09+/-_ \r\n!'), maxLength: 400 });
    fc.assert(
      fc.property(text, (text) => {
        expect(decoded(text).toString('hex')).toBe(Buffer.from(text, 'base64').toString('hex'));
      }),
    );
  });

  it.each([57, 54, 1])('of several megabytes is decoded whole, %i bytes on a line', (perLine) => {
    const content = randomBytes(perLine === 1 ? 500_000 : 4_000_001);
    const lines: string[] = [];
    for (let at = 0; at < content.length; at += perLine * 3)
      lines.push(content.subarray(at, at + perLine * 3).toString('base64'));
    expect(decoded(`!${lines.join('\r\n')}\r\n`).equals(content)).toBe(true);
  });

  it('goes on behind padding in the middle', () => {
    expect(decoded('aGVs\nbG8=\nIHdv\ncmxk\n').toString()).toBe('hello world');
    expect(decoded('aGVsbG8==\n').toString()).toBe('hello');
  });

  it.each([
    ['in one piece', randomBytes(400_000).toString('base64')],
    ['between anything', `!${randomBytes(400_000).toString('base64').replace(/.{61}/g, '$& \r\n\u00ff')}=\n`],
    ['padded line by line', `${randomBytes(55).toString('base64')}\n`.repeat(6000)],
    ['of nothing', '\n'.repeat(400_000)],
  ])('has the same size and digest whether it is held or not: %s', (_name, text) => {
    const raw = Buffer.from(text, 'latin1');
    const content = decodeBase64(raw);
    const sha256 = createHash('sha256').update(content).digest('hex');
    expect(new PartContent(raw, 'base64').digest()).toEqual({ size: content.length, sha256 });
  });
});
