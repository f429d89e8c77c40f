import type { Account } from '#shared/contract/accounts.ts';
import { needsConnection } from '../../app/repair.ts';
import { strings } from '../../app/strings/index.ts';
import { Banner } from '../../design/Banner.tsx';
import { Button } from '../../design/Button.tsx';
import { ErrorDetail } from '../../design/ErrorState.tsx';
import { openConnection } from './open-settings.ts';

/** What keeps an account from being in line with its server, and the way to where that is put right. */
export function AccountProblem({ account }: { account: Account }) {
  const { error } = account.sync;
  if (!error) return null;
  return (
    <Banner
      tone="warn"
      title={error.message}
      actions={
        needsConnection(account) ? (
          <Button size="small" variant="primary" onClick={() => openConnection(account.id)}>
            {error.code === 'login-expired' ? strings.signIn.again : strings.status.repair}
          </Button>
        ) : null
      }
    >
      <p>{error.advice}</p>
      <ErrorDetail error={error} />
    </Banner>
  );
}
