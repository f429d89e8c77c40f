import { useQuery, useQueryClient } from '@tanstack/react-query';
import { RefreshCw, Unplug } from 'lucide-react';
import type { Account, MailboxState } from '#shared/contract/accounts.ts';
import { runCommand } from '../../app/commands.ts';
import { displayAddress } from '../../app/displayAddress.ts';
import { toErrorInfo } from '../../app/errors.ts';
import { accountsQuery, countsQuery } from '../../app/queries.ts';
import { keys } from '../../app/queryKeys.ts';
import { useApp } from '../../app/store.ts';
import { strings } from '../../app/strings/index.ts';
import { useNow } from '../../app/useNow.ts';
import { Banner } from '../../design/Banner.tsx';
import { Button } from '../../design/Button.tsx';
import { EmptyState } from '../../design/EmptyState.tsx';
import { ErrorDetail, ErrorState } from '../../design/ErrorState.tsx';
import { Page } from '../../design/Page.tsx';
import { ProgressLine } from '../../design/ProgressLine.tsx';
import { Skeleton } from '../../design/Skeleton.tsx';
import { RuleRuns } from '../rules/RuleRuns.tsx';
import { AccountProblem } from '../settings/AccountProblem.tsx';
import { openSettings } from '../settings/open-settings.ts';
import { AccountActs } from './AccountActs.tsx';
import { AccountState } from './AccountState.tsx';
import styles from './Activity.module.css';
import { since } from './sync-words.ts';

const words = strings.activity;

function mailboxName(mailbox: MailboxState): string {
  return mailbox.role === 'none' ? mailbox.name : words.roles[mailbox.role];
}

function MailboxRow({ mailbox, now }: { mailbox: MailboxState; now: number }) {
  const name = mailboxName(mailbox);
  const complete = mailbox.synced >= mailbox.total;
  const waiting = mailbox.checkedAt === null && mailbox.synced === 0;
  const state = waiting ? words.waiting : complete ? words.complete : words.coming;
  return (
    <>
      <tr>
        <th scope="row">{name}</th>
        <td className={styles.here}>
          <span className="tabular">{words.ofTotal(mailbox.synced, mailbox.total)}</span>
          {complete ? null : <ProgressLine label={name} done={mailbox.synced} total={mailbox.total} />}
        </td>
        <td className="tabular">
          {mailbox.checkedAt === null ? words.neverChecked : since(mailbox.checkedAt, now)}
        </td>
        <td>{mailbox.error ? words.problem : state}</td>
      </tr>
      {mailbox.error ? (
        <tr className={styles.problemRow}>
          <td colSpan={4}>
            <Banner tone="warn" title={mailbox.error.message}>
              <p>{mailbox.error.advice}</p>
              <ErrorDetail error={mailbox.error} />
            </Banner>
          </td>
        </tr>
      ) : null}
    </>
  );
}

const roleOrder = ['inbox', 'drafts', 'sent', 'archive', 'junk', 'trash', 'all', 'none'];

/** The mailboxes as the places list them, labels after them by name. */
function byRole(a: MailboxState, b: MailboxState): number {
  return roleOrder.indexOf(a.role) - roleOrder.indexOf(b.role) || a.name.localeCompare(b.name);
}

function AccountBlock({ account }: { account: Account }) {
  const now = useNow(1000);
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
      {account.mailboxes.length > 0 ? (
        <table className={styles.mailboxes}>
          <caption className="visually-hidden">{words.mailboxesOf(account.address)}</caption>
          <thead>
            <tr>
              <th scope="col">{words.mailbox}</th>
              <th scope="col">{words.here}</th>
              <th scope="col">{words.checkedColumn}</th>
              <th scope="col">{words.state}</th>
            </tr>
          </thead>
          <tbody>
            {[...account.mailboxes].sort(byRole).map((mailbox) => (
              <MailboxRow key={mailbox.id} mailbox={mailbox} now={now} />
            ))}
          </tbody>
        </table>
      ) : null}
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
