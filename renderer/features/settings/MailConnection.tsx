import { useQuery, useQueryClient } from '@tanstack/react-query';
import { Lock } from 'lucide-react';
import { type FormEvent, useEffect, useRef, useState } from 'react';
import type { Account, Connection, ErrorInfo } from '#shared/contract/model.ts';
import { engine } from '../../app/engine.ts';
import { signInClientsQuery } from '../../app/queries.ts';
import { keys } from '../../app/queryKeys.ts';
import { strings } from '../../app/strings/index.ts';
import { Button } from '../../design/Button.tsx';
import { ErrorBanner } from '../../design/ErrorBanner.tsx';
import { PasswordField } from '../../design/PasswordField.tsx';
import { TextField } from '../../design/TextField.tsx';
import { Checks } from '../onboarding/Checks.tsx';
import { MailServers } from '../onboarding/MailServers.tsx';
import { formOf, type MailFormProblem, mailFormProblems, toSettings } from '../onboarding/mail-form.ts';
import forms from '../onboarding/Onboarding.module.css';
import { useMailTest } from '../onboarding/useMailTest.ts';
import signInStyles from '../sign-in/SignIn.module.css';
import { useSignIn } from '../sign-in/useSignIn.ts';
import { Waiting } from '../sign-in/Waiting.tsx';

const words = strings.settings.accounts;
const fields = strings.onboarding.mail;
const signInWords = strings.signIn;

/** Name, password and servers of a connected mailbox. Both servers are tried before anything is kept. */
export function MailConnection({
  account,
  connection,
  onChanged,
  onCancel,
}: {
  account: Account;
  connection: Extract<Connection, { channel: 'mail' }>;
  onChanged: () => void;
  onCancel: () => void;
}) {
  const [form, setForm] = useState(() => formOf(account.address, connection.name, connection.settings));
  const [problems, setProblems] = useState<MailFormProblem[]>([]);
  const [authorityOpen, setAuthorityOpen] = useState(false);
  const test = useMailTest();
  const signIn = useSignIn();
  const clients = useQuery(signInClientsQuery()).data;
  const provider = connection.settings.signIn?.provider ?? null;
  const name = clients?.find((one) => one.provider === provider)?.name ?? provider ?? '';
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

  const signInAgain = async () => {
    if (busy || provider === null) return;
    const grantId = await signIn.begin({ provider, name, address: account.address });
    if (grantId !== null) await submit(null, grantId);
  };

  return (
    <form className={forms.form} noValidate onSubmit={(event) => void submit(event)}>
      <TextField
        id="mail-name"
        label={fields.name}
        hint={fields.nameHint}
        autoComplete="name"
        value={form.name}
        onChange={(event) => setForm({ ...form, name: event.target.value })}
      />
      {withPassword ? (
        <PasswordField
          ref={password}
          id="mail-password"
          label={fields.password}
          hint={words.passwordHint}
          showLabel={fields.show}
          hideLabel={fields.hide}
          value={form.password}
          onChange={(event) => setForm({ ...form, password: event.target.value })}
        />
      ) : (
        <div className={signInStyles.block}>
          <p>{signInWords.signedInWith(name)}</p>
          <div className={signInStyles.acts}>
            <Button
              id="sign-in-again"
              variant={refused ? 'primary' : 'default'}
              busy={busy}
              onClick={() => void signInAgain()}
            >
              {signInWords.again}
            </Button>
            <Button variant="quiet" onClick={() => setWithPassword(true)}>
              {signInWords.passwordInstead}
            </Button>
          </div>
          {signIn.page ? <Waiting name={name} page={signIn.page} onStop={signIn.stop} /> : null}
        </div>
      )}
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
