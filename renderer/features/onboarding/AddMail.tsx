import { useQueryClient } from '@tanstack/react-query';
import { type FormEvent, useEffect, useRef, useState } from 'react';
import type { ErrorInfo } from '#shared/contract/model.ts';
import { engine } from '../../app/engine.ts';
import { toErrorInfo } from '../../app/errors.ts';
import { keys } from '../../app/queryKeys.ts';
import { strings } from '../../app/strings/index.ts';
import { Button } from '../../design/Button.tsx';
import { ErrorBanner } from '../../design/ErrorBanner.tsx';
import { TextField } from '../../design/TextField.tsx';
import { useSignIn } from '../sign-in/useSignIn.ts';
import { Waiting } from '../sign-in/Waiting.tsx';
import { useAccountForms } from './account-forms.ts';
import { Checks } from './Checks.tsx';
import { Elsewhere } from './Elsewhere.tsx';
import { FoundServers } from './FoundServers.tsx';
import { MailServers } from './MailServers.tsx';
import { MailSignIn } from './MailSignIn.tsx';
import {
  looksComplete,
  type MailForm,
  type MailFormProblem,
  mailFormProblems,
  methodOf,
  toSettings,
  withAddress,
} from './mail-form.ts';
import styles from './Onboarding.module.css';
import { useDiscovery } from './useDiscovery.ts';
import { useMailTest } from './useMailTest.ts';

const words = strings.onboarding.mail;

/**
 * The address first, then what its provider needs. The servers are found meanwhile, tried one step at a time, then the
 * account is added.
 */
export function AddMail({ onBack, onAdded }: { onBack: () => void; onAdded: (accountId: string) => void }) {
  const form = useAccountForms((forms) => forms.mail);
  const { changeMail } = useAccountForms.getState();
  const discovery = useDiscovery();
  const test = useMailTest();
  const signIn = useSignIn();
  const client = useQueryClient();
  const [problems, setProblems] = useState<MailFormProblem[]>([]);
  const [serversOpen, setServersOpen] = useState(form.edited);
  const [authorityOpen, setAuthorityOpen] = useState(form.authority !== '');
  const [busy, setBusy] = useState<'looking' | 'signing-in' | 'adding' | null>(null);
  const [error, setError] = useState<ErrorInfo | null>(null);
  const checks = useRef<HTMLDivElement>(null);
  const actions = useRef<HTMLDivElement>(null);
  /** The keyboard goes on in what appears. */
  const goOn = useRef(false);
  const working = busy !== null || test.running;
  const { advice } = form;
  const provider = methodOf(form) === 'sign-in' ? advice.signIn : null;

  useEffect(() => {
    if (discovery.state === 'none' || discovery.state === 'failed') setServersOpen(true);
  }, [discovery.state]);
  useEffect(() => {
    if (discovery.begun && goOn.current) document.getElementById('mail-name')?.focus();
    goOn.current = false;
  }, [discovery.begun]);
  useEffect(() => {
    if (problems[0]) document.getElementById(`mail-${problems[0]}`)?.focus();
  }, [problems]);
  useEffect(() => {
    if (signIn.page || signIn.error) actions.current?.scrollIntoView({ block: 'nearest' });
  }, [signIn.page, signIn.error]);
  useEffect(() => {
    if (test.steps.length === 0) return;
    if (!test.running) actions.current?.scrollIntoView({ block: 'nearest' });
    checks.current?.scrollIntoView({ block: test.running ? 'nearest' : 'end' });
  }, [test.steps, test.running]);

  const submit = async (event: FormEvent) => {
    event.preventDefault();
    if (working) return;
    setError(null);
    if (!discovery.begun) {
      if (looksComplete(form.address)) goOn.current = true;
      setProblems(looksComplete(form.address) ? [] : ['address']);
      void discovery.look();
      return;
    }
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
    const credential = await credentialOf(current);
    if (!credential) return;
    const passed = await test.run((options) =>
      engine.accounts.testMail({ settings, ...credential }, options),
    );
    if (!passed) return;
    setBusy('adding');
    try {
      const { address, name } = current;
      const { id } = await engine.accounts.addMail({
        address: address.trim(),
        name: name.trim(),
        settings,
        ...credential,
      });
      await client.invalidateQueries({ queryKey: keys.accounts });
      onAdded(id);
    } catch (thrown) {
      setError(toErrorInfo(thrown));
      setBusy(null);
    }
  };
  /** What was typed, or what the provider's pages ended with; `null` when that came to nothing. */
  const credentialOf = async ({ address, advice, password }: MailForm) => {
    if (!provider || !advice.signIn) return { password };
    setBusy('signing-in');
    const grantId = await signIn.begin({ ...advice.signIn, address: address.trim() });
    setBusy(null);
    return grantId === null ? null : { password: null, grantId };
  };
  const shown = signIn.error ?? test.error ?? error;
  const goTo = (fieldId: string) => {
    setServersOpen(true);
    requestAnimationFrame(() => document.getElementById(fieldId)?.focus());
  };

  return (
    <form className={styles.form} noValidate onSubmit={submit}>
      <TextField
        id="mail-address"
        label={words.address}
        type="email"
        autoComplete="email"
        autoCapitalize="off"
        spellCheck={false}
        autoFocus
        value={form.address}
        error={problems.includes('address') ? words.addressProblem : null}
        onChange={(event) => changeMail((mail) => withAddress(mail, event.target.value))}
        onBlur={() => void discovery.look()}
        onKeyDown={(event) => {
          if (event.key !== 'Tab' || event.shiftKey || discovery.begun || !looksComplete(form.address))
            return;
          event.preventDefault();
          goOn.current = true;
          void discovery.look();
        }}
      />
      {discovery.begun ? (
        <>
          <TextField
            label={words.name}
            hint={words.nameHint}
            autoComplete="name"
            id="mail-name"
            value={form.name}
            onChange={(event) => changeMail((mail) => ({ ...mail, name: event.target.value }))}
          />
          <MailSignIn missing={problems.includes('password')} />
          <FoundServers
            state={discovery.state}
            open={serversOpen}
            onOpen={() => setServersOpen(!serversOpen)}
          />
        </>
      ) : null}
      {discovery.begun ? <Elsewhere asked={problems.includes('elsewhere')} /> : null}
      {discovery.begun && serversOpen ? (
        <MailServers
          form={form}
          problems={problems}
          authorityOpen={authorityOpen}
          onAuthorityToggle={setAuthorityOpen}
          onChange={changeMail}
        />
      ) : null}
      {provider && signIn.page ? (
        <Waiting name={provider.name} page={signIn.page} onStop={signIn.stop} />
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
        {provider && !provider.ready ? (
          <span />
        ) : (
          <Button type="submit" variant="primary" busy={working}>
            {busy === 'adding'
              ? words.adding
              : test.running
                ? words.testing
                : !discovery.begun
                  ? words.next
                  : provider
                    ? strings.signIn.with(provider.name)
                    : words.submit}
          </Button>
        )}
      </div>
    </form>
  );
}
