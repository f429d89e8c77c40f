import { Switch as Radix } from 'radix-ui';
import { useId } from 'react';
import styles from './field.module.css';

/** A setting that acts at once. */
export function Switch({
  label,
  hint,
  checked,
  onChange,
  disabled,
  bare,
}: {
  label: string;
  hint?: string;
  checked: boolean;
  onChange: (checked: boolean) => void;
  disabled?: boolean;
  /** Without its words, which stand beside it. */
  bare?: boolean;
}) {
  const id = useId();
  const control = (
    <Radix.Root
      id={id}
      className={styles.switch}
      checked={checked}
      onCheckedChange={onChange}
      disabled={disabled ?? false}
      aria-label={bare ? label : undefined}
      aria-describedby={hint ? `${id}-hint` : undefined}
    >
      <Radix.Thumb className={styles.thumb} />
    </Radix.Root>
  );
  if (bare) return control;
  return (
    <div className={styles.switchRow}>
      <div className={styles.switchText}>
        <label className={styles.label} htmlFor={id}>
          {label}
        </label>
        {hint ? (
          <span id={`${id}-hint`} className={styles.hint}>
            {hint}
          </span>
        ) : null}
      </div>
      {control}
    </div>
  );
}
