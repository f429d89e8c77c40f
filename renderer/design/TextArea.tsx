import { type ComponentProps, useId } from 'react';
import { cx } from './cx.ts';
import styles from './field.module.css';

export interface TextAreaProps extends ComponentProps<'textarea'> {
  label: string;
  hint?: string | undefined;
  error?: string | null | undefined;
}

/** Several lines of text with a label, a hint and an error. */
export function TextArea({ label, hint, error, className, id, ...rest }: TextAreaProps) {
  const own = useId();
  const inputId = id ?? own;
  return (
    <div className={cx(styles.field, className)}>
      <label className={styles.label} htmlFor={inputId}>
        {label}
      </label>
      <textarea
        id={inputId}
        rows={4}
        spellCheck={false}
        {...rest}
        className={cx(styles.input, styles.area)}
        aria-invalid={error ? true : undefined}
        aria-describedby={error || hint ? `${inputId}-note` : undefined}
      />
      {error || hint ? (
        <p id={`${inputId}-note`} className={error ? styles.error : styles.hint}>
          {error || hint}
        </p>
      ) : null}
    </div>
  );
}
