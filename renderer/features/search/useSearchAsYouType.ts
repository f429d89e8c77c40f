import { useEffect } from 'react';
import { useApp } from '../../app/store.ts';

/** Long enough to skip the letters in the middle of a word, short enough to feel immediate. */
const pauseMs = 140;
/** Shorter beginnings match nearly everything; Enter still searches for them. */
const shortest = 2;

/** Searches while the user types in the search field; an emptied field leaves the results. */
export function useSearchAsYouType(): void {
  const text = useApp((app) => app.searchText);
  const query = useApp((app) => app.searchQuery);
  useEffect(() => {
    const wanted = text.trim();
    if (wanted === query.trim() || (wanted !== '' && wanted.length < shortest)) return;
    const timer = setTimeout(() => useApp.getState().runSearch(text), pauseMs);
    return () => clearTimeout(timer);
  }, [text, query]);
}
