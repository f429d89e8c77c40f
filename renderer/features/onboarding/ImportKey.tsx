import { useQueryClient } from '@tanstack/react-query';
import { KeyRound } from 'lucide-react';
import { type FormEvent, useState } from 'react';
import type { ErrorInfo } from '#shared/contract/model.ts';
import { engine } from '../../app/engine.ts';
import { toErrorInfo } from '../../app/errors.ts';
import { keys } from '../../app/queryKeys.ts';
import { strings } from '../../app/strings/index.ts';
import { Button } from '../../design/Button.tsx';
import { ErrorBanner } from '../../design/ErrorBanner.tsx';
import { PasswordField } from '../../design/PasswordField.tsx';
import { TextArea } from '../../design/TextArea.tsx';
import styles from './Onboarding.module.css';
import { Strength } from './PassphraseStrength.tsx';
import { PASSPHRASE_MIN, passphraseStrength } from './passphrase.ts';

const words = strings.onboarding.importKey;
const passphraseWords = strings.onboarding.passphrase;

/**
 * Opens the store with the key that was exported, where the key or the passphrase is lost. Where no keychain can keep
 * it, a new passphrase does (`passphrase`).
 */
export function ImportKey({
  passphrase: withPassphrase,
  onBack,
}: {
  passphrase: boolean;
  onBack?: () => void;
}) {
  const client = useQueryClient();
  const [key, setKey] = useState('');
  const [passphrase, setPassphrase] = useState('');
  const [again, setAgain] = useState('');
  const [asked, setAsked] = useState(withPassphrase);
  const [tried, setTried] = useState(false);
  const [busy, setBusy] = useState(false);
  const [error, setError] = useState<ErrorInfo | null>(null);
  const short = asked && passphraseStrength(passphrase) === 'too-short';
  const differs = asked && again !== passphrase;

  const submit = async (event: FormEvent) => {
    event.preventDefault();
    if (busy) return;
    setTried(true);
    setError(null);
    if (key.trim() === '' || short || differs) return;
    setBusy(true);
    try {
      const status = await engine.session.importKey({ key, passphrase: asked ? passphrase : null });
      client.setQueryData(keys.session, status);
      await client.invalidateQueries();
    } catch (thrown) {
      const info = toErrorInfo(thrown);
      setError(info);
      setBusy(false);
      // No keychain here: a passphrase must keep it.
      if (info.code === 'keychain-unavailable') {
        setAsked(true);
        setTried(false);
      }
    }
  };
  return (
    <form className={styles.form} noValidate onSubmit={submit}>
      <div>
        <KeyRound className={styles.lock} aria-hidden />
        <h2 className={styles.title}>{onBack ? words.title : words.missingTitle}</h2>
        <p className={styles.lead}>{onBack ? words.intro : words.missingIntro}</p>
      </div>
      <TextArea
        label={words.key}
        hint={words.keyHint}
        error={tried && key.trim() === '' ? words.keyMissing : null}
        rows={3}
        autoFocus
        autoComplete="off"
        value={key}
        onChange={(event) => {
          setKey(event.target.value);
          setError(null);
        }}
      />
      {asked ? (
        <>
          <div className={styles.labelled}>
            <PasswordField
              label={words.newPassphrase}
              showLabel={passphraseWords.show}
              hideLabel={passphraseWords.hide}
              autoComplete="new-password"
              value={passphrase}
              error={tried && short ? passphraseWords.strength['too-short'](PASSPHRASE_MIN) : null}
              onChange={(event) => setPassphrase(event.target.value)}
            />
            {tried && short ? null : <Strength passphrase={passphrase} />}
          </div>
          <PasswordField
            label={passphraseWords.again}
            showLabel={passphraseWords.show}
            hideLabel={passphraseWords.hide}
            autoComplete="new-password"
            value={again}
            error={tried && !short && differs ? passphraseWords.differs : null}
            onChange={(event) => setAgain(event.target.value)}
          />
        </>
      ) : null}
      {error ? <ErrorBanner error={error} /> : null}
      <div className={styles.formActions}>
        {onBack ? <Button onClick={onBack}>{strings.onboarding.back}</Button> : null}
        <Button type="submit" variant="primary" busy={busy}>
          {busy ? passphraseWords.opening : words.open}
        </Button>
      </div>
    </form>
  );
}
