import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { type Candidate, matchByContent, type Wanted } from '#engine/channels/sms/content-match.ts';

const wanted = (clientRef: string, text: string, at = 1000): Wanted => ({
  clientRef,
  text,
  mediaCount: 0,
  notBefore: at - 100,
  notAfter: at + 100,
});
const candidate = (remoteId: string, text: string, createdAt = 1000): Candidate => ({
  remoteId,
  text,
  mediaCount: 0,
  createdAt,
});

describe('matchByContent', () => {
  it('gives each of two identical texts its own candidate, oldest to oldest', () => {
    const found = matchByContent(
      [wanted('b', 'ok', 1010), wanted('a', 'ok', 1000)],
      [candidate('2', 'ok', 1011), candidate('1', 'ok', 1001)],
    );
    expect(found).toEqual([
      { clientRef: 'a', remoteId: '1' },
      { clientRef: 'b', remoteId: '2' },
    ]);
  });

  it.each([
    ['trailing space', 'ok  ', 'ok'],
    ['line ends', 'a\r\nb', 'a\nb'],
    ['composition', 'u\u0308', 'ü'],
    ['smart encoding', '“it’s”\u00a0fine…', '"it\'s" fine...'],
    ['a lone surrogate', 'x\ud800', 'x\ufffd'],
    ['a ZWJ family', '👨‍👩‍👧', '👨‍👩‍👧'],
  ])('allows for %s', (_, text, listed) => {
    expect(matchByContent([wanted('a', text)], [candidate('1', listed)])).toEqual([
      { clientRef: 'a', remoteId: '1' },
    ]);
  });

  it('does not match other words, other times, other numbers of attachments', () => {
    const absent = [{ clientRef: 'a' }];
    expect(matchByContent([wanted('a', 'ok')], [candidate('1', 'OK')])).toEqual(absent);
    expect(matchByContent([wanted('a', 'ok')], [candidate('1', 'ok', 1101)])).toEqual(absent);
    expect(matchByContent([wanted('a', 'ok')], [candidate('1', 'ok', 899)])).toEqual(absent);
    expect(matchByContent([wanted('a', 'ok')], [{ ...candidate('1', 'ok'), mediaCount: 1 }])).toEqual(absent);
  });

  it('calls it unclear when the words were erased', () => {
    expect(matchByContent([wanted('a', 'ok')], [candidate('1', '')])).toEqual([
      { clientRef: 'a', unclear: expect.any(String) },
    ]);
    expect(matchByContent([wanted('a', '')], [candidate('1', '')])).toEqual([
      { clientRef: 'a', remoteId: '1' },
    ]);
  });

  it('uses each candidate once and matches as many as there are of equal words', () => {
    const text = fc.constantFrom('ok', 'yes', 'no');
    fc.assert(
      fc.property(fc.array(text, { maxLength: 8 }), fc.array(text, { maxLength: 8 }), (texts, listed) => {
        const found = matchByContent(
          texts.map((t, i) => wanted(`${i}`, t)),
          listed.map((t, i) => candidate(`m${i}`, t)),
        );
        const ids = found.flatMap((m) => ('remoteId' in m ? [m.remoteId] : []));
        expect(found.length).toBe(texts.length);
        expect(new Set(ids).size).toBe(ids.length);
        const count = (list: string[], t: string) => list.filter((x) => x === t).length;
        const possible = ['ok', 'yes', 'no'].reduce(
          (sum, t) => sum + Math.min(count(texts, t), count(listed, t)),
          0,
        );
        expect(ids.length).toBe(possible);
      }),
    );
  });
});
