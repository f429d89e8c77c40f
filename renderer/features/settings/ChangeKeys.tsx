import { type KeyboardEvent, useRef, useState } from 'react';
import { announce } from '../../app/announce.tsx';
import { type Command, commandOf, commands } from '../../app/commands.ts';
import { isReserved, sequenceMs, strokeOf } from '../../app/keyboard.ts';
import { conflictsOf, keysOf, type Shortcuts, withKeys } from '../../app/keymap.ts';
import { strings } from '../../app/strings/index.ts';
import { Banner } from '../../design/Banner.tsx';
import { Button } from '../../design/Button.tsx';
import { Dialog } from '../../design/Dialog.tsx';
import { Kbd, shortcutText } from '../../design/Kbd.tsx';
import styles from './Settings.module.css';

const words = strings.settings.keyboard;

/** Takes the keys that are pressed; a second key soon after the first makes a sequence of two. */
function usePressedKeys(onKeys: (keys: string) => void) {
  const first = useRef({ stroke: '', at: 0 });
  return (event: KeyboardEvent) => {
    if (event.nativeEvent.isComposing || event.key === 'Tab' || event.key === 'Escape') return;
    if (['Shift', 'Control', 'Alt', 'Meta'].includes(event.key)) return;
    event.preventDefault();
    const stroke = strokeOf(event.nativeEvent);
    const before = first.current;
    const plain = /^[^+]$/.test(stroke);
    const follows = plain && before.stroke !== '' && event.timeStamp - before.at < sequenceMs;
    first.current = follows ? { stroke: '', at: 0 } : { stroke: plain ? stroke : '', at: event.timeStamp };
    onKeys(follows ? `${before.stroke} ${stroke}` : stroke);
  };
}

/** Asks for the new keys of a command and says which others they would be taken from. */
export function ChangeKeys({
  command,
  chosen,
  onChange,
  onClose,
}: {
  command: Command;
  chosen: Shortcuts;
  onChange: (shortcuts: Record<string, string[]>) => void;
  onClose: () => void;
}) {
  const now = keysOf(command, chosen);
  const [keys, setKeys] = useState<string | null>(null);
  const onKeyDown = usePressedKeys((pressed) => {
    setKeys(pressed);
    announce(shortcutText(pressed));
  });
  const conflicts = keys === null ? [] : conflictsOf(commands, chosen, command.id, keys);
  const reserved = keys !== null && isReserved(keys);
  const save = (next: string | null) => {
    onChange(withKeys(commands, chosen, command.id, next));
    onClose();
  };
  return (
    <Dialog
      open
      onOpenChange={onClose}
      onOpenAutoFocus={(event) => {
        event.preventDefault();
        document.getElementById('key-capture')?.focus();
      }}
      title={words.changeTitle(command.label)}
      description={words.changeHelp}
      footer={
        <>
          <Button onClick={onClose}>{strings.common.cancel}</Button>
          {now.length > 0 ? <Button onClick={() => save(null)}>{words.noKeysButton}</Button> : null}
          <Button variant="primary" disabled={keys === null || reserved} onClick={() => save(keys)}>
            {conflicts.length > 0 ? words.useHere : words.save}
          </Button>
        </>
      }
    >
      <div className={styles.dialogForm}>
        <button
          type="button"
          id="key-capture"
          className={styles.capture}
          aria-label={words.capture}
          onKeyDown={onKeyDown}
        >
          {keys ? <Kbd keys={keys} /> : <span className={styles.hint}>{words.press}</span>}
        </button>
        {reserved ? <Banner tone="warn" live title={words.reserved(shortcutText(keys ?? ''))} /> : null}
        {!reserved && conflicts.length > 0 ? (
          <Banner tone="warn" live>
            {words.conflict(
              shortcutText(keys ?? ''),
              strings.common.list(conflicts.map((id) => `“${commandOf(id).label}”`)),
            )}
          </Banner>
        ) : null}
      </div>
    </Dialog>
  );
}
