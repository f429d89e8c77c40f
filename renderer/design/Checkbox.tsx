import { Check } from 'lucide-react';
import { Checkbox as Radix } from 'radix-ui';
import styles from './field.module.css';

/** A checkbox with an accessible name; pair it with a visible label through `id`. */
export function Checkbox({
  label,
  checked,
  onChange,
  id,
  disabled = false,
}: {
  label?: string;
  checked: boolean;
  onChange: (checked: boolean) => void;
  id?: string;
  disabled?: boolean;
}) {
  return (
    <Radix.Root
      id={id}
      className={styles.checkbox}
      aria-label={label}
      checked={checked}
      disabled={disabled}
      onCheckedChange={(next) => onChange(next === true)}
    >
      <Radix.Indicator>
        <Check aria-hidden />
      </Radix.Indicator>
    </Radix.Root>
  );
}
