import { X } from 'lucide-react';
import { useEffect, useRef } from 'react';
import { undoAction } from '../app/acts.ts';
import { announce } from '../app/announce.tsx';
import { shortcutOf } from '../app/commands.ts';
import { type Toast, useApp } from '../app/store.ts';
import { strings } from '../app/strings/index.ts';
import { useNow } from '../app/useNow.ts';
import { Button } from './Button.tsx';
import { cx } from './cx.ts';
import { ErrorDetail } from './ErrorState.tsx';
import { IconButton } from './IconButton.tsx';
import { Kbd } from './Kbd.tsx';
import styles from './Toaster.module.css';
import { useRoom } from './useRoom.ts';

function ToastRow({ toast }: { toast: Toast }) {
  const dismiss = useApp((app) => app.dismissToast);
  const now = useNow(1000, toast.countdown);
  const { id, text, tone, until } = toast;

  useEffect(() => {
    announce(text, tone === 'danger' ? 'assertive' : 'polite');
  }, [text, tone]);

  useEffect(() => {
    if (until === null) return;
    const timer = setTimeout(() => dismiss(id), Math.max(0, until - Date.now()));
    return () => clearTimeout(timer);
  }, [id, until, dismiss]);

  const seconds = Math.max(0, Math.ceil(((until ?? now) - now) / 1000));
  const undoId = toast.undoActionId;
  return (
    <li className={cx(styles.toast, tone === 'danger' && styles.danger, toast.countdown && styles.held)}>
      <div className={styles.text}>
        {toast.countdown ? strings.composer.sendingIn(seconds) : text}
        {toast.error ? (
          <>
            {toast.error.advice ? <p className={styles.advice}>{toast.error.advice}</p> : null}
            <ErrorDetail error={toast.error} />
          </>
        ) : null}
      </div>
      {undoId ? (
        <Button size="small" variant="quiet" className={styles.undo} onClick={() => void undoAction(undoId)}>
          {strings.common.undo}
          <Kbd keys={shortcutOf('undo') ?? 'z'} />
        </Button>
      ) : null}
      <IconButton
        label={strings.common.dismiss}
        className={styles.close}
        icon={<X aria-hidden />}
        onClick={() => dismiss(id)}
      />
    </li>
  );
}

/** What was just done, with a way back for ten seconds. */
export function Toaster() {
  const toasts = useApp((app) => app.toasts);
  const list = useRef<HTMLOListElement>(null);
  useRoom(list, toasts);
  return (
    <section aria-label={strings.common.notices}>
      <ol ref={list} className={styles.toaster}>
        {toasts.map((toast) => (
          <ToastRow key={toast.id} toast={toast} />
        ))}
      </ol>
    </section>
  );
}
