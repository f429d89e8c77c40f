import { useQueryClient } from '@tanstack/react-query';
import { Lock, Search, Server } from 'lucide-react';
import { type FormEvent, useEffect, useRef, useState } from 'react';
import type { ErrorInfo } from '#shared/contract/model.ts';
import { engine } from '../../app/engine.ts';
import { toErrorInfo } from '../../app/errors.ts';
import { keys } from '../../app/queryKeys.ts';
import { strings } from '../../app/strings/index.ts';
import { Button } from '../../design/Button.tsx';
import { ErrorBanner } from '../../design/ErrorBanner.tsx';
import { PasswordField } from '../../design/PasswordField.tsx';
import { TextField } from '../../design/TextField.tsx';
import { useAccountForms } from './account-forms.ts';
import { Checks } from './Checks.tsx';
import { MailServers } from './MailServers.tsx';
import { hasServers, type MailFormProblem, mailFormProblems, toSettings } from './mail-form.ts';
import styles from './Onboarding.module.css';
import { type DiscoveryState, useDiscovery } from './useDiscovery.ts';
import { useMailTest } from './useMailTest.ts';

const words = strings.onboarding.mail;

function Found({ state, open, onOpen }: { state: DiscoveryState; open: boolean; onOpen: () => void }) {
  const form = useAccountForms((forms) => forms.mail);
  const known = hasServers(form);
  const domain = form.address.split('@')[1]?.trim() ?? '';
  const line =
    state === 'finding'
      ? { icon: <Search aria-hidden />, text: words.finding }
      : known
        ? { icon: <Lock aria-hidden />, text: words.foundEncrypted(form.imap.host) }
        : state === 'none'
          ? { icon: <Server aria-hidden />, text: words.notFound(domain) }
          : state === 'failed'
            ? { icon: <Server aria-hidden />, text: words.findFailed }
            : null;
  return (
    <div className={styles.found} role="status">
      {line?.icon}
      <span className={styles.foundText}>{line?.text}</span>
      {line && state !== 'finding' ? (
        <Button size="small" variant="quiet" aria-expanded={open} onClick={onOpen}>
          {open ? words.hideServers : words.change}
        </Button>
      ) : null}
    </div>
  );
}

/** Name, address and password; the servers are found meanwhile, tried one step at a time, then the account is added. */
export function AddMail({ onBack, onAdded }: { onBack: () => void; onAdded: (accountId: string) => void }) {
  const form = useAccountForms((forms) => forms.mail);
  const { changeMail } = useAccountForms.getState();
  const discovery = useDiscovery();
  const test = useMailTest();
  const client = useQueryClient();
  const [problems, setProblems] = useState<MailFormProblem[]>([]);
  const [serversOpen, setServersOpen] = useState(form.edited);
  const [authorityOpen, setAuthorityOpen] = useState(form.authority !== '');
  const [busy, setBusy] = useState<'looking' | 'adding' | null>(null);
  const [error, setError] = useState<ErrorInfo | null>(null);
  const checks = useRef<HTMLDivElement>(null);
  const actions = useRef<HTMLDivElement>(null);
  const working = busy !== null || test.running;

  useEffect(() => {
    if (discovery.state === 'none' || discovery.state === 'failed') setServersOpen(true);
  }, [discovery.state]);
  useEffect(() => {
    if (problems[0]) document.getElementById(`mail-${problems[0]}`)?.focus();
  }, [problems]);
  useEffect(() => {
    if (test.steps.length === 0) return;
    if (!test.running) actions.current?.scrollIntoView({ block: 'nearest' });
    checks.current?.scrollIntoView({ block: test.running ? 'nearest' : 'end' });
  }, [test.steps, test.running]);

  const submit = async (event: FormEvent) => {
    event.preventDefault();
    if (working) return;
    setError(null);
    setBusy('looking');
    await discovery.look();
    setBusy(null);
    const current = useAccountForms.getState().mail;
    const wrong = mailFormProblems(current);
    if (wrong.some((problem) => /^(imap|smtp)-/.test(problem))) setServersOpen(true);
    if (wrong.includes('authority')) setAuthorityOpen(true);
    setProblems(wrong);
    if (wrong.length > 0) return;
    const settings = toSettings(current);
    const { password } = current;
    const passed = await test.run((options) => engine.accounts.testMail({ settings, password }, options));
    if (!passed) return;
    setBusy('adding');
    try {
      const { address, name } = current;
      const { id } = await engine.accounts.addMail({
        address: address.trim(),
        name: name.trim(),
        settings,
        password,
      });
      await client.invalidateQueries({ queryKey: keys.accounts });
      onAdded(id);
    } catch (thrown) {
      setError(toErrorInfo(thrown));
      setBusy(null);
    }
  };
  const shown = test.error ?? error;
  const goTo = (fieldId: string) => {
    setServersOpen(true);
    requestAnimationFrame(() => document.getElementById(fieldId)?.focus());
  };

  return (
    <form className={styles.form} noValidate onSubmit={submit}>
      <TextField
        label={words.name}
        hint={words.nameHint}
        autoComplete="name"
        autoFocus
        value={form.name}
        onChange={(event) => changeMail((mail) => ({ ...mail, name: event.target.value }))}
      />
      <TextField
        id="mail-address"
        label={words.address}
        type="email"
        autoComplete="email"
        autoCapitalize="off"
        spellCheck={false}
        value={form.address}
        error={problems.includes('address') ? words.addressProblem : null}
        onChange={(event) => changeMail((mail) => ({ ...mail, address: event.target.value }))}
        onBlur={() => void discovery.look()}
      />
      <PasswordField
        id="mail-password"
        label={words.password}
        hint={words.passwordHint}
        showLabel={words.show}
        hideLabel={words.hide}
        value={form.password}
        error={problems.includes('password') ? words.passwordProblem : null}
        onChange={(event) => changeMail((mail) => ({ ...mail, password: event.target.value }))}
      />
      <Found state={discovery.state} open={serversOpen} onOpen={() => setServersOpen(!serversOpen)} />
      {serversOpen ? (
        <MailServers
          form={form}
          problems={problems}
          authorityOpen={authorityOpen}
          onAuthorityToggle={setAuthorityOpen}
          onChange={changeMail}
        />
      ) : null}
      <div ref={checks}>
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
      </div>
      {shown ? <ErrorBanner error={shown} /> : null}
      <div ref={actions} className={styles.formActions}>
        <Button onClick={onBack}>{strings.onboarding.back}</Button>
        <Button type="submit" variant="primary" busy={working}>
          {busy === 'adding' ? words.adding : test.running ? words.testing : words.submit}
        </Button>
      </div>
    </form>
  );
}
