/** Who checks the senders of an account's mail, for the person who looks at its options. */
import { getAccount } from '#engine/store/repositories/accounts.ts';
import type { Database } from '#engine/store/transaction.ts';
import type { CheckingServers } from '#shared/contract/trust.ts';
import { serversOnTop } from './stored-claims.ts';
import { TrustedServers } from './trusted-servers.ts';

/** Names told at most. */
const MOST = 6;

export function checkingServers(db: Database, accountId: string): CheckingServers {
  const { received, found } = serversOnTop(db, accountId);
  const automatic = new TrustedServers(db, accountId, 'found');
  const learned = found.filter((each) => automatic.believes(each)).map(({ server }) => server);
  const known = automatic.known?.map((name) => name.replace(/^\./, '')) ?? learned;
  return {
    chosen: getAccount(db, accountId)?.trustedServer ?? null,
    automatic: known.slice(0, MOST),
    found: found.slice(0, MOST).map(({ server, mails }) => ({ server, mails })),
    received,
  };
}

/**
 * The name as servers write it (authserv-id, RFC 8601 section 2.5); empty for nobody's. `null`: it cannot be one.
 */
export function checkedServerName(typed: string): string | null {
  const name = typed.trim().toLowerCase().replace(/\.$/, '');
  return name === '' || /^[a-z0-9_](?:[a-z0-9._-]{0,251}[a-z0-9])?$/.test(name) ? name : null;
}
