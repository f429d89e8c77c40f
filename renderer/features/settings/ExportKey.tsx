import { useState } from 'react';
import type { ErrorInfo } from '#shared/contract/model.ts';
import { announce } from '../../app/announce.tsx';
import { engine } from '../../app/engine.ts';
import { toErrorInfo } from '../../app/errors.ts';
import { strings } from '../../app/strings/index.ts';
import { Banner } from '../../design/Banner.tsx';
import { Button } from '../../design/Button.tsx';
import { Dialog } from '../../design/Dialog.tsx';
import { ErrorBanner } from '../../design/ErrorBanner.tsx';
import styles from './Settings.module.css';

const words = strings.settings.privacy;

/** Shows the key of the store after a warning; it is asked for only on the press and forgotten on closing. */
export function ExportKey({ onClose }: { onClose: () => void }) {
  const [key, setKey] = useState<string | null>(null);
  const [busy, setBusy] = useState(false);
  const [copied, setCopied] = useState(false);
  const [error, setError] = useState<ErrorInfo | null>(null);

  const reveal = async () => {
    setBusy(true);
    setError(null);
    try {
      setKey((await engine.session.exportKey({})).key);
    } catch (thrown) {
      setError(toErrorInfo(thrown));
    } finally {
      setBusy(false);
    }
  };
  const copy = async () => {
    await navigator.clipboard.writeText(key ?? '');
    setCopied(true);
    announce(words.copied);
  };
  return (
    <Dialog
      open
      onOpenChange={(open) => {
        if (!open) onClose();
      }}
      title={words.exportTitle}
      description={words.exportUse}
      footer={<Button onClick={onClose}>{words.done}</Button>}
    >
      <div className={styles.dialogForm}>
        <Banner tone="warn">{words.exportWarning}</Banner>
        {key ? (
          <>
            <output className={styles.key} aria-label={words.keyLabel} data-selectable="">
              {key.match(/.{1,8}/g)?.join(' ')}
            </output>
            <div className={styles.acts}>
              <Button onClick={() => void copy()}>{copied ? words.copied : words.copyKey}</Button>
              <Button variant="quiet" onClick={() => setKey(null)}>
                {words.conceal}
              </Button>
            </div>
          </>
        ) : (
          <div>
            <Button busy={busy} onClick={() => void reveal()}>
              {busy ? words.revealing : words.reveal}
            </Button>
          </div>
        )}
        {error ? <ErrorBanner error={error} /> : null}
      </div>
    </Dialog>
  );
}
