import { X } from 'lucide-react';
import { useEffect, useId, useRef, useState } from 'react';
import type { Address, Channel } from '#shared/contract/model.ts';
import { parseAddressList } from '#shared/text/addresses.ts';
import { announce } from '../../app/announce.tsx';
import { displayAddress } from '../../app/displayAddress.ts';
import { engine } from '../../app/engine.ts';
import { strings } from '../../app/strings/index.ts';
import { cx } from '../../design/cx.ts';
import styles from './ChipField.module.css';
import { addressProblem } from './guards.ts';

const t = strings.composer;
const suggestionsShown = 6;

/** What was typed or pasted, as addresses: a list for mail, one per separator for numbers. */
export function addressesIn(text: string, channel: Channel): Address[] {
  if (channel === 'sms') {
    return text
      .split(/[,;\n]/)
      .map((part) => part.trim())
      .filter(Boolean)
      .map((address) => ({ name: '', address }));
  }
  return parseAddressList(text.replaceAll(/[;\n]/g, ','))
    .map((entry) =>
      entry.ok
        ? { name: entry.mailbox.name ?? '', address: entry.mailbox.address }
        : { name: '', address: entry.source.trim() },
    )
    .filter((address) => address.address !== '');
}

function useSuggestions(text: string, channel: Channel, chosen: readonly Address[]): Address[] {
  const [found, setFound] = useState<Address[]>([]);
  useEffect(() => {
    if (text.trim() === '') {
      setFound([]);
      return;
    }
    let current = true;
    engine.people
      .complete({ text: text.trim(), channel, limit: suggestionsShown })
      .then((all) => current && setFound(all))
      .catch(() => current && setFound([]));
    return () => {
      current = false;
    };
  }, [text, channel]);
  const taken = new Set(chosen.map((address) => address.address.toLowerCase()));
  return found.filter((address) => !taken.has(address.address.toLowerCase()));
}

/** Recipients as chips: type and choose, or type and press Enter, comma or Tab; Backspace takes the last away. */
export function ChipField({
  label,
  value,
  channel,
  country,
  onChange,
  autoFocus = false,
  invalid = false,
}: {
  label: string;
  value: readonly Address[];
  channel: Channel;
  /** Where national numbers are read, ISO 3166-1 alpha-2. */
  country: string | null;
  onChange: (value: Address[]) => void;
  autoFocus?: boolean;
  invalid?: boolean;
}) {
  const id = useId();
  const input = useRef<HTMLInputElement>(null);
  const [text, setText] = useState('');
  const [at, setAt] = useState(0);
  const [open, setOpen] = useState(false);
  const suggestions = useSuggestions(text, channel, value);
  const listed = open && suggestions.length > 0;
  const chosen = Math.min(at, suggestions.length - 1);

  useEffect(() => {
    if (autoFocus) input.current?.focus();
  }, [autoFocus]);
  useEffect(() => {
    if (listed) announce(t.suggestionCount(suggestions.length));
  }, [listed, suggestions.length]);

  const add = (addresses: readonly Address[]) => {
    if (addresses.length > 0) onChange([...value, ...addresses]);
    setText('');
    setAt(0);
  };
  const addTyped = () => add(addressesIn(text, channel));
  const removeAt = (index: number) => {
    onChange(value.filter((_, other) => other !== index));
    input.current?.focus();
  };

  return (
    <div className={cx(styles.field, invalid && styles.invalidField)}>
      <label className={styles.label} htmlFor={id}>
        {label}
      </label>
      <div className={styles.chips}>
        {value.map((address, index) => {
          const problem = addressProblem(address, channel, country);
          const shown = address.name || displayAddress(address.address);
          return (
            <span
              key={`${address.address}-${
                // biome-ignore lint/suspicious/noArrayIndexKey: the same address may stand twice
                index
              }`}
              className={cx(styles.chip, problem && styles.bad)}
              title={problem ?? address.address}
            >
              <span className={styles.chipText}>{shown}</span>
              {problem ? <span className="visually-hidden">{problem}</span> : null}
              <button
                type="button"
                className={styles.removeChip}
                aria-label={strings.common.remove(shown)}
                onClick={() => removeAt(index)}
              >
                <X aria-hidden />
              </button>
            </span>
          );
        })}
        <input
          ref={input}
          id={id}
          className={styles.input}
          role="combobox"
          aria-autocomplete="list"
          aria-expanded={listed}
          aria-controls={`${id}-list`}
          aria-activedescendant={listed ? `${id}-${chosen}` : undefined}
          aria-invalid={invalid || undefined}
          autoComplete="off"
          spellCheck={false}
          value={text}
          onChange={(event) => {
            setText(event.target.value);
            setOpen(true);
            setAt(0);
          }}
          onBlur={() => {
            setOpen(false);
            if (text.trim() !== '') addTyped();
          }}
          onPaste={(event) => {
            const pasted = event.clipboardData.getData('text/plain');
            if (!/[,;\n]/.test(pasted)) return;
            event.preventDefault();
            add(addressesIn(pasted, channel));
          }}
          onKeyDown={(event) => {
            if (event.nativeEvent.isComposing || event.ctrlKey || event.metaKey) return;
            const suggestion = listed ? suggestions[chosen] : undefined;
            if (event.key === 'ArrowDown' && listed) setAt(Math.min(chosen + 1, suggestions.length - 1));
            else if (event.key === 'ArrowUp' && listed) setAt(Math.max(chosen - 1, 0));
            else if (event.key === 'Escape' && listed) setOpen(false);
            else if ((event.key === 'Enter' || event.key === 'Tab') && suggestion && text !== '') {
              add([suggestion]);
            } else if (['Enter', ',', ';'].includes(event.key) && text.trim() !== '') addTyped();
            else if (event.key === 'Enter') event.preventDefault();
            else if (event.key === 'Backspace' && text === '' && value.length > 0) removeAt(value.length - 1);
            else return;
            event.preventDefault();
            event.stopPropagation();
          }}
        />
        {listed ? (
          <div id={`${id}-list`} className={styles.list} role="listbox" aria-label={t.suggestions}>
            {suggestions.map((address, index) => (
              <button
                key={address.address}
                id={`${id}-${index}`}
                type="button"
                role="option"
                tabIndex={-1}
                aria-selected={index === chosen}
                className={styles.option}
                onPointerDown={(event) => {
                  event.preventDefault();
                  add([address]);
                }}
                onPointerMove={() => setAt(index)}
              >
                <span>{address.name || displayAddress(address.address)}</span>
                {address.name ? (
                  <span className={styles.optionAddress}>{displayAddress(address.address)}</span>
                ) : null}
              </button>
            ))}
          </div>
        ) : null}
      </div>
    </div>
  );
}
