/** Hunspell dictionaries as UTF-8, whatever they are written in: the checker speaks nothing else. */

/** Encodings by Hunspell's own names where the platform's differ. */
const ENCODINGS: Readonly<Record<string, string>> = {
  'microsoft-cp1251': 'windows-1251',
  'TIS620-2533': 'windows-874',
};

/** Throws RangeError for an encoding that the platform does not know. */
export function dictionaryText(affixes: Uint8Array, words: Uint8Array): { affixes: string; words: string } {
  const [, named = 'ISO8859-1'] = /^SET\s+(\S+)/m.exec(Buffer.from(affixes).toString('latin1')) ?? [];
  if (/^utf-?8$/i.test(named)) return { affixes: utf8(affixes), words: utf8(words) };
  const decoder = new TextDecoder(ENCODINGS[named] ?? named.replace(/^ISO8859/i, 'iso-8859'));
  const text = decoder.decode(affixes).replace(/^SET\s.*$/m, '');
  // A flag is one byte there; as UTF-8 it may be two.
  const flags = /^FLAG\s/m.test(text) ? '' : 'FLAG UTF-8\n';
  return { affixes: `SET UTF-8\n${flags}${text}`, words: decoder.decode(words) };
}

const utf8 = (bytes: Uint8Array) => new TextDecoder().decode(bytes);
