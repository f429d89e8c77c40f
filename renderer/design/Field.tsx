import { type ReactNode, useId } from 'react';
import { cx } from './cx.ts';
import styles from './field.module.css';

export interface FieldWords {
  label: string;
  hint?: string | undefined;
  /** What is wrong and what to do; shown below and announced. */
  error?: string | null | undefined;
}

/** What ties a control to its label and its note. */
export interface FieldControl {
  id: string;
  'aria-invalid': true | undefined;
  'aria-describedby': string | undefined;
}

/**
 * A label above, and a note below, what says its own name to assistive technology. `framed`: in the frame of an input.
 */
export function Captioned({
  label,
  hint,
  error,
  framed = false,
  children,
}: FieldWords & { framed?: boolean; children: ReactNode }) {
  return (
    <div className={styles.field}>
      <p className={styles.label} aria-hidden="true">
        {label}
      </p>
      {framed ? <div className={styles.frame}>{children}</div> : children}
      {error ? (
        <p className={styles.error} role="alert">
          {error}
        </p>
      ) : hint ? (
        <p className={styles.hint}>{hint}</p>
      ) : null}
    </div>
  );
}

/** A label, a control and the note below it: what is wrong, else the hint. */
export function Field({
  label,
  hint,
  error,
  id,
  className,
  children,
}: FieldWords & {
  id?: string | undefined;
  className?: string | undefined;
  children: (control: FieldControl) => ReactNode;
}) {
  const own = useId();
  const controlId = id ?? own;
  const note = error || hint;
  return (
    <div className={cx(styles.field, className)}>
      <label className={styles.label} htmlFor={controlId}>
        {label}
      </label>
      {children({
        id: controlId,
        'aria-invalid': error ? true : undefined,
        'aria-describedby': note ? `${controlId}-note` : undefined,
      })}
      {note ? (
        <p id={`${controlId}-note`} className={error ? styles.error : styles.hint}>
          {note}
        </p>
      ) : null}
    </div>
  );
}
