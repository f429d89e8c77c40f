import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { UidSet } from '#engine/channels/mail/imap/uid-set.ts';

const uids = fc.array(fc.integer({ min: 1, max: 200 }), { maxLength: 80 });
const sorted = (list: Iterable<number>) => [...new Set(list)].sort((a, b) => a - b);

describe('UidSet', () => {
  it('behaves like a set of numbers', () => {
    fc.assert(
      fc.property(uids, uids, fc.integer({ min: 0, max: 100 }), (a, b, count) => {
        const one = UidSet.fromUids(a);
        const two = UidSet.fromUids(b);
        expect(one.toArray()).toEqual(sorted(a));
        expect(one.size).toBe(new Set(a).size);
        expect(one.union(two).toArray()).toEqual(sorted([...a, ...b]));
        expect(one.minus(two).toArray()).toEqual(sorted(a.filter((uid) => !b.includes(uid))));
        expect(one.newest(count).toArray()).toEqual(count === 0 ? [] : sorted(a).slice(-count));
        expect(sorted([...a, ...b]).every((uid) => one.has(uid) === a.includes(uid))).toBe(true);
        expect(UidSet.parse(one.toString())?.toArray()).toEqual(sorted(a));
        expect(one.max).toBe(Math.max(0, ...a));
      }),
    );
  });

  it('comes in parts, the highest first, all of it and nothing twice', () => {
    fc.assert(
      fc.property(uids, fc.integer({ min: 1, max: 9 }), fc.integer({ min: 1, max: 30 }), (a, first, then) => {
        const parts = [...UidSet.fromUids(a).newestFirst(then, first)];
        const sizes = parts.slice(0, -1).map((part) => part.size);
        expect(sizes).toEqual(sizes.map((_, index) => (index === 0 ? first : then)));
        const all = parts.flatMap((part) => part.toArray().reverse());
        expect(all).toEqual(sorted(a).reverse());
      }),
    );
  });

  it('names no more of them at once than a command line takes, of 300,000 far apart', () => {
    const far = Array.from({ length: 300_000 }, (_, i) => 4_294_967_295 - 7 * i);
    const parts = [...UidSet.fromUids(far).newestFirst(2000, 50)];
    expect(Math.max(...parts.map((part) => part.toString().length))).toBeLessThanOrEqual(8000);
    expect(parts.reduce((sum, part) => sum + part.size, 0)).toBe(far.length);
  });

  it('has with another what both have', () => {
    fc.assert(
      fc.property(uids, uids, (a, b) => {
        const both = UidSet.fromUids(a).and(UidSet.fromUids(b));
        expect(both.toArray()).toEqual(sorted(a.filter((uid) => b.includes(uid))));
      }),
    );
  });

  it('keeps ranges apart, sorted and as few as can be', () => {
    fc.assert(
      fc.property(uids, (a) => {
        const { ranges } = UidSet.fromUids(a);
        for (let i = 1; i < ranges.length; i++) {
          expect(ranges[i]?.first).toBeGreaterThan((ranges[i - 1]?.last ?? 0) + 1);
        }
      }),
    );
  });

  it('reads what servers send, ranges turned round included', () => {
    expect(UidSet.parse('7,1:3,5:4')?.toString()).toBe('1:5,7');
    expect(UidSet.parse('')?.isEmpty).toBe(true);
    expect(UidSet.parse('1:4294967295')?.size).toBe(4294967295);
  });

  it.each(['*', '1:*', '0', '0:5', '1,', ',1', '1:2:3', 'a', '-1', '4294967296', '1 2', '99999999999'])(
    'does not take %s for a set',
    (text) => {
      expect(UidSet.parse(text)).toBeNull();
    },
  );
});
