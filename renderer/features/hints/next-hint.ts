import type { Account } from '#shared/contract/accounts.ts';
import type { Settings } from '#shared/contract/settings.ts';

export type Hint = Settings['hintsSeen'][number];

const ORDER: readonly Hint[] = ['palette', 'person', 'text'];

/** The hint to show now: the first one not seen yet that can be tried at once. */
export function nextHint(
  seen: readonly Hint[],
  now: { accounts: readonly Account[]; threadOpen: boolean; singleKeys: boolean },
): Hint | null {
  const onThread = now.threadOpen && now.singleKeys;
  const usable: Record<Hint, boolean> = {
    palette: true,
    person: onThread,
    text: onThread && now.accounts.some(({ channel }) => channel === 'sms'),
  };
  return ORDER.find((hint) => !seen.includes(hint) && usable[hint]) ?? null;
}
