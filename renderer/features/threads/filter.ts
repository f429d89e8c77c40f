import type { Account } from '#shared/contract/accounts.ts';
import type { ThreadFilter } from '../../app/queries.ts';
import type { PlaceRef } from '../../app/store.ts';
import { strings } from '../../app/strings/index.ts';

/** What the engine is asked for in a place; null for places that list no threads. */
export function filterOf(
  place: PlaceRef,
  channel: ThreadFilter['channel'],
  sectionId: string | null,
): ThreadFilter | null {
  const base = { channel, accountId: null, mailboxId: null, labelId: null, sectionId: null };
  if (place.kind === 'view') return { ...base, view: place.view, sectionId };
  if (place.kind === 'mailbox') return { ...base, view: 'all', mailboxId: place.mailboxId };
  if (place.kind === 'account') return { ...base, view: 'all', accountId: place.accountId };
  if (place.kind === 'label') return { ...base, view: 'all', labelId: place.labelId };
  return null;
}

/** The view a thread is opened from, where it shows only a part of the thread. */
export function partView(place: PlaceRef): 'trash' | 'junk' | undefined {
  return place.kind === 'view' && (place.view === 'trash' || place.view === 'junk') ? place.view : undefined;
}

/** The name over the list; beside a place that lists no threads stands the inbox. */
export function titleOf(place: PlaceRef): string {
  if (place.kind === 'view') return strings.places[place.view];
  if (place.kind === 'mailbox' || place.kind === 'account' || place.kind === 'label') return place.name;
  return strings.places.inbox;
}

/** How much of what this place shows has arrived, or null when all of it has. */
export function partial(
  accounts: readonly Account[],
  place: PlaceRef,
): { done: number; total: number } | null {
  const boxes = accounts
    .flatMap((account) => account.mailboxes)
    .filter((box) => {
      if (place.kind === 'view') return place.view === 'all' || box.role === place.view;
      if (place.kind === 'mailbox') return box.id === place.mailboxId;
      return place.kind === 'account' && box.accountId === place.accountId;
    });
  const done = boxes.reduce((sum, box) => sum + Math.min(box.synced, box.total), 0);
  const total = boxes.reduce((sum, box) => sum + box.total, 0);
  return done < total ? { done, total } : null;
}
