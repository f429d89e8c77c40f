import { useEffect } from 'react';
import type { Settings } from '#shared/contract/model.ts';
import { type CommandId, commands, runCommand } from './commands.ts';
import { keys } from './queries.ts';
import { queryClient } from './queryClient.ts';
import { useApp } from './store.ts';

const sequenceMs = 1200;
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

function isTyping(target: EventTarget | null): boolean {
  if (!(target instanceof HTMLElement)) return false;
  if (
    target.isContentEditable ||
    target instanceof HTMLTextAreaElement ||
    target instanceof HTMLSelectElement
  )
    return true;
  return target instanceof HTMLInputElement && !['checkbox', 'radio', 'button'].includes(target.type);
}

const bindings = new Map<string, CommandId>();
const prefixes = new Set<string>();
for (const command of commands) {
  for (const shortcut of command.shortcuts) {
    bindings.set(shortcut, command.id);
    const strokes = shortcut.split(' ');
    if (strokes.length > 1 && strokes[0]) prefixes.add(strokes[0]);
  }
}

/** Keys a focused button or link needs for itself. */
const pressKeys = new Set(['Enter', ' ']);

function belongsToControl(event: KeyboardEvent): boolean {
  if (!pressKeys.has(event.key) || !(event.target instanceof HTMLElement)) return false;
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
      if (typing && (plain || stroke === 'Mod+z')) return;
      const floating = (event.target as Element | null)?.closest?.('[role="dialog"], [role="menu"]');
      if (plain && (floating || useApp.getState().overlay)) return;
      const single = plain && event.key.length === 1;
      const settings = queryClient.getQueryData<Settings>(keys.settings);
      if (single && settings && !settings.singleKeyShortcuts) return;
      if (belongsToControl(event)) return;

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
      if (!id) return;
      const done = runCommand(id);
      if (done === true) event.preventDefault();
      else useApp.getState().toast({ text: done, until: Date.now() + reasonMs });
    };
    window.addEventListener('keydown', onKeyDown);
    return () => window.removeEventListener('keydown', onKeyDown);
  }, []);
}
