import type { Account } from '#shared/contract/accounts.ts';
import type { Address, Channel } from '#shared/contract/model.ts';
import type { Thread } from '#shared/contract/threads.ts';
import { parsePhone } from '#shared/text/phone.ts';

/** One way a message can go out: the channel, the account, and to whom by default. */
export interface Way {
  channel: Channel;
  accountId: string;
  from: string;
  to: readonly Address[];
}

/** The ways of an answer in a thread, mail before texts, so that they stand in the same place everywhere. */
export function threadWays(thread: Pick<Thread, 'replyChannels'>): Way[] {
  return thread.replyChannels
    .map(({ channel, accountId, from, to }) => ({ channel, accountId, from, to }))
    .sort((a, b) => a.channel.localeCompare(b.channel));
}

/** The ways of a message that starts something new. */
export function newWays(accounts: readonly Account[]): Way[] {
  return accounts.map((account) => ({
    channel: account.channel,
    accountId: account.id,
    from: account.address,
    to: [],
  }));
}

/** Where national numbers are read: the country of the number texts are sent from. */
export function countryOf(accounts: readonly Account[]): string | null {
  const number = accounts.find((account) => account.channel === 'sms')?.address;
  if (!number) return null;
  const parsed = parsePhone(number, null);
  return parsed.ok ? (parsed.country ?? null) : null;
}
