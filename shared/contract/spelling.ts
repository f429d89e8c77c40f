/** Spelling: which dictionaries there are, which words they know, what they propose. */
import { z } from './zod.ts';

/** BCP 47, as a dictionary is named: "en-GB". */
export const language = z.string().min(2).max(35);
export const word = z.string().min(1).max(64);

export const MOST_LANGUAGES = 8;
export const languages = z.array(language).max(MOST_LANGUAGES);

export const dictionary = z.object({
  language,
  /** Comes with Skein, or is installed on this computer for every program. */
  origin: z.enum(['shipped', 'system']),
});

export type Dictionary = z.infer<typeof dictionary>;
