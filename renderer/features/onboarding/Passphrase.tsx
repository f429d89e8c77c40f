import { useQueryClient } from '@tanstack/react-query';
import { LockKeyhole } from 'lucide-react';
import { type FormEvent, useRef, useState } from 'react';
import type { ErrorInfo } from '#shared/contract/model.ts';
import { engine } from '../../app/engine.ts';
import { toErrorInfo } from '../../app/errors.ts';
import { keys } from '../../app/queryKeys.ts';
import { strings } from '../../app/strings/index.ts';
import { Banner } from '../../design/Banner.tsx';
import { Button } from '../../design/Button.tsx';
import { ErrorDetail } from '../../design/ErrorState.tsx';
import { PasswordField } from '../../design/PasswordField.tsx';
import styles from './Onboarding.module.css';
import { Strength } from './PassphraseStrength.tsx';
import { PASSPHRASE_MIN, passphraseStrength } from './passphrase.ts';

const words = strings.onboarding.passphrase;
/** Chooses the passphrase of a new store where there is no keychain, or opens a store that has one. */
export function Passphrase({ choosing, onKey }: { choosing: boolean; onKey: () => void }) {
  const client = useQueryClient();
  const [passphrase, setPassphrase] = useState('');
  const [again, setAgain] = useState('');
  const [tried, setTried] = useState(false);
  const [busy, setBusy] = useState(false);
  const [error, setError] = useState<ErrorInfo | null>(null);
  const first = useRef<HTMLInputElement>(null);
  const second = useRef<HTMLInputElement>(null);
  const short = choosing && passphraseStrength(passphrase) === 'too-short';
  const differs = choosing && again !== passphrase;

  const submit = async (event: FormEvent) => {
    event.preventDefault();
    if (busy) return;
    setTried(true);
    setError(null);
    if (short || passphrase === '') return first.current?.focus();
    if (differs) return second.current?.focus();
    setBusy(true);
    try {
      const status = await engine.session.unlock({ passphrase });
      client.setQueryData(keys.session, status);
      if (status.state !== 'ready') setBusy(false);
      await client.invalidateQueries();
    } catch (thrown) {
      setError(toErrorInfo(thrown));
      setBusy(false);
      first.current?.select();
    }
  };

  return (
    <form className={styles.form} noValidate onSubmit={submit}>
      <div>
        <LockKeyhole className={styles.lock} aria-hidden />
        <h2 className={styles.title}>{choosing ? words.chooseTitle : words.lockedTitle}</h2>
        <p className={styles.lead}>{choosing ? words.chooseIntro : words.lockedIntro}</p>
      </div>
      <div className={styles.labelled}>
        <PasswordField
          ref={first}
          label={words.label}
          showLabel={words.show}
          hideLabel={words.hide}
          autoComplete={choosing ? 'new-password' : 'current-password'}
          autoFocus
          value={passphrase}
          error={error?.message ?? (tried && short ? words.strength['too-short'](PASSPHRASE_MIN) : null)}
          onChange={(event) => {
            setPassphrase(event.target.value);
            setError(null);
          }}
        />
        {choosing && !(tried && short) ? <Strength passphrase={passphrase} /> : null}
      </div>
      {choosing ? (
        <>
          <PasswordField
            ref={second}
            label={words.again}
            showLabel={words.show}
            hideLabel={words.hide}
            autoComplete="new-password"
            value={again}
            error={tried && !short && differs ? words.differs : null}
            onChange={(event) => setAgain(event.target.value)}
          />
          <Banner tone="warn">{words.chooseWarning}</Banner>
        </>
      ) : null}
      {error ? (
        <div role="alert" className={styles.advice}>
          <p className="visually-hidden">{error.message}</p>
          <p>{error.advice}</p>
          <ErrorDetail error={error} />
        </div>
      ) : null}
      <div className={styles.formActions}>
        {!choosing || error?.code === 'key-missing' ? (
          <Button variant="quiet" onClick={onKey}>
            {words.useKey}
          </Button>
        ) : null}
        <Button type="submit" variant="primary" busy={busy}>
          {choosing ? (busy ? words.creating : words.create) : busy ? words.opening : words.open}
        </Button>
      </div>
    </form>
  );
}
