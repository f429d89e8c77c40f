import type { ComponentProps } from 'react';
import { cx } from './cx.ts';
import { Field, type FieldWords } from './Field.tsx';
import styles from './field.module.css';

/** Several lines of text with a label, a hint and an error. */
export function TextArea({
  label,
  hint,
  error,
  className,
  id,
  ...rest
}: ComponentProps<'textarea'> & FieldWords) {
  return (
    <Field label={label} hint={hint} error={error} className={className} id={id}>
      {(control) => (
        <textarea
          rows={4}
          spellCheck={false}
          {...rest}
          {...control}
          className={cx(styles.input, styles.area)}
        />
      )}
    </Field>
  );
}
