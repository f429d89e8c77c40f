import { RadioGroup } from 'radix-ui';
import { useId } from 'react';
import styles from './field.module.css';

export interface Choice<T extends string> {
  value: T;
  label: string;
  hint?: string | undefined;
  disabled?: boolean;
}

/** One of several, each with a line of explanation; arrow keys move between them. */
export function Choices<T extends string>({
  label,
  value,
  options,
  onChange,
}: {
  label: string;
  value: T | null;
  options: readonly Choice<T>[];
  onChange: (value: T) => void;
}) {
  const id = useId();
  return (
    <RadioGroup.Root
      className={styles.choices}
      aria-label={label}
      value={value ?? ''}
      onValueChange={(next) => onChange(next as T)}
    >
      {options.map((option, at) => (
        <div key={option.value} className={styles.choice} data-disabled={option.disabled ? '' : undefined}>
          <RadioGroup.Item
            id={`${id}-${at}`}
            className={styles.radio}
            value={option.value}
            disabled={option.disabled ?? false}
            aria-describedby={option.hint ? `${id}-${at}-hint` : undefined}
          >
            <RadioGroup.Indicator className={styles.radioDot} />
          </RadioGroup.Item>
          <div className={styles.switchText}>
            <label htmlFor={`${id}-${at}`}>{option.label}</label>
            {option.hint ? (
              <span id={`${id}-${at}-hint`} className={styles.hint}>
                {option.hint}
              </span>
            ) : null}
          </div>
        </div>
      ))}
    </RadioGroup.Root>
  );
}
