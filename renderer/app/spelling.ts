/** Which words of a text are misspelled: each is asked of the engine's dictionaries once. */
import type { Dictionary } from '#shared/contract/spelling.ts';
import { misspelled } from '#shared/text/spelling-languages.ts';
import { engine } from './engine.ts';
import { dictionariesQuery, settingsQuery } from './queries.ts';
import { queryClient } from './queryClient.ts';

const mostAtOnce = 5000;
const longestWord = 64;

let languages: readonly string[] = [];
/** Of each word the languages that know it. */
let known = new Map<string, number>();

/** The dictionaries for these languages of the system, each found exactly or by its language alone. */
export function automaticLanguages(dictionaries: readonly Dictionary[], system: readonly string[]): string[] {
  const tags = dictionaries.map(({ language }) => language);
  const found = system.flatMap((tag) => {
    const [primary = ''] = tag.split('-');
    if (tags.includes(tag)) return tag;
    // A system without a language calls it "C".
    if (!/^[a-z]{2,3}$/i.test(primary)) return [];
    // English of no country is that of the United States, as Portuguese is that of Brazil.
    const likely = new Intl.Locale(primary).maximize().region;
    return (
      [`${primary}-${likely}`, primary].find((one) => tags.includes(one)) ??
      tags.find((one) => one.startsWith(`${primary}-`)) ??
      []
    );
  });
  return [...new Set(found)].slice(0, 8);
}

/** The languages that are checked; none when spelling is switched off. */
export async function spellingLanguages(): Promise<readonly string[]> {
  const { spellcheck, spellingLanguages: chosen } = await queryClient.fetchQuery({
    ...settingsQuery(),
    staleTime: Number.POSITIVE_INFINITY,
  });
  if (!spellcheck) return [];
  const dictionaries = await queryClient.fetchQuery(dictionariesQuery());
  const there = chosen.filter((tag) => dictionaries.some(({ language }) => language === tag));
  return there.length > 0 ? there : automaticLanguages(dictionaries, navigator.languages);
}

/** What no dictionary has to know: abbreviations, and words with figures. */
const isWord = (word: string) =>
  word.length <= longestWord && !/\p{N}/u.test(word) && (word.length < 2 || word !== word.toUpperCase());

/** Those of a text's words that are misspelled. Rejects with what the engine rejects with. */
export async function misspelledOf(all: readonly string[]): Promise<string[]> {
  const now = await spellingLanguages();
  if (now.join() !== languages.join()) {
    languages = now;
    known = new Map();
  }
  const words = [...new Set(all)].filter(isWord);
  if (languages.length === 0 || words.length === 0) return [];
  const cache = known;
  const unknown = words.filter((word) => !cache.has(word)).slice(0, mostAtOnce);
  if (unknown.length > 0) {
    const { bits } = await engine.spelling.known({ languages: [...languages], words: unknown });
    for (const [at, word] of unknown.entries()) cache.set(word, bits[at] ?? 0);
  }
  const looked = words.filter((word) => cache.has(word));
  return misspelled(looked, (word) => cache.get(word) ?? 0, languages.length);
}

const listeners = new Set<() => void>();

/** Calls back whenever a dictionary or a choice is another, so that what is marked is looked at anew. */
export function onSpellingChange(listener: () => void): () => void {
  listeners.add(listener);
  return () => listeners.delete(listener);
}

/** A dictionary or a choice is another. */
export function checkAgain(): void {
  known = new Map();
  for (const listener of listeners) listener();
}

/** Shows the next misspelled word; false when nothing is being written. */
type ShowNext = () => boolean;
let showNext: ShowNext | null = null;

export function listenForSpelling(listener: ShowNext): () => void {
  showNext = listener;
  return () => {
    if (showNext === listener) showNext = null;
  };
}

/** Goes to the next misspelled word of what is written; false when nothing is. */
export const nextMisspelling = (): boolean => showNext?.() ?? false;
