import { type DragEvent, useEffect, useId, useRef, useState } from 'react';
import type { Address, Channel } from '#shared/contract/model.ts';
import { validateAddress } from '#shared/text/address-validation.ts';
import { announce } from '../../app/announce.tsx';
import { strings } from '../../app/strings/index.ts';
import { cx } from '../../design/cx.ts';
import { addressesIn, isOpen, typedAddress, withoutRepeats } from './addresses-in.ts';
import { Chip } from './Chip.tsx';
import styles from './ChipField.module.css';
import { addressProblem } from './guards.ts';
import { canPutDown, putDown } from './recipient-drag.ts';
import { isNotIn, type Suggestion, useSuggestions } from './useSuggestions.ts';

const t = strings.composer;

/**
 * Recipients as chips: type and choose, or type and press Enter, comma or Tab; Backspace takes the last away, and the
 * left arrow goes to those that are there.
 */
export function ChipField({
  label,
  value,
  channel,
  country,
  onChange,
  autoFocus = false,
  invalid = false,
  bare = false,
}: {
  label: string;
  value: readonly Address[];
  channel: Channel;
  /** Where national numbers are read, ISO 3166-1 alpha-2. */
  country: string | null;
  onChange: (value: Address[]) => void;
  autoFocus?: boolean;
  invalid?: boolean;
  /** Its label and its line stand around it. */
  bare?: boolean;
}) {
  const id = useId();
  const input = useRef<HTMLInputElement>(null);
  const chips = useRef<HTMLDivElement>(null);
  const [text, setText] = useState('');
  const [at, setAt] = useState(0);
  const [open, setOpen] = useState(false);
  const latest = useRef(value);
  latest.current = value;
  const { shown: suggestions, first } = useSuggestions(text, channel, value);
  const listed = open && suggestions.length > 0;
  const chosen = Math.min(at, suggestions.length - 1);

  useEffect(() => {
    if (autoFocus) input.current?.focus();
  }, [autoFocus]);
  useEffect(() => {
    if (listed) announce(t.suggestionCount(suggestions.length));
  }, [listed, suggestions.length]);
  // Where one types stays in sight below many recipients.
  // biome-ignore lint/correctness/useExhaustiveDependencies: they move it
  useEffect(() => {
    if (document.activeElement === input.current) input.current?.scrollIntoView({ block: 'nearest' });
  }, [value.length]);

  const put = (addresses: readonly Address[]) => {
    const added = withoutRepeats(latest.current, addresses);
    if (added.length === 0) return;
    const next = [...latest.current, ...added];
    latest.current = next;
    onChange(next);
  };
  const clear = () => {
    setText('');
    setAt(0);
  };
  const add = (addresses: readonly Address[]) => {
    put(addresses);
    clear();
  };
  const addTyped = () => add(addressesIn(text, channel));
  /** What is typed is completed; who types faster than the answers come gets the one for all of it. */
  const complete = (suggestion: Suggestion | undefined) => {
    const typed = addressesIn(text, channel);
    if (first && channel === 'mail' && validateAddress(text.trim()).ok) add(typed);
    else if (first) {
      clear();
      void first().then((match) => put(match?.addresses ?? typed));
    } else if (suggestion) add(suggestion.addresses.filter(isNotIn(value)));
    else add(typed);
  };
  const removeAt = (index: number) => onChange(value.filter((_, other) => other !== index));
  const focusChip = (index: number) => {
    const all = chips.current?.querySelectorAll<HTMLElement>('[data-chip]') ?? [];
    (index < all.length ? all[Math.max(0, index)] : input.current)?.focus();
  };
  const edit = (address: Address, index: number) => {
    const others = value.filter((_, other) => other !== index);
    onChange([...others, ...withoutRepeats(others, addressesIn(text, channel))]);
    setText(typedAddress(address));
    setAt(0);
    input.current?.focus();
  };
  const onDragOver = (event: DragEvent) => {
    if (!canPutDown(event)) return;
    event.preventDefault();
    event.dataTransfer.dropEffect = 'move';
  };
  const onDrop = (event: DragEvent) => {
    if (!canPutDown(event)) return;
    event.preventDefault();
    event.stopPropagation();
    const address = putDown(event, id);
    if (address) put([address]);
  };
  /** A whole address, or a list of them, needs no Enter. */
  const isWhole = (pasted: string) => {
    const found = addressesIn(pasted, channel);
    return found.length > 0 && found.every((one) => addressProblem(one, channel, country) === null);
  };

  return (
    // biome-ignore lint/a11y/noStaticElementInteractions: recipients are moved with the keys by cutting and pasting
    <div
      className={cx(styles.field, invalid && styles.invalidField, bare && styles.bare)}
      onDragOver={onDragOver}
      onDrop={onDrop}
    >
      <label className={bare ? 'visually-hidden' : styles.label} htmlFor={id}>
        {label}
      </label>
      <div className={styles.place}>
        <div ref={chips} className={styles.chips}>
          {value.map((address, index) => (
            <Chip
              key={`${address.address}-${
                // biome-ignore lint/suspicious/noArrayIndexKey: the same address may stand twice
                index
              }`}
              address={address}
              field={id}
              problem={addressProblem(address, channel, country)}
              onRemove={() => {
                removeAt(index);
                input.current?.focus();
              }}
              onEdit={() => edit(address, index)}
              onMove={(step) => focusChip(index + step)}
              onLeave={() => input.current?.focus()}
            />
          ))}
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
              if (!/[,;\n]/.test(pasted) && !(text === '' && isWhole(pasted))) return;
              event.preventDefault();
              add(addressesIn(pasted, channel));
            }}
            onKeyDown={(event) => {
              if (event.nativeEvent.isComposing) return;
              if (event.ctrlKey || event.metaKey) {
                // It is sent to whoever is typed there, too.
                if (event.key === 'Enter' && text.trim() !== '') addTyped();
                return;
              }
              const suggestion = listed ? suggestions[chosen] : undefined;
              const typed = text.trim() !== '';
              if (event.key === 'ArrowDown' && listed) setAt(Math.min(chosen + 1, suggestions.length - 1));
              else if (event.key === 'ArrowUp' && listed) setAt(Math.max(chosen - 1, 0));
              else if (event.key === 'Escape' && listed) setOpen(false);
              else if (event.key === 'Enter' && typed) complete(suggestion);
              else if (event.key === 'Tab' && typed && !event.shiftKey && (suggestion || first))
                complete(suggestion);
              else if ((event.key === ',' || event.key === ';') && typed && !isOpen(text, channel))
                addTyped();
              else if (event.key === 'Enter') event.preventDefault();
              else if (event.key === 'Backspace' && text === '' && value.length > 0)
                removeAt(value.length - 1);
              else if (event.key === 'ArrowLeft' && event.currentTarget.selectionEnd === 0 && !event.shiftKey)
                focusChip(value.length - 1);
              else return;
              event.preventDefault();
              event.stopPropagation();
            }}
          />
        </div>
        {listed ? (
          <div id={`${id}-list`} className={styles.list} role="listbox" aria-label={t.suggestions}>
            {suggestions.map(({ key, label: shown, detail, addresses }, index) => (
              <button
                key={key}
                id={`${id}-${index}`}
                type="button"
                role="option"
                tabIndex={-1}
                aria-selected={index === chosen}
                className={styles.option}
                onPointerDown={(event) => {
                  event.preventDefault();
                  add(addresses.filter(isNotIn(value)));
                }}
                onPointerMove={() => setAt(index)}
              >
                <span>{shown}</span>
                {detail ? <span className={styles.optionAddress}>{detail}</span> : null}
              </button>
            ))}
          </div>
        ) : null}
      </div>
    </div>
  );
}
