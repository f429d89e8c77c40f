/** Shortest passphrase accepted: the store can be attacked offline, so there is no lock-out to lean on. */
export const PASSPHRASE_MIN = 12;

export type PassphraseStrength = 'too-short' | 'weak' | 'fair' | 'good' | 'strong';

/** Bits granted to one word of a phrase: a list of 2,048 words, the smallest in common use. */
const BITS_PER_WORD = 11;

/**
 * A hint, not a promise: the fewest bits among the ways a guesser would go at it (words, then characters), with
 * repeats and runs like `abcd` or `1111` counted once.
 */
export function passphraseStrength(passphrase: string): PassphraseStrength {
  const characters = [...passphrase.normalize('NFC')];
  if (characters.length < PASSPHRASE_MIN) return 'too-short';
  const bits = Math.min(characterBits(characters), wordBits(passphrase) ?? Number.POSITIVE_INFINITY);
  if (bits < 36) return 'weak';
  if (bits < 48) return 'fair';
  return bits < 64 ? 'good' : 'strong';
}

function characterBits(characters: string[]): number {
  const counted = characters.filter((character, at) => {
    const step = character.codePointAt(0)! - (characters[at - 1]?.codePointAt(0) ?? Number.NaN);
    return !(Math.abs(step) <= 1);
  });
  const distinct = new Set(counted).size;
  const text = characters.join('');
  let pool = 0;
  if (/\p{Ll}|\p{Lo}/u.test(text)) pool += 26;
  if (/\p{Lu}/u.test(text)) pool += 26;
  if (/\p{N}/u.test(text)) pool += 10;
  if (/[^\p{L}\p{N}]/u.test(text)) pool += 20;
  const varied = Math.min(1, (distinct * 1.6) / Math.max(1, counted.length));
  // Typed by a person, not drawn by a machine: two thirds of the pool's entropy at best.
  return counted.length * Math.log2(Math.max(2, pool)) * varied * 0.66;
}

function wordBits(passphrase: string): number | null {
  const words = passphrase
    .toLowerCase()
    .split(/[^\p{L}]+/u)
    .filter((word) => word.length > 2);
  const lettersOnly = words.join('').length >= passphrase.replace(/[\s\-_.]/g, '').length * 0.8;
  if (!lettersOnly || words.length === 0) return null;
  return new Set(words).size * BITS_PER_WORD + 3;
}
