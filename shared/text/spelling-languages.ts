/** Which of several languages a text is in, by how many of its words each knows. */

/** Words below which every language counts. */
const FEW = 5;

/**
 * Of a text's distinct words those that are misspelled. `known` says of each word which languages know it, as bits of
 * `languages` languages. The language that knows most counts, and another only where it knows at least three, and a
 * third, of the words that this one does not: a German text with an English quotation is in both, but a slip in it is
 * not right because it happens to be an English word.
 */
export function misspelled(
  words: readonly string[],
  known: (word: string) => number,
  languages: number,
): string[] {
  const counting = languagesOf(words, known, languages);
  return words.filter((word) => (known(word) & counting) === 0);
}

function languagesOf(words: readonly string[], known: (word: string) => number, languages: number): number {
  const all = 2 ** languages - 1;
  if (languages < 2 || words.length < FEW) return all;
  const knows = (at: number) => words.filter((word) => known(word) & (1 << at));
  const counts = Array.from({ length: languages }, (_, at) => knows(at).length);
  const most = counts.indexOf(Math.max(...counts));
  const strange = words.filter((word) => (known(word) & (1 << most)) === 0);
  let counting = 1 << most;
  for (let at = 0; at < languages; at++) {
    const knownHere = strange.filter((word) => known(word) & (1 << at)).length;
    if (knownHere >= 3 && knownHere * 3 >= strange.length) counting |= 1 << at;
  }
  return counting;
}
