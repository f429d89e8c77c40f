import { useQueryClient } from '@tanstack/react-query';
import { type FormEvent, type ReactNode, useEffect, useRef, useState } from 'react';
import type { Account, Connection } from '#shared/contract/accounts.ts';
import type { ErrorInfo } from '#shared/contract/model.ts';
import { engine } from '../../app/engine.ts';
import { toErrorInfo } from '../../app/errors.ts';
import { keys } from '../../app/queryKeys.ts';
import { needsConnection } from '../../app/repair.ts';
import { strings } from '../../app/strings/index.ts';
import { Button } from '../../design/Button.tsx';
import { ErrorBanner } from '../../design/ErrorBanner.tsx';
import { TextField } from '../../design/TextField.tsx';
import { CarrierFields } from '../onboarding/CarrierFields.tsx';
import forms from '../onboarding/Onboarding.module.css';
import {
  type PhoneFormProblem,
  phoneFormOf,
  phoneFormProblems,
  sameKey,
  toCredentials,
} from '../onboarding/phone-form.ts';

const words = strings.settings.accounts;
const fields = strings.onboarding.phone;

/** Name and carrier keys of a connected number. The carrier is asked before anything is kept. */
export function PhoneConnection({
  account,
  connection,
  problem,
  onChanged,
  onCancel,
}: {
  account: Account;
  connection: Extract<Connection, { channel: 'sms' }>;
  /** What is wrong now; what an attempt says stands in its place. */
  problem: ReactNode;
  onChanged: () => void;
  onCancel: () => void;
}) {
  const [before] = useState(() => phoneFormOf(connection.name, connection.credentials));
  const [form, setForm] = useState(before);
  const [problems, setProblems] = useState<PhoneFormProblem[]>([]);
  const [busy, setBusy] = useState(false);
  const [error, setError] = useState<ErrorInfo | null>(null);
  const client = useQueryClient();
  const actions = useRef<HTMLDivElement>(null);
  const keepsSecret = sameKey(before, form);

  useEffect(() => {
    if (problems[0]) document.getElementById(`phone-${problems[0]}`)?.focus();
  }, [problems]);

  // biome-ignore lint/correctness/useExhaustiveDependencies: where the keyboard begins is decided once
  useEffect(() => {
    if (needsConnection(account)) document.getElementById('phone-secret')?.focus();
  }, []);
  useEffect(() => {
    if (error) actions.current?.scrollIntoView({ block: 'end' });
  }, [error]);

  const submit = async (event: FormEvent) => {
    event.preventDefault();
    if (busy) return;
    const wrong = phoneFormProblems(form).filter((problem) => problem !== 'secret' || !keepsSecret);
    setProblems(wrong);
    if (wrong.length > 0) return;
    setBusy(true);
    setError(null);
    try {
      const { secret, ...credentials } = toCredentials(form);
      await engine.accounts.changeSms({
        ...credentials,
        id: account.id,
        name: form.name.trim(),
        secret: secret === '' ? null : secret,
      });
      client.removeQueries({ queryKey: keys.connection(account.id) });
      await client.invalidateQueries({ queryKey: keys.accounts });
      onChanged();
    } catch (thrown) {
      setError(toErrorInfo(thrown));
      setBusy(false);
    }
  };

  return (
    <form className={forms.form} noValidate onSubmit={submit}>
      {error ? null : problem}
      <CarrierFields
        form={form}
        problems={problems}
        {...(keepsSecret
          ? { secretHint: needsConnection(account) ? words.refusedHint : words.passwordHint }
          : {})}
        onChange={(part) => setForm({ ...form, ...part })}
      />
      <TextField
        label={fields.name}
        hint={fields.nameHint}
        autoComplete="name"
        value={form.name}
        onChange={(event) => setForm({ ...form, name: event.target.value })}
      />
      {error ? (
        <>
          <ErrorBanner error={error} />
          <p className={forms.note}>{words.nothingChanged}</p>
        </>
      ) : null}
      <div ref={actions} className={forms.formActions}>
        <Button onClick={onCancel}>{words.cancel}</Button>
        <Button type="submit" variant="primary" busy={busy}>
          {busy ? fields.finding : words.checkAndSave}
        </Button>
      </div>
    </form>
  );
}
