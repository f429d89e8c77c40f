import { useQueryClient } from '@tanstack/react-query';
import { Lock } from 'lucide-react';
import { type FormEvent, type ReactNode, useEffect, useRef, useState } from 'react';
import type { Account, Connection } from '#shared/contract/accounts.ts';
import type { ErrorInfo } from '#shared/contract/model.ts';
import { engine } from '../../app/engine.ts';
import { keys } from '../../app/queryKeys.ts';
import { strings } from '../../app/strings/index.ts';
import { Button } from '../../design/Button.tsx';
import { ErrorBanner } from '../../design/ErrorBanner.tsx';
import { TextField } from '../../design/TextField.tsx';
import { Checks } from '../onboarding/Checks.tsx';
import { MailServers } from '../onboarding/MailServers.tsx';
import { formOf, type MailFormProblem, mailFormProblems, toSettings } from '../onboarding/mail-form.ts';
import forms from '../onboarding/Onboarding.module.css';
import { useMailTest } from '../onboarding/useMailTest.ts';
import { useSignIn } from '../sign-in/useSignIn.ts';
import { Waiting } from '../sign-in/Waiting.tsx';
import { AccountSignIn } from './AccountSignIn.tsx';

const words = strings.settings.accounts;
const fields = strings.onboarding.mail;

/** Name, password and servers of a connected mailbox. Both servers are tried before anything is kept. */
export function MailConnection({
  account,
  connection,
  problem,
  onChanged,
  onCancel,
}: {
  account: Account;
  connection: Extract<Connection, { channel: 'mail' }>;
  /** What is wrong now; what an attempt says stands in its place. */
  problem: ReactNode;
  onChanged: () => void;
  onCancel: () => void;
}) {
  const [form, setForm] = useState(() => formOf(account.address, connection.name, connection.settings));
  const [problems, setProblems] = useState<MailFormProblem[]>([]);
  const [authorityOpen, setAuthorityOpen] = useState(false);
  const test = useMailTest();
  const signIn = useSignIn();
  const provider = connection.settings.signIn?.provider ?? null;
  /** Where the person is asked to sign in, for people. */
  const [asked, setAsked] = useState('');
  const [withPassword, setWithPassword] = useState(provider === null);
  const client = useQueryClient();
  const result = useRef<HTMLDivElement>(null);
  const password = useRef<HTMLInputElement>(null);
  const refused = /^(?:login-.+|no-secret)$/.test(account.sync.error?.code ?? '');
  // Who comes for a new password is not shown a page of servers.
  const [serversOpen, setServersOpen] = useState(!refused);
  const failed: ErrorInfo | null = signIn.error ?? test.error;
  const busy = test.running || signIn.page !== null;
  const done = test.steps.length > 0 && !test.running;

  // biome-ignore lint/correctness/useExhaustiveDependencies: where the keyboard begins is decided once
  useEffect(() => {
    if (refused) (password.current ?? document.getElementById('sign-in-again'))?.focus();
    else document.getElementById('mail-name')?.focus();
  }, []);
  useEffect(() => {
    if (problems[0]) document.getElementById(`mail-${problems[0]}`)?.focus();
  }, [problems]);
  useEffect(() => {
    if (test.steps.length > 0) result.current?.scrollIntoView({ block: test.running ? 'nearest' : 'end' });
  }, [test.steps, test.running]);

  const goTo = (fieldId: string) => {
    setServersOpen(true);
    requestAnimationFrame(() => document.getElementById(fieldId)?.focus());
  };
  const submit = async (event: FormEvent | null, grantId: string | null = null) => {
    event?.preventDefault();
    if (test.running) return;
    const wrong = mailFormProblems(form).filter((problem) => problem !== 'password');
    if (wrong.length > 0) setServersOpen(true);
    if (wrong.includes('authority')) setAuthorityOpen(true);
    setProblems(wrong);
    if (wrong.length > 0) return;
    const change = {
      id: account.id,
      name: form.name.trim(),
      settings: toSettings(form),
      password: form.password === '' || !withPassword ? null : form.password,
      grantId,
    };
    if (!(await test.run((options) => engine.accounts.changeMail(change, options)))) return;
    client.removeQueries({ queryKey: keys.connection(account.id) });
    await client.invalidateQueries({ queryKey: keys.accounts });
    onChanged();
  };

  const signInAt = async (to: { provider: string; name: string }) => {
    if (busy) return;
    setAsked(to.name);
    const grantId = await signIn.begin({ ...to, address: account.address });
    if (grantId !== null) await submit(null, grantId);
  };

  return (
    <form className={forms.form} noValidate onSubmit={(event) => void submit(event)}>
      {test.steps.length > 0 || failed ? null : problem}
      <TextField
        id="mail-name"
        label={fields.name}
        hint={fields.nameHint}
        autoComplete="name"
        value={form.name}
        onChange={(event) => setForm({ ...form, name: event.target.value })}
      />
      <AccountSignIn
        account={account}
        provider={provider}
        withPassword={withPassword}
        refused={refused}
        busy={busy}
        field={password}
        password={form.password}
        onPassword={(typed) => setForm({ ...form, password: typed })}
        onWithPassword={() => setWithPassword(true)}
        onSignIn={(to) => void signInAt(to)}
      />
      {signIn.page && asked ? <Waiting name={asked} page={signIn.page} onStop={signIn.stop} /> : null}
      <div className={forms.found}>
        <Lock aria-hidden />
        <span className={forms.foundText}>{fields.foundEncrypted(form.imap.host)}</span>
        <Button
          size="small"
          variant="quiet"
          aria-expanded={serversOpen}
          onClick={() => setServersOpen(!serversOpen)}
        >
          {serversOpen ? fields.hideServers : fields.change}
        </Button>
      </div>
      {serversOpen ? (
        <MailServers
          form={form}
          problems={problems}
          authorityOpen={authorityOpen}
          onAuthorityToggle={setAuthorityOpen}
          onChange={(change) => setForm(change)}
        />
      ) : null}
      <div ref={result} className={forms.form}>
        {test.steps.length > 0 ? (
          <Checks
            steps={test.steps}
            hosts={{ imap: form.imap.host, smtp: form.smtp.host }}
            onTrustAuthority={() => {
              setAuthorityOpen(true);
              goTo('mail-authority');
            }}
            onGoTo={goTo}
          />
        ) : null}
        {failed ? <ErrorBanner error={failed} /> : null}
        {done ? <p className={forms.note}>{words.nothingChanged}</p> : null}
        <div className={forms.formActions}>
          <Button onClick={onCancel}>{words.cancel}</Button>
          <Button
            type="submit"
            variant={refused && !withPassword ? 'default' : 'primary'}
            busy={test.running}
          >
            {test.running ? fields.testing : words.checkAndSave}
          </Button>
        </div>
      </div>
    </form>
  );
}
