import type { View } from '#shared/contract/model.ts';
import type { Thread, ThreadRow } from '#shared/contract/threads.ts';
import { engine } from '../../app/engine.ts';
import { firstItems, layoutQuery, threadQuery, wayOffQuery } from '../../app/queries.ts';
import { queryClient } from '../../app/queryClient.ts';
import { outdate } from '../../app/refresher.ts';
import { opensInOriginal, prefersOriginal } from './original.ts';

/** Of a longer thread the answer itself would take a frame. */
const mostMessages = 20;

/**
 * Asks for what opening a thread asks for, so that it is there when somebody opens it; `view` as in `threadQuery`.
 * What was asked for already costs nothing. What goes wrong is left to the opening.
 */
export async function readAhead(row: ThreadRow, view: View | undefined): Promise<void> {
  if (row.messageCount > mostMessages) return;
  const query = threadQuery(row.id, firstItems, view);
  if (queryClient.getQueryState(query.queryKey)?.data !== undefined) return;
  const ask = { id: row.id, limit: firstItems, ahead: true };
  const thread = await queryClient
    .fetchQuery<Thread | null>({
      queryKey: query.queryKey,
      queryFn: () => engine.threads.get(view ? { ...ask, view } : ask),
      retry: false,
    })
    .catch(() => null);
  if (!thread) return;
  if (thread.channels.includes('mail')) void queryClient.prefetchQuery(wayOffQuery(thread.id));
  const mail = thread.items.filter((item) => item.kind === 'mail');
  // Whoever opens it asks once more, and that fetches what is still to come of it.
  if (mail.some((item) => item.bytesToCome !== null)) void outdate(queryClient, query.queryKey);
  const newest = mail.at(-1);
  if (newest && opensInOriginal(newest, prefersOriginal(thread, newest)))
    void queryClient.prefetchQuery(layoutQuery(newest.id));
}
