import { useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import type { Account } from '#shared/contract/accounts.ts';
import type { CheckingServers } from '#shared/contract/trust.ts';
import { displayAddress } from '../../app/displayAddress.ts';
import { engine } from '../../app/engine.ts';
import { toErrorInfo } from '../../app/errors.ts';
import { checkingServersQuery } from '../../app/queries.ts';
import { keys } from '../../app/queryKeys.ts';
import { strings } from '../../app/strings/index.ts';
import { FormDialog } from '../../design/FormDialog.tsx';
import { Select } from '../../design/Select.tsx';
import { Skeleton } from '../../design/Skeleton.tsx';
import { Switch } from '../../design/Switch.tsx';
import { TextField } from '../../design/TextField.tsx';
import { useDialogAct } from './useDialogAct.ts';

const t = strings.accountOptions;

/** Choices that are no server: no name has a space. */
const AUTOMATIC = ' automatic';
const NOBODY = ' nobody';
const ANOTHER = ' another';

interface Form {
  onlySubscribed: boolean;
  /** A server that is offered, or one of the above. */
  choice: string;
  name: string;
}

function formOf(account: Account, { chosen, found }: CheckingServers): Form {
  const offered = found.some(({ server }) => server === chosen);
  const other = chosen === '' ? NOBODY : offered ? (chosen ?? AUTOMATIC) : ANOTHER;
  const choice = chosen === null ? AUTOMATIC : other;
  return { onlySubscribed: account.onlySubscribed, choice, name: chosen ?? '' };
}

function trustedServerOf({ choice, name }: Form): string | null {
  if (choice === AUTOMATIC) return null;
  if (choice === NOBODY) return '';
  return choice === ANOTHER ? name : choice;
}

function Options({
  account,
  servers,
  onClose,
}: {
  account: Account;
  servers: CheckingServers;
  onClose: () => void;
}) {
  const [form, setForm] = useState(() => formOf(account, servers));
  const [nameMissing, setNameMissing] = useState(false);
  const { busy, error, perform } = useDialogAct(keys.accounts, onClose);
  const change = (part: Partial<Form>) => setForm((before) => ({ ...before, ...part }));
  const { automatic, found, received } = servers;
  const { onlySubscribed } = form;
  const save = () => {
    const missing = form.choice === ANOTHER && form.name.trim() === '';
    setNameMissing(missing);
    if (missing) document.getElementById('trusted-server')?.focus();
    else
      void perform(() =>
        engine.accounts.setOptions({ id: account.id, onlySubscribed, trustedServer: trustedServerOf(form) }),
      );
  };
  return (
    <FormDialog
      title={t.title(displayAddress(account.address))}
      save={t.save}
      busy={busy}
      error={error}
      onSave={save}
      onClose={onClose}
    >
      <Switch
        label={t.onlySubscribed}
        hint={t.onlySubscribedHint}
        checked={onlySubscribed}
        onChange={(only) => change({ onlySubscribed: only })}
      />
      <Select
        label={t.trust}
        hint={t.trustHint}
        value={form.choice}
        options={[
          { value: AUTOMATIC, label: t.automatic(automatic) },
          ...found.map(({ server, mails }) => ({
            value: server,
            label: t.foundOn(server, mails, received),
            group: t.found,
          })),
          { value: ANOTHER, label: t.another },
          { value: NOBODY, label: t.nobody },
        ]}
        onChange={(choice) => change({ choice })}
      />
      {form.choice === ANOTHER ? (
        <TextField
          id="trusted-server"
          label={t.name}
          hint={t.nameHint}
          error={nameMissing ? t.nameMissing : undefined}
          value={form.name}
          spellCheck={false}
          autoComplete="off"
          autoFocus
          onChange={(event) => change({ name: event.target.value })}
        />
      ) : null}
    </FormDialog>
  );
}

/** What is chosen about a mail account, besides what it connects with. */
export function AccountOptionsDialog({ account, onClose }: { account: Account; onClose: () => void }) {
  const { data, error } = useQuery(checkingServersQuery(account.id));
  if (data) return <Options account={account} servers={data} onClose={onClose} />;
  return (
    <FormDialog
      title={t.title(displayAddress(account.address))}
      save={t.save}
      busy={!error}
      error={error && toErrorInfo(error)}
      onSave={() => {}}
      onClose={onClose}
    >
      <Skeleton height="8rem" />
    </FormDialog>
  );
}
