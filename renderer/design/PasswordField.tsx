import { Eye, EyeOff } from 'lucide-react';
import { type ComponentProps, forwardRef, type KeyboardEvent, useState } from 'react';
import { strings } from '../app/strings/index.ts';
import { Field, type FieldWords } from './Field.tsx';
import styles from './field.module.css';
import { IconButton } from './IconButton.tsx';

export type PasswordFieldProps = Omit<ComponentProps<'input'>, 'type'> &
  FieldWords & {
    /** Name of the button that shows what is typed. */
    showLabel: string;
    hideLabel: string;
  };

/** A secret with a button to look at it. Pasting is allowed; a caps lock that is on is said. */
export const PasswordField = forwardRef<HTMLInputElement, PasswordFieldProps>(function PasswordField(
  { label, hint, error, className, id, showLabel, hideLabel, ...rest },
  ref,
) {
  const [shown, setShown] = useState(false);
  const [capsLock, setCapsLock] = useState(false);
  const watch = (event: KeyboardEvent) => setCapsLock(event.getModifierState('CapsLock'));
  return (
    <Field
      label={label}
      hint={capsLock ? strings.common.capsLock : hint}
      error={error}
      className={className}
      id={id}
    >
      {(control) => (
        <div className={styles.withButton}>
          <input
            autoComplete="off"
            ref={ref}
            spellCheck={false}
            {...rest}
            {...control}
            type={shown ? 'text' : 'password'}
            className={styles.input}
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
      )}
    </Field>
  );
});
