import { useQuery } from '@tanstack/react-query';
import { Ellipsis, Mail, MessageSquare, Plus } from 'lucide-react';
import { useState } from 'react';
import type { Account } from '#shared/contract/accounts.ts';
import { hasServer } from '#shared/contract/providers.ts';
import { displayAddress } from '../../app/displayAddress.ts';
import { accountsQuery } from '../../app/queries.ts';
import { useApp } from '../../app/store.ts';
import { strings } from '../../app/strings/index.ts';
import { Button } from '../../design/Button.tsx';
import { IconButton } from '../../design/IconButton.tsx';
import { Menu, MenuItem } from '../../design/Menu.tsx';
import { Skeleton } from '../../design/Skeleton.tsx';
import { AccountActs } from '../activity/AccountActs.tsx';
import { AccountState } from '../activity/AccountState.tsx';
import { canHaveMailboxes } from '../mailboxes/mailbox-acts.ts';
import { AddAccount } from '../onboarding/AddAccount.tsx';
import { useAccountForms } from '../onboarding/account-forms.ts';
import { SignInClients } from '../sign-in/SignInClients.tsx';
import { AccountConnection } from './AccountConnection.tsx';
import { AccountOptionsDialog } from './AccountOptionsDialog.tsx';
import { AccountProblem } from './AccountProblem.tsx';
import { openConnection, useSettingsPlace } from './open-settings.ts';
import { Group } from './Setting.tsx';
import styles from './Settings.module.css';

const words = strings.settings.accounts;
const options = strings.accountOptions;

/** What is seldom done with an account. */
function MoreAbout({ account }: { account: Account }) {
  const { goTo, showOverlay } = useApp.getState();
  const label = words.moreAbout(displayAddress(account.address));
  return (
    <Menu align="end" label={label} trigger={<IconButton label={label} icon={<Ellipsis aria-hidden />} />}>
      {account.mailboxes.length > 0 ? (
        <MenuItem label={words.mailboxes} onSelect={() => goTo({ kind: 'activity' })} />
      ) : null}
      <MenuItem
        danger
        label={words.remove}
        onSelect={() => showOverlay({ kind: 'erase', scope: { kind: 'account', id: account.id } })}
      />
    </Menu>
  );
}

function AccountRow({ account }: { account: Account }) {
  const [choosing, setChoosing] = useState(false);
  const who = displayAddress(account.address);
  const Glyph = account.channel === 'mail' ? Mail : MessageSquare;
  return (
    <li className={styles.account}>
      <div className={styles.accountHead}>
        <Glyph aria-hidden />
        <div className={styles.accountText}>
          <h3>{who}</h3>
          <AccountState account={account} />
        </div>
        <MoreAbout account={account} />
      </div>
      <AccountProblem account={account} />
      {/* biome-ignore lint/a11y/useSemanticElements: a fieldset is for form fields, these are buttons */}
      <div className={styles.acts} role="group" aria-label={words.actionsOf(who)}>
        <AccountActs account={account} />
        {hasServer(account) ? (
          <Button size="small" onClick={() => openConnection(account.id)}>
            {account.channel === 'mail' ? words.changeMail : words.changeSms}
          </Button>
        ) : null}
        {canHaveMailboxes(account) ? (
          <Button size="small" aria-label={options.openOf(who)} onClick={() => setChoosing(true)}>
            {options.open}
          </Button>
        ) : null}
      </div>
      {choosing ? <AccountOptionsDialog account={account} onClose={() => setChoosing(false)} /> : null}
    </li>
  );
}

/** The connected accounts, and the way to add one. */
export function AccountsSection() {
  const accounts = useQuery(accountsQuery()).data;
  const adding = useSettingsPlace((place) => place.adding);
  const step = useAccountForms((forms) => forms.step);
  const editing = useSettingsPlace((place) => place.editing);
  const setAdding = (next: boolean) => useSettingsPlace.setState({ adding: next });
  const edited = accounts?.find((account) => account.id === editing);

  if (edited) {
    return (
      <AccountConnection
        key={edited.id}
        account={edited}
        onClose={() => useSettingsPlace.setState({ editing: null })}
      />
    );
  }

  if (adding) {
    return (
      <div className={styles.adding}>
        <AddAccount
          sample={accounts?.every((account) => account.provider !== 'sample') ?? false}
          welcome={<h3 className={styles.addTitle}>{strings.onboarding.addAnother}</h3>}
          onAdded={() => setAdding(false)}
        />
        {step === 'choose' ? (
          <div>
            <Button
              onClick={() => {
                useAccountForms.getState().reset();
                setAdding(false);
              }}
            >
              {words.cancel}
            </Button>
          </div>
        ) : null}
      </div>
    );
  }
  return (
    <>
      <Group>
        {accounts === undefined ? (
          <>
            <Skeleton width="14rem" />
            <Skeleton width="10rem" />
          </>
        ) : accounts.length === 0 ? (
          <p className={styles.hint}>{words.empty}</p>
        ) : (
          <ul>
            {accounts.map((account) => (
              <AccountRow key={account.id} account={account} />
            ))}
          </ul>
        )}
        <div>
          <Button icon={<Plus aria-hidden />} onClick={() => setAdding(true)}>
            {words.add}
          </Button>
        </div>
      </Group>
      <Group>
        <SignInClients />
      </Group>
    </>
  );
}
