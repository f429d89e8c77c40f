/** Knows words by Hunspell dictionaries; what it loads takes tens of megabytes. */
import { readFile, stat } from 'node:fs/promises';
import type { Hunspell } from 'hunspell-wasm';
import type { DictionaryFiles } from './dictionaries.ts';
import { dictionaryText } from './dictionary-text.ts';

/** Bytes. The largest of those in use has 6 MB. */
const LARGEST = 32 * 1024 * 1024;
const MOST_SUGGESTIONS = 5;
/** Milliseconds by the clock after which Hunspell stops looking for what may be meant (`TIMELIMIT`, suggestmgr.cxx). */
const GIVES_UP_MS = 250;
const TRIES = 3;

export class Checker {
  readonly #files: ReadonlyMap<string, DictionaryFiles>;
  readonly #loaded = new Map<string, Promise<Hunspell | null>>();

  constructor(dictionaries: readonly DictionaryFiles[]) {
    this.#files = new Map(dictionaries.map((one) => [one.language, one]));
  }

  /** Of each word the languages that know it, as bits in the order of `languages`; one without a dictionary knows all. */
  async known(languages: readonly string[], words: readonly string[]): Promise<number[]> {
    const dictionaries = await this.#load(languages);
    return words.map((word) => {
      let bits = 0;
      for (const [at, dictionary] of dictionaries.entries())
        if (dictionary === null || dictionary.testSpelling(word)) bits |= 1 << at;
      return bits;
    });
  }

  /** What may be meant: the first of each language, then the second. */
  async suggest(languages: readonly string[], word: string): Promise<string[]> {
    const lists = (await this.#load(languages)).map((dictionary) =>
      dictionary ? suggestionsOf(dictionary, word) : [],
    );
    const longest = Math.max(0, ...lists.map(({ length }) => length));
    const turns = Array.from({ length: longest }, (_, turn) => lists.flatMap((list) => list[turn] ?? []));
    return [...new Set(turns.flat())].slice(0, MOST_SUGGESTIONS);
  }

  /** The dictionaries of these languages; those of others are given up. `null`: it cannot be read. */
  async #load(languages: readonly string[]): Promise<(Hunspell | null)[]> {
    for (const [language, dictionary] of this.#loaded) {
      if (languages.includes(language)) continue;
      this.#loaded.delete(language);
      (await dictionary)?.dispose();
    }
    return Promise.all(
      languages.map((language) => {
        const loaded = this.#loaded.get(language) ?? read(this.#files.get(language)).catch(() => null);
        this.#loaded.set(language, loaded);
        return loaded;
      }),
    );
  }
}

/** On a busy computer Hunspell's time is over before it has done its work: then it is asked again. */
export function suggestionsOf(
  dictionary: Pick<Hunspell, 'getSpellingSuggestions'>,
  word: string,
  now = () => performance.now(),
): string[] {
  let best: string[] = [];
  for (let tries = 0; tries < TRIES; tries++) {
    const started = now();
    const found = dictionary.getSpellingSuggestions(word);
    if (found.length > best.length) best = found;
    if (now() - started < GIVES_UP_MS) break;
  }
  return best;
}

async function read(files: DictionaryFiles | undefined): Promise<Hunspell | null> {
  if (!files) return null;
  for (const path of [files.affixes, files.words]) if ((await stat(path)).size > LARGEST) return null;
  const { createHunspellFromStrings } = await import('hunspell-wasm');
  const text = dictionaryText(await readFile(files.affixes), await readFile(files.words));
  return createHunspellFromStrings(text.affixes, text.words);
}
