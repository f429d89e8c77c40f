import type { Account } from '#shared/contract/accounts.ts';
import type { ExportScope } from '#shared/contract/transfers.ts';
import { displayAddress } from '../../app/displayAddress.ts';
import type { PlaceRef } from '../../app/store.ts';
import { strings } from '../../app/strings/index.ts';

const words = strings.transfers.export;

export interface ExportChoice {
  scope: ExportScope;
  label: string;
  hint?: string;
}

/** What can be exported, the nearest first: the threads asked for, the place that shows, accounts, everything. */
export function exportChoices(
  asked: { threadIds: readonly string[]; place: PlaceRef | null },
  accounts: readonly Account[],
): ExportChoice[] {
  const { threadIds, place } = asked;
  const choices: ExportChoice[] = [];
  if (threadIds.length > 0)
    choices.push({ scope: { kind: 'threads', ids: [...threadIds] }, label: words.threads(threadIds.length) });
  if (place?.kind === 'view' && place.view !== 'all')
    choices.push({
      scope: { kind: 'view', view: place.view },
      label: words.place(strings.places[place.view]),
    });
  if (place?.kind === 'mailbox')
    choices.push({ scope: { kind: 'mailbox', id: place.mailboxId }, label: words.place(place.name) });
  for (const { id, address } of accounts.length > 1 ? accounts : [])
    choices.push({ scope: { kind: 'account', id }, label: words.account(displayAddress(address)) });
  choices.push({ scope: { kind: 'everything' }, label: words.everything, hint: words.everythingHint });
  return choices;
}
