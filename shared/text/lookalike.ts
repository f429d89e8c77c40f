/** Whether two names look the same to a reader, or nearly so: compared by what is drawn, not by what is meant. */

/**
 * Letters of other scripts that domain names may contain, by the Latin letter they are drawn like in common fonts:
 * from the confusables of Unicode Technical Standard #39, lower case.
 */
const DRAWN_LIKE: Record<string, string> = {
  a: 'аɑα',
  b: 'ьƅ',
  c: 'сϲ',
  d: 'ԁɗ',
  e: 'еҽ',
  g: 'ɡց',
  h: 'һհ',
  i: 'іıιɩ',
  j: 'јϳ',
  k: 'кκ',
  l: 'ӏ1ǀ',
  n: 'пոη',
  o: 'оοօσ0',
  p: 'рρ',
  q: 'ԛզ',
  r: 'г',
  s: 'ѕꜱ',
  t: 'тτ',
  u: 'υսʋ',
  v: 'ѵν',
  w: 'ԝωѡшա',
  x: 'хχ',
  y: 'уγү',
  z: 'ᴢ',
};

const LATIN = new Map(
  Object.entries(DRAWN_LIKE).flatMap(([latin, others]) =>
    [...others].map((other) => [other, latin] as const),
  ),
);

/** A form that is equal for two texts which look alike. Of the letters only: not for showing. */
export function skeleton(text: string): string {
  let letters = '';
  // Most names are ASCII, and many are compared at once.
  const plain = /^[\x20-\x7e]*$/.test(text) ? text : text.normalize('NFKD').replace(/[\p{Mn}\p{Cf}]/gu, '');
  for (const char of plain.toLowerCase()) letters += LATIN.get(char) ?? char;
  return letters.replaceAll('rn', 'm').replaceAll('vv', 'w');
}

/** Latin letters beside ones of a script that is drawn like it, in one word: nobody writes so honestly. */
export function mixesScripts(text: string): boolean {
  return text
    .split(/[^\p{L}\p{M}]+/u)
    .some(
      (word) =>
        /\p{Script=Latin}/u.test(word) &&
        /[\p{Script=Cyrillic}\p{Script=Greek}\p{Script=Armenian}]/u.test(word),
    );
}

/** Whether one letter more, less, other, or two neighbours swapped make one of the other. */
export function isOneSlipAway(a: string, b: string): boolean {
  if (a === b || Math.abs(a.length - b.length) > 1) return false;
  let start = 0;
  while (start < a.length && a[start] === b[start]) start++;
  let end = 0;
  while (end < Math.min(a.length, b.length) - start && a.at(-1 - end) === b.at(-1 - end)) end++;
  const restA = a.slice(start, a.length - end);
  const restB = b.slice(start, b.length - end);
  const swapped = restA.length === 2 && restA[0] === restB[1] && restA[1] === restB[0];
  return swapped || Math.max(restA.length, restB.length) === 1;
}
