/** What the spelling worker is asked, one question at a time, and what it answers. */
import type { DictionaryFiles } from './dictionaries.ts';

export type SpellRequest =
  | { kind: 'known'; languages: readonly string[]; words: readonly string[] }
  | { kind: 'suggest'; languages: readonly string[]; word: string };

export interface SpellAnswers {
  known: number[];
  suggest: string[];
}

export type SpellResponse = { id: number; answer: number[] | string[] } | { id: number; failed: true };

/** What the worker is started with. */
export interface SpellWorkerData {
  dictionaries: readonly DictionaryFiles[];
}
