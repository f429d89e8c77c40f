import type { UidRange } from '../ports.ts';

/** The largest UID (RFC 9051 section 9: nz-number is 32 bits). */
const MAX_UID = 0xffff_ffff;
/** Characters of a sequence-set: servers need not read longer lines than 8192 octets (RFC 7162 section 4). */
const LONGEST_SET = 8000;
const LONGEST_RANGE = 22;

/** A set of UIDs as sorted ranges that neither touch nor overlap. Immutable. */
export class UidSet {
  static readonly EMPTY = new UidSet([]);

  private constructor(readonly ranges: readonly UidRange[]) {}

  /** From ranges in any order, overlapping or not. Those that are not valid UIDs are left out. */
  static fromRanges(ranges: Iterable<UidRange>): UidSet {
    const sorted = [...ranges]
      .map(({ first, last }) => ({ first: Math.min(first, last), last: Math.max(first, last) }))
      .filter(({ first, last }) => Number.isInteger(first) && first >= 1 && last <= MAX_UID)
      .sort((a, b) => a.first - b.first);
    const joined: UidRange[] = [];
    for (const range of sorted) {
      const previous = joined.at(-1);
      if (previous && range.first <= previous.last + 1) previous.last = Math.max(previous.last, range.last);
      else joined.push({ ...range });
    }
    return new UidSet(joined);
  }

  static fromUids(uids: Iterable<number>): UidSet {
    return UidSet.fromRanges([...uids].map((uid) => ({ first: uid, last: uid })));
  }

  /**
   * Reads a sequence-set of UIDs as servers send it, `1:5,7` (RFC 9051 section 9). Resolves to `null` for anything
   * else: a set that was not understood must not pass for an empty one.
   */
  static parse(text: string): UidSet | null {
    if (text === '') return UidSet.EMPTY;
    const ranges: UidRange[] = [];
    for (const part of text.split(',')) {
      const match = /^(\d{1,10})(?::(\d{1,10}))?$/.exec(part);
      if (!match) return null;
      const first = Number(match[1]);
      const last = Number(match[2] ?? match[1]);
      if (Math.min(first, last) < 1 || Math.max(first, last) > MAX_UID) return null;
      ranges.push({ first, last });
    }
    return UidSet.fromRanges(ranges);
  }

  get size(): number {
    return this.ranges.reduce((sum, { first, last }) => sum + last - first + 1, 0);
  }

  get isEmpty(): boolean {
    return this.ranges.length === 0;
  }

  get max(): number {
    return this.ranges.at(-1)?.last ?? 0;
  }

  has(uid: number): boolean {
    let low = 0;
    let high = this.ranges.length - 1;
    while (low <= high) {
      const middle = (low + high) >> 1;
      const range = this.ranges[middle] as UidRange;
      if (uid < range.first) high = middle - 1;
      else if (uid > range.last) low = middle + 1;
      else return true;
    }
    return false;
  }

  union(other: UidSet): UidSet {
    return UidSet.fromRanges([...this.ranges, ...other.ranges]);
  }

  minus(other: UidSet): UidSet {
    const left: UidRange[] = [];
    let i = 0;
    for (const range of this.ranges) {
      let { first } = range;
      while (i < other.ranges.length && (other.ranges[i] as UidRange).last < first) i++;
      for (let j = i; j < other.ranges.length; j++) {
        const hole = other.ranges[j] as UidRange;
        if (hole.first > range.last) break;
        if (hole.first > first) left.push({ first, last: hole.first - 1 });
        first = Math.max(first, hole.last + 1);
      }
      if (first <= range.last) left.push({ first, last: range.last });
    }
    return new UidSet(left);
  }

  and(other: UidSet): UidSet {
    return this.minus(this.minus(other));
  }

  /** The `count` highest UIDs. */
  newest(count: number): UidSet {
    const taken: UidRange[] = [];
    let left = count;
    for (let i = this.ranges.length - 1; i >= 0 && left > 0; i--) {
      const { first, last } = this.ranges[i] as UidRange;
      const from = Math.max(first, last - left + 1);
      taken.unshift({ first: from, last });
      left -= last - from + 1;
    }
    return new UidSet(taken);
  }

  /**
   * All of it in parts, the highest UIDs first: `step` of them at once (`first` in the first part), or fewer, so that no
   * part is longer than a command line may be.
   */
  *newestFirst(step: number, first = step): Generator<UidSet> {
    let at = this.ranges.length - 1;
    let last = this.max;
    for (let most = first; at >= 0; most = step) {
      const taken: UidRange[] = [];
      let left = most;
      let length = 0;
      while (at >= 0 && left > 0 && length < LONGEST_SET - LONGEST_RANGE) {
        const range = this.ranges[at] as UidRange;
        const part = { first: Math.max(range.first, last - left + 1), last };
        taken.push(part);
        left -= part.last - part.first + 1;
        length += textOf(part).length + 1;
        if (part.first === range.first) {
          at--;
          last = this.ranges[at]?.last ?? 0;
        } else last = part.first - 1;
      }
      yield new UidSet(taken.reverse());
    }
  }

  /** Every UID, ascending. Only for sets known to be small: a hostile server can announce four billion. */
  toArray(): number[] {
    const uids: number[] = [];
    for (const { first, last } of this.ranges) for (let uid = first; uid <= last; uid++) uids.push(uid);
    return uids;
  }

  /** As a sequence-set; the empty string when empty. */
  toString(): string {
    return this.ranges.map(textOf).join(',');
  }
}

const textOf = ({ first, last }: UidRange) => (first === last ? `${first}` : `${first}:${last}`);
