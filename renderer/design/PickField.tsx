import { Check, Minus } from 'lucide-react';
import { type ReactNode, useEffect, useId, useState } from 'react';
import type { FieldWords } from './Field.tsx';
import styles from './PickField.module.css';
import { TextField } from './TextField.tsx';

export interface PickOption<T> {
  /** Unique in the list. */
  key: string;
  value: T;
  icon?: ReactNode;
  label: string;
  note?: string | null;
  /** For options that are on or off. */
  checked?: boolean | 'mixed';
}

/** A field and, always below it, the list it narrows: type, choose with the arrows, take with Enter (ARIA combobox). */
export function PickField<T>({
  value,
  onChange,
  options,
  onPick,
  listLabel,
  ...words
}: FieldWords & {
  /** What is typed. */
  value: string;
  onChange: (text: string) => void;
  /** What fits it, the likeliest first. */
  options: readonly PickOption<T>[];
  /** `goOn`: with Shift held, or by a click, so that another one may follow. */
  onPick: (value: T, goOn: boolean) => void;
  listLabel: string;
}) {
  const listId = useId();
  const [at, setAt] = useState(0);
  const active = Math.min(at, options.length - 1);
  const activeId = active >= 0 ? `${listId}-${active}` : undefined;

  useEffect(() => {
    if (activeId) document.getElementById(activeId)?.scrollIntoView({ block: 'nearest' });
  }, [activeId]);

  return (
    <>
      <TextField
        {...words}
        value={value}
        autoComplete="off"
        role="combobox"
        aria-expanded="true"
        aria-controls={listId}
        aria-activedescendant={activeId}
        onChange={(event) => {
          onChange(event.target.value);
          setAt(0);
        }}
        onKeyDown={(event) => {
          if (event.nativeEvent.isComposing) return;
          const option = options[active];
          if (event.key === 'ArrowDown') setAt(Math.min(active + 1, options.length - 1));
          else if (event.key === 'ArrowUp') setAt(Math.max(active - 1, 0));
          else if (event.key !== 'Enter') return;
          else if (option) onPick(option.value, event.shiftKey);
          event.preventDefault();
        }}
      />
      <div
        id={listId}
        className={styles.list}
        role="listbox"
        aria-label={listLabel}
        hidden={options.length === 0}
      >
        {options.map((option, index) => (
          <button
            key={option.key}
            id={`${listId}-${index}`}
            type="button"
            role="option"
            tabIndex={-1}
            aria-selected={index === active}
            aria-checked={option.checked}
            className={styles.option}
            onPointerMove={() => setAt(index)}
            onClick={() => onPick(option.value, true)}
          >
            {option.icon}
            <span className={styles.label}>{option.label}</span>
            {option.note ? <span className={styles.note}>{option.note}</span> : null}
            {option.checked === true ? <Check aria-hidden /> : null}
            {option.checked === 'mixed' ? <Minus aria-hidden /> : null}
          </button>
        ))}
      </div>
    </>
  );
}
