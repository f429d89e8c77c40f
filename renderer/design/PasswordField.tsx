import { Eye, EyeOff } from 'lucide-react';
import { type ComponentProps, forwardRef, type KeyboardEvent, useId, useState } from 'react';
import { strings } from '../app/strings/index.ts';
import { cx } from './cx.ts';
import styles from './field.module.css';
import { IconButton } from './IconButton.tsx';

export interface PasswordFieldProps extends Omit<ComponentProps<'input'>, 'type'> {
  label: string;
  hint?: string | undefined;
  /** What is wrong and what to do; shown below and announced. */
  error?: string | null | undefined;
  /** Name of the button that shows what is typed. */
  showLabel: string;
  hideLabel: string;
}

/** A secret with a button to look at it. Pasting is allowed; a caps lock that is on is said. */
export const PasswordField = forwardRef<HTMLInputElement, PasswordFieldProps>(function PasswordField(
  { label, hint, error, className, id, showLabel, hideLabel, ...rest },
  ref,
) {
  const own = useId();
  const inputId = id ?? own;
  const [shown, setShown] = useState(false);
  const [capsLock, setCapsLock] = useState(false);
  const watch = (event: KeyboardEvent) => setCapsLock(event.getModifierState('CapsLock'));
  const note = error || (capsLock ? strings.common.capsLock : hint);
  return (
    <div className={cx(styles.field, className)}>
      <label className={styles.label} htmlFor={inputId}>
        {label}
      </label>
      <div className={styles.withButton}>
        <input
          autoComplete="off"
          ref={ref}
          id={inputId}
          spellCheck={false}
          {...rest}
          type={shown ? 'text' : 'password'}
          className={styles.input}
          aria-invalid={error ? true : undefined}
          aria-describedby={note ? `${inputId}-note` : undefined}
          onKeyDown={watch}
          onKeyUp={watch}
        />
        <IconButton
          className={styles.inputButton}
          label={shown ? hideLabel : showLabel}
          icon={shown ? <EyeOff aria-hidden /> : <Eye aria-hidden />}
          onClick={() => setShown(!shown)}
        />
      </div>
      {note ? (
        <p id={`${inputId}-note`} className={error ? styles.error : styles.hint}>
          {note}
        </p>
      ) : null}
    </div>
  );
});
