import type { Account } from '#shared/contract/accounts.ts';

/** Errors that go away only when what the account connects with is put right. */
const OF_CONNECTION =
  /^(?:login-(?:refused|expired|token-refused|client-.+)|no-secret|certificate-.+|tls-.+|not-this-protocol|not-permitted|bad-settings)$/;

/** Whether the account waits for the user to change its password, keys or servers. */
export const needsConnection = ({ sync }: Account): boolean =>
  sync.state === 'error' && OF_CONNECTION.test(sync.error?.code ?? '');
