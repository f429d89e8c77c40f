import { useQuery } from '@tanstack/react-query';
import type { Account } from '#shared/contract/accounts.ts';
import { displayAddress } from '../../app/displayAddress.ts';
import { toErrorInfo } from '../../app/errors.ts';
import { connectionQuery } from '../../app/queries.ts';
import { needsConnection } from '../../app/repair.ts';
import { useApp } from '../../app/store.ts';
import { strings } from '../../app/strings/index.ts';
import { Banner } from '../../design/Banner.tsx';
import { Button } from '../../design/Button.tsx';
import { ErrorDetail, ErrorState } from '../../design/ErrorState.tsx';
import { Skeleton } from '../../design/Skeleton.tsx';
import { MailConnection } from './MailConnection.tsx';
import { PhoneConnection } from './PhoneConnection.tsx';
import styles from './Settings.module.css';

const words = strings.settings.accounts;

/** What an account connects with, to be changed: tried first, kept only when it works. */
export function AccountConnection({ account, onClose }: { account: Account; onClose: () => void }) {
  const { data: connection, error, refetch } = useQuery(connectionQuery(account.id));
  const who = displayAddress(account.address);
  const changed = () => {
    useApp.getState().toast({ text: words.changed(who) });
    onClose();
  };
  const problem =
    needsConnection(account) && account.sync.error ? (
      <Banner tone="warn" title={account.sync.error.message}>
        <p>{account.sync.error.advice}</p>
        <ErrorDetail error={account.sync.error} />
      </Banner>
    ) : null;
  const shared = { account, problem, onChanged: changed, onCancel: onClose };
  return (
    <div className={styles.adding}>
      <h3 className={styles.addTitle}>{words.connectionOf(who)}</h3>
      {error ? (
        <ErrorState
          error={toErrorInfo(error)}
          action={<Button onClick={() => void refetch()}>{strings.common.retry}</Button>}
        />
      ) : connection === undefined ? (
        <Skeleton height="12rem" />
      ) : connection.channel === 'mail' ? (
        <MailConnection {...shared} connection={connection} />
      ) : (
        <PhoneConnection {...shared} connection={connection} />
      )}
    </div>
  );
}
