import { type ComponentProps, forwardRef } from 'react';
import { Field, type FieldWords } from './Field.tsx';
import styles from './field.module.css';

export type TextFieldProps = ComponentProps<'input'> & FieldWords;

/** A one-line input with its label, hint and error. */
export const TextField = forwardRef<HTMLInputElement, TextFieldProps>(function TextField(
  { label, hint, error, className, id, ...rest },
  ref,
) {
  return (
    <Field label={label} hint={hint} error={error} className={className} id={id}>
      {(control) => <input ref={ref} {...rest} {...control} className={styles.input} />}
    </Field>
  );
});
