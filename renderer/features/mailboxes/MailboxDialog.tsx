import { useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import type { Account } from '#shared/contract/accounts.ts';
import { tellBriefly } from '../../app/acts.ts';
import { displayAddress } from '../../app/displayAddress.ts';
import { engine } from '../../app/engine.ts';
import { accountsQuery } from '../../app/queries.ts';
import { keys } from '../../app/queryKeys.ts';
import { useApp } from '../../app/store.ts';
import { strings } from '../../app/strings/index.ts';
import { FormDialog } from '../../design/FormDialog.tsx';
import { Select } from '../../design/Select.tsx';
import { TextField } from '../../design/TextField.tsx';
import { useDialogAct } from '../settings/useDialogAct.ts';
import { canHaveMailboxes } from './mailbox-acts.ts';

const t = strings.mailboxes;

/** Mailboxes that another one may lie in, by their names with those around them. */
function parentsOf(account: Account | undefined) {
  const own = account?.mailboxes.filter(({ role }) => role === 'none') ?? [];
  return [
    { value: '', label: t.topLevel },
    ...own.map(({ id, inside, name }) => ({ value: id, label: t.within(t.inside([...inside, name])) })),
  ];
}

/** Makes a mailbox, or gives one another name. */
export default function MailboxDialog() {
  const overlay = useApp((app) => app.overlay);
  const close = useApp((app) => app.closeOverlay);
  const accounts = (useQuery(accountsQuery()).data ?? []).filter(canHaveMailboxes);
  const asked = overlay?.kind === 'mailbox' ? overlay : null;
  const renamed = accounts
    .flatMap(({ mailboxes }) => mailboxes)
    .find(({ id }) => asked !== null && id === asked.mailboxId);
  const [name, setName] = useState(renamed?.name ?? '');
  const [accountId, setAccountId] = useState(asked?.accountId ?? accounts[0]?.id ?? '');
  const [parentId, setParentId] = useState(asked?.parentId ?? '');
  const { busy, error, perform } = useDialogAct(keys.accounts, close);
  if (!asked || (asked.mailboxId !== null && !renamed)) return null;

  const save = async () => {
    if (renamed) {
      await engine.mailboxes.rename({ id: renamed.id, name });
      const { place, set } = useApp.getState();
      if (place.kind === 'mailbox' && place.mailboxId === renamed.id)
        set({ place: { ...place, name: name.trim() } });
      tellBriefly(t.renamed(name.trim()));
    } else {
      await engine.mailboxes.create({ accountId, name, parentId: parentId || null });
      tellBriefly(t.created(name.trim()));
    }
  };

  return (
    <FormDialog
      title={renamed ? t.renameTitle(renamed.name) : t.createTitle}
      save={renamed ? t.renameAct : t.createAct}
      incomplete={name.trim() === ''}
      busy={busy}
      error={error}
      onSave={() => void perform(save)}
      onClose={close}
    >
      <TextField
        label={t.name}
        value={name}
        autoComplete="off"
        onFocus={(event) => event.target.select()}
        onChange={(event) => setName(event.target.value)}
      />
      {!renamed && accounts.length > 1 ? (
        <Select
          label={t.account}
          value={accountId}
          options={accounts.map(({ id, address }) => ({ value: id, label: displayAddress(address) }))}
          onChange={(id) => {
            setAccountId(id);
            setParentId('');
          }}
        />
      ) : null}
      {renamed ? null : (
        <Select
          label={t.parent}
          value={parentId}
          options={parentsOf(accounts.find(({ id }) => id === accountId))}
          onChange={setParentId}
        />
      )}
    </FormDialog>
  );
}
