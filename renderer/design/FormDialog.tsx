import { type ReactNode, useId } from 'react';
import type { ErrorInfo } from '#shared/contract/model.ts';
import { strings } from '../app/strings/index.ts';
import { Button } from './Button.tsx';
import { Dialog } from './Dialog.tsx';
import { ErrorBanner } from './ErrorBanner.tsx';
import styles from './overlay.module.css';

export interface FormDialogProps {
  title: string;
  save: string;
  busy: boolean;
  /** There is nothing to save yet. */
  incomplete?: boolean;
  /** Why it could not be done. */
  error: ErrorInfo | null;
  /** Deletes what is edited; without it there is nothing to delete. */
  removal?: { label: string; onRemove: () => void } | null;
  wide?: boolean;
  onSave: () => void;
  onClose: () => void;
  children: ReactNode;
}

/** A dialog in which something is made or changed, and saved by its button or by Enter. */
export function FormDialog(props: FormDialogProps) {
  const { title, save, busy, incomplete = false, error, removal, wide, onSave, onClose, children } = props;
  const id = useId();
  return (
    <Dialog
      open
      {...(wide ? { wide } : {})}
      onOpenChange={(open) => {
        if (!open) onClose();
      }}
      title={title}
      footer={
        <>
          {removal ? (
            <Button className={styles.removal} onClick={removal.onRemove}>
              {removal.label}
            </Button>
          ) : null}
          <Button onClick={onClose}>{strings.common.cancel}</Button>
          <Button variant="primary" busy={busy} disabled={incomplete} type="submit" form={id}>
            {save}
          </Button>
        </>
      }
    >
      <form
        id={id}
        className={styles.form}
        noValidate
        onSubmit={(event) => {
          event.preventDefault();
          if (!busy && !incomplete) onSave();
        }}
      >
        {children}
        {error ? (
          <div className={styles.formError} ref={(shown) => shown?.scrollIntoView({ block: 'nearest' })}>
            <ErrorBanner error={error} />
          </div>
        ) : null}
      </form>
    </Dialog>
  );
}
