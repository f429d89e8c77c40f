import { useQuery } from '@tanstack/react-query';
import { X } from 'lucide-react';
import { useEffect, useId, useRef, useState } from 'react';
import type { Address, Channel } from '#shared/contract/model.ts';
import { addressKey } from '#shared/text/address-validation.ts';
import { announce } from '../../app/announce.tsx';
import { displayAddress } from '../../app/displayAddress.ts';
import { engine } from '../../app/engine.ts';
import { groupsQuery } from '../../app/queries.ts';
import { strings } from '../../app/strings/index.ts';
import { cx } from '../../design/cx.ts';
import { addressesIn } from './addresses-in.ts';
import styles from './ChipField.module.css';
import { addressProblem } from './guards.ts';

const t = strings.composer;
const suggestionsShown = 6;
const groupsShown = 3;

/** What completes what is typed: one address, or all of a group. */
interface Suggestion {
  key: string;
  label: string;
  detail: string;
  addresses: readonly Address[];
}

const ofAddress = (address: Address): Suggestion => ({
  key: address.address,
  label: address.name || displayAddress(address.address),
  detail: address.name ? displayAddress(address.address) : '',
  addresses: [address],
});

/** Groups with a word in their name that begins with what is typed. */
function useGroups(text: string, channel: Channel): Suggestion[] {
  const typed = text.trim().toLocaleLowerCase();
  const { data: groups = [] } = useQuery({ ...groupsQuery(), enabled: channel === 'mail' });
  if (typed === '' || channel !== 'mail') return [];
  const starts = (name: string) => ` ${name.toLocaleLowerCase()}`.includes(` ${typed}`);
  return groups
    .filter(({ name }) => starts(name))
    .slice(0, groupsShown)
    .map(({ id, name, members }) => ({
      key: id,
      label: name,
      detail: strings.groups.size(members.length),
      addresses: members,
    }));
}

function useSuggestions(text: string, channel: Channel, chosen: readonly Address[]): Suggestion[] {
  const [found, setFound] = useState<Address[]>([]);
  const groups = useGroups(text, channel);
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
  const isNew = isNotIn(chosen);
  return [...groups, ...found.filter(isNew).map(ofAddress)];
}

/** Whether an address is none of these. */
function isNotIn(chosen: readonly Address[]): (address: Address) => boolean {
  const taken = new Set(chosen.map(({ address }) => addressKey(address)));
  return ({ address }) => !taken.has(addressKey(address));
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
    <div className={cx(styles.field, invalid && styles.invalidField, bare && styles.bare)}>
      <label className={bare ? 'visually-hidden' : styles.label} htmlFor={id}>
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
            if (event.nativeEvent.isComposing) return;
            if (event.ctrlKey || event.metaKey) {
              // It is sent to whoever is typed there, too.
              if (event.key === 'Enter' && text.trim() !== '') addTyped();
              return;
            }
            const suggestion = listed ? suggestions[chosen] : undefined;
            if (event.key === 'ArrowDown' && listed) setAt(Math.min(chosen + 1, suggestions.length - 1));
            else if (event.key === 'ArrowUp' && listed) setAt(Math.max(chosen - 1, 0));
            else if (event.key === 'Escape' && listed) setOpen(false);
            else if ((event.key === 'Enter' || event.key === 'Tab') && suggestion && text !== '') {
              add(suggestion.addresses.filter(isNotIn(value)));
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
