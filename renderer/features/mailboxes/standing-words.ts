import type { Account } from '#shared/contract/accounts.ts';
import type { MailboxState } from '#shared/contract/mailboxes.ts';
import { hasServer } from '#shared/contract/providers.ts';
import { strings } from '../../app/strings/index.ts';

const words = strings.mailboxes.states;

/** How a mailbox stands, for people: what is missing and why. */
export function standingWords(account: Pick<Account, 'provider'>, mailbox: MailboxState): string {
  const { standing, partial, total, synced } = mailbox;
  const missing = Math.max(0, total - synced);
  if (!hasServer(account)) return words.local;
  switch (standing) {
    case 'working':
      return missing > 0 ? words.fetching(missing) : words.comparing;
    case 'waiting':
      return missing > 0 ? words.behind(missing) : words.waiting;
    case 'failed':
      return words.failed;
    case 'unknown':
      return words.resting;
    case 'checked':
      if (missing > 0) return words.unfetched(missing);
      return partial > 0 ? words.partial(partial) : words.complete;
  }
}
