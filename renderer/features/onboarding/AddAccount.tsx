import { useQueryClient } from '@tanstack/react-query';
import { ChevronRight, FolderInput, Mail, MessageSquare, Sparkles } from 'lucide-react';
import { type ReactNode, useEffect, useRef, useState } from 'react';
import type { ErrorInfo } from '#shared/contract/model.ts';
import { engine } from '../../app/engine.ts';
import { toErrorInfo } from '../../app/errors.ts';
import { keys } from '../../app/queryKeys.ts';
import { strings } from '../../app/strings/index.ts';
import { ErrorBanner } from '../../design/ErrorBanner.tsx';
import { openSettings } from '../settings/open-settings.ts';
import { AddMail } from './AddMail.tsx';
import { AddPhone } from './AddPhone.tsx';
import { useAccountForms } from './account-forms.ts';
import styles from './Onboarding.module.css';

const words = strings.onboarding;

function Way({
  icon,
  title,
  hint,
  busy = false,
  onClick,
}: {
  icon: ReactNode;
  title: string;
  hint: string;
  busy?: boolean;
  onClick: () => void;
}) {
  return (
    <li>
      <button type="button" className={styles.way} aria-busy={busy || undefined} onClick={onClick}>
        {icon}
        <span className={styles.wayText}>
          <span className={styles.wayTitle}>{title}</span>
          <span className={styles.note}>{hint}</span>
        </span>
        <ChevronRight aria-hidden />
      </button>
    </li>
  );
}

/**
 * Adds a mailbox, a phone number or the sample. `welcome` stands above the choice; the steps after it have their own
 * heading. `sample` offers the made-up people.
 */
export function AddAccount({
  welcome,
  sample = false,
  onAdded,
}: {
  welcome: ReactNode;
  sample?: boolean;
  onAdded: (accountId: string) => void;
}) {
  const step = useAccountForms((forms) => forms.step);
  const { goTo, reset } = useAccountForms.getState();
  const client = useQueryClient();
  const [busy, setBusy] = useState(false);
  const [error, setError] = useState<ErrorInfo | null>(null);
  const list = useRef<HTMLUListElement>(null);
  const before = useRef(step);

  useEffect(() => {
    // Back from a form: the keyboard goes on from the choices.
    if (step === 'choose' && before.current !== 'choose') list.current?.querySelector('button')?.focus();
    before.current = step;
  }, [step]);

  const added = (id: string) => {
    reset();
    onAdded(id);
  };
  const addSample = async () => {
    if (busy) return;
    setBusy(true);
    setError(null);
    try {
      const { id } = await engine.accounts.addSample({});
      await client.invalidateQueries({ queryKey: keys.accounts });
      added(id);
    } catch (thrown) {
      setError(toErrorInfo(thrown));
      setBusy(false);
    }
  };

  if (step === 'mail' || step === 'phone') {
    return (
      <>
        <h2 className={styles.title}>{words[step].title}</h2>
        {step === 'mail' ? (
          <AddMail onBack={() => goTo('choose')} onAdded={added} />
        ) : (
          <AddPhone onBack={() => goTo('choose')} onAdded={added} />
        )}
      </>
    );
  }
  return (
    <>
      {welcome}
      <ul ref={list} className={styles.ways}>
        <Way
          icon={<Mail aria-hidden />}
          title={words.welcome.mail}
          hint={words.welcome.mailHint}
          onClick={() => goTo('mail')}
        />
        <Way
          icon={<MessageSquare aria-hidden />}
          title={words.welcome.phone}
          hint={words.welcome.phoneHint}
          onClick={() => goTo('phone')}
        />
        {sample ? (
          <Way
            icon={<FolderInput aria-hidden />}
            title={words.welcome.import}
            hint={words.welcome.importHint}
            onClick={() => openSettings('transfers')}
          />
        ) : null}
        {sample ? (
          <Way
            icon={<Sparkles aria-hidden />}
            title={busy ? words.welcome.sampleBusy : words.welcome.sample}
            hint={words.welcome.sampleHint}
            busy={busy}
            onClick={() => void addSample()}
          />
        ) : null}
      </ul>
      {error ? <ErrorBanner error={error} /> : null}
    </>
  );
}
