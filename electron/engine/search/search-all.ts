import { hasSearchBacklog, indexGroup } from '../store/search-backlog.ts';
import type { StoreAccess } from '../store/store-access.ts';
import type { Database, Tx } from '../store/transaction.ts';
import { type SearchArgs, type SearchResult, search } from './search.ts';

export const searchCommands = { 'search.catchUp': (tx: Tx, _: null) => indexGroup(tx.db) };
export const searchQueries = { search, 'search.isBehind': (db: Database, _: null) => hasSearchBacklog(db) };

/** Searches whatever is stored: words that still wait for their place in the index are put there first. */
export async function searchAll(
  store: StoreAccess<typeof searchCommands, typeof searchQueries>,
  args: SearchArgs,
): Promise<SearchResult> {
  if (await store.read('search.isBehind', null)) while (await store.write('search.catchUp', null));
  return store.read('search', args);
}
