import { CircleAlert, CircleCheck, CirclePause, CloudOff, Loader } from 'lucide-react';
import type { Account } from '#shared/contract/accounts.ts';
import { strings } from '../../app/strings/index.ts';
import { useNow } from '../../app/useNow.ts';
import styles from './AccountState.module.css';
import { syncWords } from './sync-words.ts';

const icons = {
  starting: Loader,
  syncing: Loader,
  idle: CircleCheck,
  paused: CirclePause,
  offline: CloudOff,
  error: CircleAlert,
};

/** What an account does just now: a sign, and the truth in words. */
export function AccountState({ account }: { account: Account }) {
  const now = useNow(1000);
  const Icon = icons[account.sync.state];
  return (
    <span className={styles.state} data-state={account.sync.state}>
      <Icon aria-hidden />
      <span className="tabular">
        {account.provider === 'local' ? strings.transfers.local : syncWords(account, now)}
      </span>
    </span>
  );
}
