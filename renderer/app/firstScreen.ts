import type { QueryClient } from '@tanstack/react-query';
import type { WindowContent } from '#shared/contract/window-content.ts';
import {
  accountsQuery,
  countsQuery,
  firstItems,
  inbox,
  sectionsQuery,
  sessionQuery,
  settingsQuery,
  threadQuery,
  threadsQuery,
} from './queries.ts';
import { partsOf } from './sections.ts';

/** Asks for all that the first screen shows at once, where each part would otherwise wait for the one around it. */
export async function askForFirstScreen(client: QueryClient): Promise<void> {
  const session = await client.fetchQuery(sessionQuery()).catch(() => null);
  if (session?.state !== 'ready') return;
  void client.prefetchQuery(accountsQuery());
  void client.prefetchQuery(settingsQuery());
  void client.prefetchQuery(countsQuery());
  const known = await client.fetchQuery(sectionsQuery()).catch(() => undefined);
  void client.prefetchQuery(threadsQuery({ ...inbox, sectionId: partsOf(known)[0] ?? null }, 0));
}

/** The same for a window that shows one thread or one draft. */
export async function askForPart(client: QueryClient, content: WindowContent): Promise<void> {
  const session = await client.fetchQuery(sessionQuery()).catch(() => null);
  if (session?.state !== 'ready') return;
  void client.prefetchQuery(accountsQuery());
  void client.prefetchQuery(settingsQuery());
  void client.prefetchQuery(sectionsQuery());
  if (content.kind === 'thread')
    void client.prefetchQuery(threadQuery(content.threadId, firstItems, content.view ?? undefined));
}
