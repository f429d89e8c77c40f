import type { QueryClient } from '@tanstack/react-query';
import { accountsQuery, countsQuery, inbox, sessionQuery, settingsQuery, threadsQuery } from './queries.ts';

/** Asks for all that the first screen shows at once, where each part would otherwise wait for the one around it. */
export async function askForFirstScreen(client: QueryClient): Promise<void> {
  const session = await client.fetchQuery(sessionQuery()).catch(() => null);
  if (session?.state !== 'ready') return;
  void client.prefetchQuery(accountsQuery());
  void client.prefetchQuery(settingsQuery());
  void client.prefetchQuery(countsQuery());
  void client.prefetchQuery(threadsQuery(inbox, 0));
}
