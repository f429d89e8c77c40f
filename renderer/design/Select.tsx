import { Field, type FieldWords } from './Field.tsx';
import styles from './field.module.css';

export interface Option<T extends string> {
  value: T;
  label: string;
  /** Options of one group stand together under its name. */
  group?: string | undefined;
}

/** One of several, where there is no room for all to show. */
export function Select<T extends string>({
  value,
  options,
  onChange,
  className,
  bare = false,
  ...words
}: FieldWords & {
  value: T;
  options: readonly Option<T>[];
  onChange: (value: T) => void;
  className?: string | undefined;
  /** Its label is for assistive technology only. */
  bare?: boolean;
}) {
  const entry = (option: Option<T>) => (
    <option key={option.value} value={option.value}>
      {option.label}
    </option>
  );
  const groups = [...new Set(options.flatMap(({ group }) => group ?? []))];
  const select = (control: object) => (
    <select
      {...control}
      className={styles.input}
      value={value}
      onChange={(event) => onChange(event.target.value as T)}
    >
      {options.filter(({ group }) => group === undefined).map(entry)}
      {groups.map((name) => (
        <optgroup key={name} label={name}>
          {options.filter(({ group }) => group === name).map(entry)}
        </optgroup>
      ))}
    </select>
  );
  if (bare) return <div className={className}>{select({ 'aria-label': words.label })}</div>;
  return (
    <Field {...words} className={className}>
      {select}
    </Field>
  );
}
