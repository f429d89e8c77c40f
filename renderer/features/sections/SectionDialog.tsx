import { useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import type { Account } from '#shared/contract/accounts.ts';
import type { Section, SectionAbout } from '#shared/contract/sections.ts';
import { displayAddress } from '../../app/displayAddress.ts';
import { engine } from '../../app/engine.ts';
import { accountsQuery, labelsQuery } from '../../app/queries.ts';
import { keys } from '../../app/queryKeys.ts';
import { strings } from '../../app/strings/index.ts';
import { Choices } from '../../design/Choices.tsx';
import { FormDialog } from '../../design/FormDialog.tsx';
import { Select } from '../../design/Select.tsx';
import { TextField } from '../../design/TextField.tsx';
import { Conditions } from '../rules/Conditions.tsx';
import { Preview } from '../rules/Preview.tsx';
import { conditionsOf, fieldsOf } from '../rules/rule-form.ts';
import { Group } from '../settings/Setting.tsx';
import { useDialogAct } from '../settings/useDialogAct.ts';

const t = strings.sections;
const rules = strings.rules;

function startForm(section: Section | null) {
  const about = section?.about;
  return {
    name: section?.name ?? '',
    kind: about?.kind ?? ('label' as SectionAbout['kind']),
    labelId: about?.kind === 'label' && !section?.problem ? about.labelId : '',
    accountId: about?.kind === 'mail' ? about.accountId : null,
    conditions: fieldsOf(about?.kind === 'mail' ? about.conditions : null),
  };
}

/** What the form says; `null` while something is missing. */
function aboutOf({
  kind,
  labelId,
  accountId,
  conditions,
}: ReturnType<typeof startForm>): SectionAbout | null {
  if (kind === 'label') return labelId === '' ? null : { kind, labelId };
  const complete = conditionsOf({ conditions });
  return complete && { kind, accountId, conditions: complete };
}

/** Makes a part of the inbox or changes one. */
export function SectionDialog({ section, onClose }: { section: Section | null; onClose: () => void }) {
  const { data: labels = [] } = useQuery(labelsQuery());
  const { data: all = [] } = useQuery(accountsQuery());
  const accounts = all.filter(({ channel }: Account) => channel === 'mail');
  const [form, setForm] = useState(() => startForm(section));
  const [asked, setAsked] = useState(false);
  const { busy, error, perform } = useDialogAct(keys.sections, onClose);
  const set = (part: Partial<typeof form>) => setForm((before) => ({ ...before, ...part }));
  const save = () => {
    setAsked(true);
    const about = aboutOf(form);
    const name = form.name.trim();
    if (about && name !== '')
      void perform(() => engine.sections.save({ id: section?.id ?? null, name, about }));
  };
  return (
    <FormDialog
      wide
      title={section ? t.editTitle : t.newTitle}
      save={t.save}
      busy={busy}
      error={error}
      onSave={save}
      onClose={onClose}
    >
      <TextField
        label={t.name}
        value={form.name}
        maxLength={40}
        autoComplete="off"
        error={asked && form.name.trim() === '' ? t.nameMissing : null}
        onChange={(event) => set({ name: event.target.value })}
      />
      <Group title={t.about}>
        <Choices<SectionAbout['kind']>
          label={t.about}
          value={form.kind}
          options={[
            { value: 'label', label: t.abouts.label },
            { value: 'mail', label: t.abouts.mail },
          ]}
          onChange={(kind) => set({ kind })}
        />
      </Group>
      {form.kind === 'label' ? (
        <Select
          label={t.label}
          value={form.labelId}
          error={asked && form.labelId === '' ? t.labelMissing : null}
          hint={labels.length === 0 ? t.noLabels : undefined}
          options={[
            { value: '', label: t.chooseLabel },
            ...labels.map((label) => ({ value: label.id, label: label.name })),
          ]}
          onChange={(labelId) => set({ labelId })}
        />
      ) : (
        <>
          {accounts.length > 1 ? (
            <Select
              label={rules.account}
              value={form.accountId ?? ''}
              options={[
                { value: '', label: rules.allAccounts },
                ...accounts.map((one) => ({ value: one.id, label: displayAddress(one.address) })),
              ]}
              onChange={(accountId) => set({ accountId: accountId || null })}
            />
          ) : null}
          <Group title={rules.when}>
            <Conditions
              conditions={form.conditions}
              asked={asked}
              onChange={(conditions) => set({ conditions })}
            />
          </Group>
          <Group title={rules.preview}>
            <Preview accountId={form.accountId} conditions={conditionsOf(form)} />
          </Group>
        </>
      )}
    </FormDialog>
  );
}
