import { tellError } from '../../app/acts.ts';
import { misspelledOf } from '../../app/spelling.ts';
import { useApp } from '../../app/store.ts';
import { strings } from '../../app/strings/index.ts';
import type { AskedMenu } from './EditMenu.tsx';
import { type Field, placeOf, selectWord, wordsFromCursor } from './words.ts';

/** Selects the next misspelled word after the cursor; null, said in words, when there is none. */
export async function nextMisspelled(field: Field): Promise<AskedMenu | null> {
  const words = wordsFromCursor(field);
  try {
    const wrong = new Set(await misspelledOf(words.map(({ word }) => word)));
    const placed = words.find(({ word }) => wrong.has(word));
    if (!placed) {
      useApp.getState().toast({ text: strings.spelling.none });
      return null;
    }
    selectWord(field, placed);
    placed.node?.parentElement?.scrollIntoView({ block: 'nearest' });
    return { field, at: placeOf(field, placed), word: placed };
  } catch (error) {
    tellError(error);
    return null;
  }
}
