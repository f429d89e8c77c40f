import type { WayOff } from '#shared/contract/lists.ts';
import type { Thread } from '#shared/contract/threads.ts';
import { queryClient } from './queryClient.ts';
import { keys } from './queryKeys.ts';

/** The way off a list, if the mail that names it is among what the thread shows: from Junk it may show others. */
export function shownWayOff(thread: Thread, wayOff: WayOff | null | undefined): WayOff | null {
  return wayOff && thread.items.some(({ id }) => id === wayOff.messageId) ? wayOff : null;
}

/** The way off its list that the open thread offers, as far as it is known. */
export function cachedWayOff(thread: Thread | null): WayOff | null {
  return thread && shownWayOff(thread, queryClient.getQueryData<WayOff | null>(keys.wayOff(thread.id)));
}
