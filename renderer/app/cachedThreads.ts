/** What the window knows of threads already, without asking the engine. */
import type { Thread, ThreadRow } from '#shared/contract/threads.ts';
import { queryClient } from './queryClient.ts';
import { keys } from './queryKeys.ts';

/** A thread on screen, as far as it is loaded. */
export function cachedThread(id: string | null): Thread | null {
  if (!id) return null;
  const shown = { queryKey: keys.thread(id), type: 'active' } as const;
  for (const [, data] of queryClient.getQueriesData<Thread | null>(shown)) {
    if (data) return data;
  }
  return null;
}

/** A thread's row in any list, or the thread itself. */
export function cachedRow(id: string): ThreadRow | null {
  for (const [, data] of queryClient.getQueriesData<{ rows: ThreadRow[] }>({ queryKey: keys.threads })) {
    const row = data?.rows.find((entry) => entry.id === id);
    if (row) return row;
  }
  return cachedThread(id);
}
