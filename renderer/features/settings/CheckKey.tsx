import { type FormEvent, useId, useState } from 'react';
import type { ErrorInfo } from '#shared/contract/model.ts';
import { engine } from '../../app/engine.ts';
import { toErrorInfo } from '../../app/errors.ts';
import { strings } from '../../app/strings/index.ts';
import { Banner } from '../../design/Banner.tsx';
import { Button } from '../../design/Button.tsx';
import { Dialog } from '../../design/Dialog.tsx';
import { TextArea } from '../../design/TextArea.tsx';
import styles from './Settings.module.css';

const words = strings.settings.privacy;

/** Tries an exported key on the store, before the day it is needed; a keychain that lost it has it back. */
export function CheckKey({ onClose }: { onClose: () => void }) {
  const [key, setKey] = useState('');
  const [busy, setBusy] = useState(false);
  const [opens, setOpens] = useState(false);
  const [error, setError] = useState<ErrorInfo | null>(null);
  const formId = useId();

  const submit = async (event: FormEvent) => {
    event.preventDefault();
    if (busy || key.trim() === '') return;
    setBusy(true);
    setError(null);
    setOpens(false);
    try {
      await engine.session.importKey({ key, passphrase: null });
      setOpens(true);
    } catch (thrown) {
      setError(toErrorInfo(thrown));
    } finally {
      setBusy(false);
    }
  };
  return (
    <Dialog
      open
      onOpenChange={onClose}
      title={words.checkTitle}
      description={words.checkIntro}
      footer={
        <>
          <Button onClick={onClose}>{words.done}</Button>
          <Button type="submit" form={formId} variant="primary" busy={busy} disabled={key.trim() === ''}>
            {words.check}
          </Button>
        </>
      }
    >
      <form id={formId} className={styles.dialogForm} onSubmit={submit}>
        <TextArea
          label={strings.onboarding.importKey.key}
          hint={strings.onboarding.importKey.keyHint}
          rows={3}
          autoComplete="off"
          value={key}
          onChange={(event) => {
            setKey(event.target.value);
            setOpens(false);
            setError(null);
          }}
        />
        {opens ? <Banner tone="info" live title={words.checkOpens} /> : null}
        {error ? (
          <Banner tone="danger" live title={error.message}>
            {error.advice}
          </Banner>
        ) : null}
      </form>
    </Dialog>
  );
}
