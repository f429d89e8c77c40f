import { type FormEvent, useId, useRef, useState } from 'react';
import type { Account, ErrorInfo } from '#shared/contract/model.ts';
import { displayAddress } from '../../app/displayAddress.ts';
import { engine } from '../../app/engine.ts';
import { toErrorInfo } from '../../app/errors.ts';
import { useApp } from '../../app/store.ts';
import { strings } from '../../app/strings/index.ts';
import { Banner } from '../../design/Banner.tsx';
import { Button } from '../../design/Button.tsx';
import { Dialog } from '../../design/Dialog.tsx';
import { ErrorDetail } from '../../design/ErrorState.tsx';
import { PasswordField } from '../../design/PasswordField.tsx';
import styles from './Settings.module.css';

const words = strings.settings.accounts;

/** Asks for the new password or secret of an account. */
export function ChangePassword({ account, onClose }: { account: Account; onClose: () => void }) {
  const [password, setPassword] = useState('');
  const [busy, setBusy] = useState(false);
  const [error, setError] = useState<ErrorInfo | null>(null);
  const field = useRef<HTMLInputElement>(null);
  const formId = useId();
  const mail = account.channel === 'mail';

  const submit = async (event: FormEvent) => {
    event.preventDefault();
    if (busy || password === '') return;
    setBusy(true);
    setError(null);
    try {
      await engine.accounts.changePassword({ id: account.id, password });
      useApp.getState().toast({ text: words.passwordChanged(displayAddress(account.address)) });
      onClose();
    } catch (thrown) {
      setError(toErrorInfo(thrown));
      setBusy(false);
      field.current?.focus();
    }
  };
  return (
    <Dialog
      open
      onOpenChange={(open) => {
        if (!open) onClose();
      }}
      title={mail ? words.newPassword : words.newSecret}
      description={displayAddress(account.address)}
      onOpenAutoFocus={(event) => {
        event.preventDefault();
        field.current?.focus();
      }}
      footer={
        <>
          <Button onClick={onClose}>{words.cancel}</Button>
          <Button type="submit" form={formId} variant="primary" busy={busy} disabled={password === ''}>
            {busy ? words.savingPassword : words.savePassword}
          </Button>
        </>
      }
    >
      <form id={formId} className={styles.dialogForm} onSubmit={submit}>
        <PasswordField
          ref={field}
          label={mail ? words.newPassword : words.newSecret}
          hint={words.passwordHint}
          showLabel={words.show}
          hideLabel={words.hide}
          value={password}
          onChange={(event) => setPassword(event.target.value)}
        />
        {error ? (
          <Banner tone="danger" live title={error.message}>
            <p>{error.advice}</p>
            <ErrorDetail error={error} />
          </Banner>
        ) : null}
      </form>
    </Dialog>
  );
}
