import { useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import type { Account } from '#shared/contract/accounts.ts';
import type { ErrorInfo } from '#shared/contract/model.ts';
import type { Rule, RuleSuggestion } from '#shared/contract/rules.ts';
import { tellBriefly, tellError } from '../../app/acts.ts';
import { displayAddress } from '../../app/displayAddress.ts';
import { engine } from '../../app/engine.ts';
import { toErrorInfo } from '../../app/errors.ts';
import { accountsQuery, ruleSuggestionQuery, rulesQuery } from '../../app/queries.ts';
import { useApp } from '../../app/store.ts';
import { strings } from '../../app/strings/index.ts';
import { Dialog } from '../../design/Dialog.tsx';
import { ErrorBanner } from '../../design/ErrorBanner.tsx';
import { FormDialog } from '../../design/FormDialog.tsx';
import { Select } from '../../design/Select.tsx';
import { Switch } from '../../design/Switch.tsx';
import { TextField } from '../../design/TextField.tsx';
import { Group } from '../settings/Setting.tsx';
import { Conditions } from './Conditions.tsx';
import { LabelsField } from './LabelsField.tsx';
import { MoveField } from './MoveField.tsx';
import { Preview } from './Preview.tsx';
import { conditionsOf, draftOf, type RuleForm, startForm } from './rule-form.ts';

const words = strings.rules;

/** Does what a rule says to what is in the inbox, and offers to take it back. */
async function applyNow(id: string): Promise<void> {
  try {
    const done = await engine.rules.apply({ id });
    if (done) useApp.getState().toast({ text: done.title, undoActionId: done.actionId });
    else tellBriefly(words.nothingApplied);
  } catch (error) {
    tellError(error);
  }
}

interface FormProps {
  rule: Rule | null;
  suggestion: RuleSuggestion | null;
  accounts: Account[];
  onClose: () => void;
}

function Form({ rule, suggestion, accounts, onClose }: FormProps) {
  const [form, setForm] = useState<RuleForm>(() => startForm(rule, suggestion, accounts));
  const [now, setNow] = useState(false);
  const [asked, setAsked] = useState(false);
  const [busy, setBusy] = useState(false);
  const [error, setError] = useState<ErrorInfo | null>(null);
  const set = (part: Partial<RuleForm>) => setForm((before) => ({ ...before, ...part }));
  const account = accounts.find(({ id }) => id === form.accountId);
  const idle = form.move === 'stay' && !form.markRead && !form.star && form.labelIds.length === 0;

  const save = async () => {
    setAsked(true);
    const draft = draftOf(form);
    if (!draft) return;
    setBusy(true);
    setError(null);
    try {
      const { id } = await engine.rules.save({ id: rule?.id ?? null, rule: draft });
      onClose();
      if (now) await applyNow(id);
      else tellBriefly(words.saved(draft.name));
    } catch (thrown) {
      setError(toErrorInfo(thrown));
      setBusy(false);
    }
  };

  return (
    <FormDialog
      wide
      title={rule ? words.editTitle : words.newTitle}
      save={words.save}
      busy={busy}
      error={error}
      onSave={() => void save()}
      onClose={onClose}
    >
      <TextField
        label={words.name}
        value={form.name}
        maxLength={100}
        autoComplete="off"
        error={asked && form.name.trim() === '' ? words.nameMissing : null}
        onChange={(event) => set({ name: event.target.value })}
      />
      {accounts.length > 1 ? (
        <Select
          label={words.account}
          value={form.accountId ?? ''}
          options={[
            { value: '', label: words.allAccounts },
            ...accounts.map(({ id, address }) => ({ value: id, label: displayAddress(address) })),
          ]}
          onChange={(id) =>
            set({
              accountId: id || null,
              // A mailbox of another account is none to choose any more.
              move: account?.mailboxes.some((one) => one.id === form.move) ? 'archive' : form.move,
            })
          }
        />
      ) : null}
      <Group title={words.when}>
        <Conditions
          conditions={form.conditions}
          asked={asked}
          onChange={(conditions) => set({ conditions })}
        />
      </Group>
      <Group title={words.do}>
        <MoveField
          account={account ?? null}
          several={accounts.length > 1}
          move={form.move}
          error={asked && idle ? words.nothingToDo : null}
          onChange={(move) => set({ move })}
        />
        <LabelsField chosen={form.labelIds} onChange={(labelIds) => set({ labelIds })} />
        <Switch label={words.markRead} checked={form.markRead} onChange={(markRead) => set({ markRead })} />
        <Switch label={words.star} checked={form.star} onChange={(star) => set({ star })} />
        <Switch
          label={words.stop}
          hint={words.stopHint}
          checked={form.stop}
          onChange={(stop) => set({ stop })}
        />
      </Group>
      <Group title={words.preview}>
        <Preview accountId={form.accountId} conditions={conditionsOf(form)} />
        <Switch label={words.now} hint={words.nowHint} checked={now} onChange={setNow} />
      </Group>
    </FormDialog>
  );
}

function Loaded({
  ruleId,
  threadId,
  onClose,
}: {
  ruleId: string | null;
  threadId: string | null;
  onClose: () => void;
}) {
  const accounts = useQuery(accountsQuery());
  const rules = useQuery(rulesQuery());
  const suggestion = useQuery(ruleSuggestionQuery(threadId));
  const error = accounts.error ?? rules.error ?? suggestion.error;
  if (error)
    return (
      <Dialog open onOpenChange={onClose} title={words.newTitle}>
        <ErrorBanner error={toErrorInfo(error)} />
      </Dialog>
    );
  if (!accounts.data || !rules.data || (threadId !== null && suggestion.data === undefined)) return null;
  return (
    <Form
      rule={rules.data.find(({ id }) => id === ruleId) ?? null}
      suggestion={suggestion.data ?? null}
      accounts={accounts.data.filter(({ channel, provider }) => channel === 'mail' && provider !== 'local')}
      onClose={onClose}
    />
  );
}

/** Makes a rule or changes one, and shows meanwhile what it would have hit. */
export default function RuleDialog() {
  const overlay = useApp((app) => app.overlay);
  const close = useApp((app) => app.closeOverlay);
  return overlay?.kind === 'rule' ? (
    <Loaded ruleId={overlay.ruleId} threadId={overlay.threadId} onClose={close} />
  ) : null;
}
