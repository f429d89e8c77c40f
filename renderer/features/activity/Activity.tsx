import { useQuery, useQueryClient } from '@tanstack/react-query';
import { FolderPlus, RefreshCw, Unplug } from 'lucide-react';
import type { Account } from '#shared/contract/accounts.ts';
import { runCommand } from '../../app/commands.ts';
import { displayAddress } from '../../app/displayAddress.ts';
import { toErrorInfo } from '../../app/errors.ts';
import { accountsQuery, countsQuery } from '../../app/queries.ts';
import { keys } from '../../app/queryKeys.ts';
import { useApp } from '../../app/store.ts';
import { strings } from '../../app/strings/index.ts';
import { Banner } from '../../design/Banner.tsx';
import { Button } from '../../design/Button.tsx';
import { EmptyState } from '../../design/EmptyState.tsx';
import { ErrorState } from '../../design/ErrorState.tsx';
import { Page } from '../../design/Page.tsx';
import { ProgressLine } from '../../design/ProgressLine.tsx';
import { Skeleton } from '../../design/Skeleton.tsx';
import { MailboxTable } from '../mailboxes/MailboxTable.tsx';
import { askNewMailbox, canHaveMailboxes } from '../mailboxes/mailbox-acts.ts';
import { RuleRuns } from '../rules/RuleRuns.tsx';
import { AccountProblem } from '../settings/AccountProblem.tsx';
import { openSettings } from '../settings/open-settings.ts';
import { AccountActs } from './AccountActs.tsx';
import { AccountState } from './AccountState.tsx';
import styles from './Activity.module.css';
import { Rereading } from './Rereading.tsx';

const words = strings.activity;

function AccountBlock({ account }: { account: Account }) {
  const { sync } = account;
  return (
    <section className={styles.account} aria-label={account.address}>
      <div className={styles.head}>
        <div className={styles.who}>
          <h3>{displayAddress(account.address)}</h3>
          <AccountState account={account} />
        </div>
        <div className={styles.acts}>
          <AccountActs account={account} />
          {canHaveMailboxes(account) ? (
            <Button size="small" icon={<FolderPlus aria-hidden />} onClick={() => askNewMailbox(account.id)}>
              {strings.mailboxes.create}
            </Button>
          ) : null}
        </div>
      </div>
      {sync.state === 'syncing' && sync.total > 0 ? (
        <ProgressLine
          label={words.syncing(sync.done, sync.total, sync.what)}
          done={sync.done}
          total={sync.total}
        />
      ) : null}
      {sync.state === 'offline' ? <p className={styles.note}>{words.offlineNote}</p> : null}
      <AccountProblem account={account} />
      {account.mailboxes.length > 0 ? <MailboxTable account={account} /> : null}
    </section>
  );
}

/** What Skein does with every account and mailbox: how far, when last, and what went wrong. */
export default function Activity() {
  const accounts = useQuery(accountsQuery());
  const counts = useQuery(countsQuery());
  const goTo = useApp((app) => app.goTo);
  const client = useQueryClient();
  const waiting = counts.data?.outbox ?? 0;
  return (
    <Page
      title={words.title}
      intro={words.intro}
      actions={
        accounts.data && accounts.data.length > 0 ? (
          <Button icon={<RefreshCw aria-hidden />} onClick={() => runCommand('sync-now')}>
            {words.checkAll}
          </Button>
        ) : null
      }
    >
      {waiting > 0 ? (
        <div className={styles.waiting}>
          <Banner
            title={words.waitingActions(waiting)}
            actions={
              <Button size="small" onClick={() => goTo({ kind: 'outbox' })}>
                {words.openOutbox}
              </Button>
            }
          />
        </div>
      ) : null}
      <Rereading />
      {accounts.error ? (
        <ErrorState
          error={toErrorInfo(accounts.error)}
          action={
            <Button onClick={() => void client.invalidateQueries({ queryKey: keys.accounts })}>
              {strings.common.retry}
            </Button>
          }
        />
      ) : accounts.data === undefined ? (
        <div className={styles.loading}>
          <Skeleton width="14rem" />
          <Skeleton height="6rem" />
        </div>
      ) : accounts.data.length === 0 ? (
        <EmptyState
          icon={<Unplug aria-hidden />}
          title={words.empty}
          action={
            <Button variant="primary" onClick={() => openSettings('accounts', { adding: true })}>
              {words.addAccount}
            </Button>
          }
        >
          {words.emptyHint}
        </EmptyState>
      ) : (
        accounts.data.map((account) => <AccountBlock key={account.id} account={account} />)
      )}
      <RuleRuns />
    </Page>
  );
}
