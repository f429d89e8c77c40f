import styles from './Kbd.module.css';

const isMac = typeof navigator !== 'undefined' && /Mac/.test(navigator.platform);
const arrows = { ArrowUp: '↑', ArrowDown: '↓', ArrowLeft: '←', ArrowRight: '→' };
const macNames: Record<string, string> = {
  ...arrows,
  Mod: '⌘',
  Shift: '⇧',
  Alt: '⌥',
  Enter: '↩',
  Escape: 'Esc',
};
const otherNames: Record<string, string> = { ...arrows, Mod: 'Ctrl', Escape: 'Esc' };

/** How a shortcut in the registry's notation reads on this system: "Mod+k" is "Ctrl+K" or "⌘K". */
export function shortcutText(keys: string): string {
  const names = isMac ? macNames : otherNames;
  return keys
    .split(' ')
    .map((stroke) =>
      stroke
        .split(/\+(?=.)/)
        .map((key) => names[key] ?? (key.length === 1 ? key.toUpperCase() : key))
        .join(isMac ? '' : '+'),
    )
    .join(' ');
}

/** Keys as keycaps: one per stroke. */
export function Kbd({ keys }: { keys: string }) {
  return (
    <span className={styles.keys}>
      {keys.split(' ').map((stroke, index, all) => (
        <kbd key={all.slice(0, index + 1).join(' ')} className={styles.key}>
          {shortcutText(stroke)}
        </kbd>
      ))}
    </span>
  );
}
