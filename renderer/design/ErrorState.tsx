import { ChevronRight, CircleAlert } from 'lucide-react';
import { type ReactNode, useState } from 'react';
import type { ErrorInfo } from '#shared/contract/model.ts';
import { strings } from '../app/strings/index.ts';
import { Button } from './Button.tsx';
import styles from './state.module.css';

/** The server's own words and the stable code, folded, with a way to copy them. */
export function ErrorDetail({ error }: { error: ErrorInfo }) {
  const [open, setOpen] = useState(false);
  const text = [error.code, error.message, error.detail].filter(Boolean).join('\n');
  return (
    <div className={styles.detail}>
      <button
        type="button"
        className={styles.detailToggle}
        aria-expanded={open}
        onClick={() => setOpen((before) => !before)}
      >
        <ChevronRight aria-hidden />
        {strings.error.details}
      </button>
      {open ? (
        <>
          <div className={styles.detailText} data-selectable="">
            {error.detail ? `${error.code}\n${error.detail}` : error.code}
          </div>
          <Button size="small" variant="quiet" onClick={() => void navigator.clipboard.writeText(text)}>
            {strings.error.copyDetails}
          </Button>
        </>
      ) : null}
    </div>
  );
}

/** What happened, what you can do, and the details in a fold. */
export function ErrorState({ error, action }: { error: ErrorInfo; action?: ReactNode }) {
  return (
    <div className={styles.state} role="alert">
      <CircleAlert aria-hidden />
      <p className={styles.stateTitle}>{error.message}</p>
      {error.advice ? <p className={styles.stateText}>{error.advice}</p> : null}
      {action ? <div className={styles.actions}>{action}</div> : null}
      <ErrorDetail error={error} />
    </div>
  );
}
