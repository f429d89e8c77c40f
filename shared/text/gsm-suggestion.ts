/** Proposes a spelling of a text in the GSM alphabet when that saves segments. Never applied silently. */
import { countSegments, isGsm, type SegmentCount } from './segments.ts';

export interface GsmReplacement {
  from: string;
  to: string;
  count: number;
  /** `typography`: looks the same to a reader. `letter`: changes how a word or a name is spelled. */
  kind: 'typography' | 'letter';
}

export interface GsmSuggestion {
  text: string;
  before: SegmentCount;
  after: SegmentCount;
  /** Segments saved, always at least 1. */
  saved: number;
  replacements: GsmReplacement[];
  /** True when a letter loses its diacritic: ask, a name may be meant. */
  changesLetters: boolean;
}

const TYPOGRAPHY: ReadonlyMap<string, string> = new Map([
  ...each('\u2018\u2019\u201A\u201B\u2032\u02BC\u0060\u00B4\u2039\u203A', "'"),
  ...each('\u201C\u201D\u201E\u201F\u2033\u00AB\u00BB', '"'),
  ...each('\u2010\u2011\u2012\u2013\u2014\u2015\u2212\u2043', '-'),
  ...each(
    '\t\u00A0\u1680\u2000\u2001\u2002\u2003\u2004\u2005\u2006\u2007\u2008\u2009\u200A\u202F\u205F\u3000',
    ' ',
  ),
  ...each('\u200B\u2060\uFEFF\u00AD', ''),
  ...each('\u2028\u2029\u0085', '\n'),
  ...each('\u2022\u00B7\u2219', '*'),
  ['\u2026', '...'],
  ['\u2044', '/'],
  ['\u2048', '?!'],
  ['\u2049', '!?'],
  ['\u203C', '!!'],
  ['\u2122', '(TM)'],
  ['\u00A9', '(C)'],
  ['\u00AE', '(R)'],
  ['\uFB00', 'ff'],
  ['\uFB01', 'fi'],
  ['\uFB02', 'fl'],
  ['\uFB03', 'ffi'],
  ['\uFB04', 'ffl'],
]);

function each(characters: string, to: string): [string, string][] {
  return [...characters].map((c) => [c, to]);
}

/**
 * What the text would be in the GSM alphabet, or null when it is GSM already, cannot be (emoji, other
 * scripts), or nothing would be saved. Typography is tried first; letters only when that is not enough.
 */
export function suggestGsm(text: string): GsmSuggestion | null {
  if (isGsm(text)) return null;
  const composed = text.normalize('NFC');
  for (const letters of [false, true]) {
    const { result, replacements } = rewrite(composed, letters);
    if (!isGsm(result)) continue;
    const before = countSegments(text);
    const after = countSegments(result);
    const saved = before.segments - after.segments;
    if (saved < 1) return null;
    const changesLetters = replacements.some((r) => r.kind === 'letter');
    return { text: result, before, after, saved, replacements, changesLetters };
  }
  return null;
}

/** Typographic characters in their plain spelling; two texts that differ only in these read the same. */
export function foldTypography(text: string): string {
  let result = '';
  for (const c of text) result += TYPOGRAPHY.get(c) ?? c;
  return result;
}

function rewrite(text: string, letters: boolean): { result: string; replacements: GsmReplacement[] } {
  const counted = new Map<string, GsmReplacement>();
  let result = '';
  for (const c of text) {
    const replacement = isGsm(c) ? null : replacementFor(c, letters);
    if (!replacement) {
      result += c;
      continue;
    }
    result += replacement.to;
    const known = counted.get(c);
    if (known) known.count++;
    else counted.set(c, { from: c, to: replacement.to, count: 1, kind: replacement.kind });
  }
  return { result, replacements: [...counted.values()] };
}

function replacementFor(c: string, letters: boolean): { to: string; kind: GsmReplacement['kind'] } | null {
  const typographic = TYPOGRAPHY.get(c);
  if (typographic !== undefined) return { to: typographic, kind: 'typography' };
  if (!letters) return null;
  const base = c.normalize('NFD').replace(/\p{Mn}+/gu, '');
  return /^\p{Script=Latin}+$/u.test(base) && isGsm(base) ? { to: base, kind: 'letter' } : null;
}
