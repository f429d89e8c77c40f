import { MoreHorizontal } from 'lucide-react';
import type { Account } from '#shared/contract/accounts.ts';
import type { MailboxState } from '#shared/contract/mailboxes.ts';
import { hasServer } from '#shared/contract/providers.ts';
import { strings } from '../../app/strings/index.ts';
import { count } from '../../app/strings/plural.ts';
import { useNow } from '../../app/useNow.ts';
import { Banner } from '../../design/Banner.tsx';
import { ErrorDetail } from '../../design/ErrorState.tsx';
import { IconButton } from '../../design/IconButton.tsx';
import { Menu, MenuItem } from '../../design/Menu.tsx';
import { ProgressLine } from '../../design/ProgressLine.tsx';
import { since } from '../activity/sync-words.ts';
import styles from './MailboxTable.module.css';
import {
  askNewMailbox,
  askRemoval,
  askRename,
  canBeHidden,
  isChangeable,
  openMailbox,
  setSubscribed,
} from './mailbox-acts.ts';
import { standingWords } from './standing-words.ts';

const t = strings.mailboxes;
const { roles } = strings.activity;

const nameOf = (mailbox: MailboxState) => (mailbox.role === 'none' ? mailbox.name : roles[mailbox.role]);

function Acts({ account, mailbox }: { account: Account; mailbox: MailboxState }) {
  if (!canBeHidden(account, mailbox)) return null;
  const changeable = isChangeable(account, mailbox);
  return (
    <Menu
      align="end"
      trigger={<IconButton label={t.actsOf(nameOf(mailbox))} icon={<MoreHorizontal aria-hidden />} />}
    >
      {changeable ? (
        <>
          <MenuItem label={t.open} onSelect={() => openMailbox(mailbox)} />
          <MenuItem label={t.createInside} onSelect={() => askNewMailbox(account.id, mailbox.id)} />
          <MenuItem label={t.rename} onSelect={() => askRename(mailbox.id)} />
        </>
      ) : null}
      <MenuItem
        label={mailbox.subscribed ? t.hideElsewhere : t.showElsewhere}
        onSelect={() => void setSubscribed(mailbox, !mailbox.subscribed)}
      />
      {changeable ? <MenuItem label={t.remove} danger onSelect={() => askRemoval(mailbox.id)} /> : null}
    </Menu>
  );
}

function Row({ account, mailbox, now }: { account: Account; mailbox: MailboxState; now: number }) {
  const name = nameOf(mailbox);
  const behind = mailbox.synced < mailbox.total;
  const unknown = mailbox.checkedAt === null && mailbox.total === 0 && hasServer(account);
  return (
    <>
      <tr data-standing={mailbox.standing}>
        <th scope="row">
          {name}
          {mailbox.inside.length > 0 ? (
            <span className={styles.inside}>{t.within(t.inside(mailbox.inside))}</span>
          ) : null}
          {canBeHidden(account, mailbox) && !mailbox.subscribed ? (
            <span className={styles.inside}>{t.hiddenElsewhere}</span>
          ) : null}
        </th>
        <td className="tabular">{unknown ? t.unknown : count(mailbox.total)}</td>
        <td className="tabular">
          {count(mailbox.synced)}
          {behind ? <ProgressLine label={name} done={mailbox.synced} total={mailbox.total} /> : null}
        </td>
        {hasServer(account) ? (
          <td className="tabular">
            {mailbox.checkedAt === null ? t.notChecked : since(mailbox.checkedAt, now)}
          </td>
        ) : null}
        <td className={styles.state}>{standingWords(account, mailbox)}</td>
        <td className={styles.acts}>
          <Acts account={account} mailbox={mailbox} />
        </td>
      </tr>
      {mailbox.error ? (
        <tr className={styles.problem}>
          <td colSpan={6}>
            <Banner tone="warn" title={mailbox.error.message}>
              <p>
                {mailbox.error.advice} {mailbox.error.code === 'message-unreadable' ? null : t.retried}
              </p>
              <ErrorDetail error={mailbox.error} />
            </Banner>
          </td>
        </tr>
      ) : null}
    </>
  );
}

const roleOrder = ['inbox', 'drafts', 'sent', 'archive', 'junk', 'trash', 'all', 'none'];
const pathOf = ({ inside, name }: MailboxState) => [...inside, name].join('\n');

/** The mailboxes as the places list them, labels after them by name. */
function byRole(a: MailboxState, b: MailboxState): number {
  return roleOrder.indexOf(a.role) - roleOrder.indexOf(b.role) || pathOf(a).localeCompare(pathOf(b));
}

/** How every mailbox of an account stands: what the server has, what is here, and what keeps them apart. */
export function MailboxTable({ account }: { account: Account }) {
  const now = useNow(1000);
  return (
    <table className={styles.mailboxes}>
      <caption className="visually-hidden">{strings.activity.mailboxesOf(account.address)}</caption>
      <thead className={styles.columns}>
        <tr>
          <th scope="col">{t.mailbox}</th>
          <th scope="col">{t.onServer}</th>
          <th scope="col">{t.here}</th>
          {hasServer(account) ? <th scope="col">{t.checked}</th> : null}
          <th scope="col">{t.state}</th>
          <td />
        </tr>
      </thead>
      <tbody>
        {[...account.mailboxes].sort(byRole).map((mailbox) => (
          <Row key={mailbox.id} account={account} mailbox={mailbox} now={now} />
        ))}
      </tbody>
    </table>
  );
}
