import { keepPreviousData, useQuery } from '@tanstack/react-query';
import type { Address } from '#shared/contract/model.ts';
import { engine } from '../../app/engine.ts';
import { keys } from '../../app/queryKeys.ts';
import { type PaletteThread, threadsOfHits, threadsOfRows } from './rank.ts';

const peopleLimit = 4;
const threadLimit = 6;
const recentLimit = 4;
/** Hits asked for: several may belong to one thread. */
const hitLimit = 24;

export interface PalettePerson extends Address {
  channel: 'mail' | 'sms';
}

interface Results {
  people: PalettePerson[];
  threads: PaletteThread[];
}

async function look(words: string): Promise<Results> {
  if (words === '') {
    const { rows } = await engine.threads.page({
      view: 'inbox',
      channel: null,
      accountId: null,
      mailboxId: null,
      labelId: null,
      sectionId: null,
      offset: 0,
      limit: recentLimit,
    });
    return { people: [], threads: threadsOfRows(rows) };
  }
  const [mail, sms, found] = await Promise.all([
    engine.people.complete({ text: words, channel: 'mail', limit: peopleLimit }),
    engine.people.complete({ text: words, channel: 'sms', limit: peopleLimit }),
    engine.search({ query: words, limit: hitLimit }),
  ]);
  return {
    people: [
      ...mail.map((person) => ({ ...person, channel: 'mail' as const })),
      ...sms.map((person) => ({ ...person, channel: 'sms' as const })),
    ],
    threads: threadsOfHits(found.hits, threadLimit),
  };
}

/** People and threads for these words; without words the newest threads of the inbox. */
export function usePaletteResults(words: string, wanted: boolean) {
  return useQuery({
    queryKey: [...keys.search, 'palette', words],
    queryFn: () => look(words),
    placeholderData: keepPreviousData,
    enabled: wanted,
  });
}
