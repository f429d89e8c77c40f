/** Characters that only look different. */
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

/** Typographic characters in their plain spelling; two texts that differ only in these read the same. */
export function foldTypography(text: string): string {
  let result = '';
  for (const c of text) result += TYPOGRAPHY.get(c) ?? c;
  return result;
}
