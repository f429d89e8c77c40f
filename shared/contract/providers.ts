import type { Account } from './accounts.ts';

/** Whether there is a server or a carrier behind the account: neither behind the sample nor behind imported mail. */
export function hasServer({ provider }: Pick<Account, 'provider'>): boolean {
  return provider !== 'sample' && provider !== 'local';
}
