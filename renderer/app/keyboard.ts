import { useEffect } from 'react';
import { commandOf, commands, runCommand } from './commands.ts';
import { type Keymap, keymapOf, type Shortcuts } from './keymap.ts';
import { knownSettings } from './settings.ts';
import { useApp } from './store.ts';
import { drafting } from './writing.ts';

/** How soon the second key of a sequence must follow. */
export const sequenceMs = 1200;
/** How long it stands why a key did nothing. */
const reasonMs = 2500;
const isMac = /Mac/.test(navigator.platform);

/** The stroke of a key event in the registry's notation. Shift is named only where the key has no sign of its own. */
export function strokeOf(event: KeyboardEvent): string {
  const parts: string[] = [];
  if (isMac ? event.metaKey : event.ctrlKey) parts.push('Mod');
  if (event.altKey) parts.push('Alt');
  const letter = /^\p{L}$/u.test(event.key);
  if (event.shiftKey && (letter || event.key.length > 1)) parts.push('Shift');
  parts.push(letter ? event.key.toLowerCase() : event.key);
  return parts.join('+');
}

/** Whether keys go into a text. */
export function isTyping(target: EventTarget | null): boolean {
  if (!(target instanceof HTMLElement)) return false;
  if (
    target.isContentEditable ||
    target instanceof HTMLTextAreaElement ||
    target instanceof HTMLSelectElement
  )
    return true;
  return target instanceof HTMLInputElement && !['checkbox', 'radio', 'button'].includes(target.type);
}

const none: Shortcuts = {};
let keymap: { of: Shortcuts; map: Keymap } | null = null;

/** The keys in force. */
function currentKeymap(): Keymap {
  const chosen = knownSettings()?.shortcuts ?? none;
  if (keymap?.of !== chosen) keymap = { of: chosen, map: keymapOf(commands, chosen) };
  return keymap.map;
}

/** Keys with Ctrl or Cmd that belong to a text field while someone types in it. */
const editing = new Set(['Mod+z', 'Mod+a']);

const reserved = new Set(
  ['c', 'v', 'x', 'q', 'w', 'm', 'h', 'r', 'i', '0', '+', '-', '='].map((key) => `Mod+${key}`),
);

/** Whether keys belong to the system, the menu or editing, so that no command can have them. */
export function isReserved(keys: string): boolean {
  return reserved.has(keys) || keys.startsWith('Alt+F') || keys === ' ';
}

/** Keys a focused button or link needs for itself. */
const pressKeys = new Set(['Enter', ' ']);

function belongsToControl(event: KeyboardEvent): boolean {
  if (!pressKeys.has(event.key) || event.ctrlKey || event.metaKey) return false;
  if (!(event.target instanceof HTMLElement)) return false;
  return (
    event.target.closest('button, a, summary, [role="menuitem"], [role="radio"], [role="checkbox"]') !== null
  );
}

/**
 * Runs commands from the keyboard. Plain keys never fire while typing, in an input method, in a dialog or menu,
 * or when switched off; keys with Ctrl or Cmd and function keys always do.
 */
export function useKeyboard(): void {
  useEffect(() => {
    let prefix = '';
    let prefixAt = 0;
    const onKeyDown = (event: KeyboardEvent) => {
      if (event.defaultPrevented || event.isComposing || event.key === 'Process') return;
      if (['Shift', 'Control', 'Alt', 'Meta'].includes(event.key)) return;
      const stroke = strokeOf(event);
      const plain = !stroke.includes('Mod+') && !/^(Shift\+)?F\d/.test(stroke);
      const typing = isTyping(event.target);
      if (typing && (plain || editing.has(stroke))) return;
      const floating = (event.target as Element | null)?.closest?.('[role="dialog"], [role="menu"]');
      if (plain && (floating || useApp.getState().overlay)) return;
      const single = plain && event.key.length === 1;
      if (single && knownSettings()?.singleKeyShortcuts === false) return;
      if (belongsToControl(event)) return;

      const { bindings, prefixes } = currentKeymap();
      const fresh = event.timeStamp - prefixAt < sequenceMs;
      const sequence = prefix && fresh ? `${prefix} ${stroke}` : '';
      prefix = '';
      const id = (sequence && bindings.get(sequence)) || bindings.get(stroke);
      if (!(sequence && bindings.has(sequence)) && prefixes.has(stroke)) {
        prefix = stroke;
        prefixAt = event.timeStamp;
        event.preventDefault();
        return;
      }
      // What sends a draft means nothing elsewhere.
      if (!id || (commandOf(id).where === 'draft' && !drafting())) return;
      const done = runCommand(id);
      if (done === true) event.preventDefault();
      else useApp.getState().toast({ text: done, until: Date.now() + reasonMs });
    };
    window.addEventListener('keydown', onKeyDown);
    return () => window.removeEventListener('keydown', onKeyDown);
  }, []);
}
