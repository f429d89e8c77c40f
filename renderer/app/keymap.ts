/** Which keys run which command: the registry's own, or what the user chose instead. */
import type { CommandId } from './commands.ts';

export type Shortcuts = Readonly<Record<string, readonly string[]>>;

interface Bound {
  id: CommandId;
  shortcuts: readonly string[];
}

export interface Keymap {
  /** Strokes or sequences as in the registry ("Shift+i", "g i"), to the command they run. */
  bindings: ReadonlyMap<string, CommandId>;
  /** First strokes of sequences. */
  prefixes: ReadonlySet<string>;
}

/** The keys of a command. */
export function keysOf(command: Bound, chosen: Shortcuts): readonly string[] {
  return chosen[command.id] ?? command.shortcuts;
}

/** All keys. Where two commands have the same, the one the user gave it to wins. */
export function keymapOf(commands: readonly Bound[], chosen: Shortcuts): Keymap {
  const bindings = new Map<string, CommandId>();
  const prefixes = new Set<string>();
  const own = commands.filter((command) => !(command.id in chosen));
  const given = commands.filter((command) => command.id in chosen);
  for (const command of [...own, ...given]) {
    for (const keys of keysOf(command, chosen)) {
      bindings.set(keys, command.id);
      const [first, second] = keys.split(' ');
      if (first && second) prefixes.add(first);
    }
  }
  return { bindings, prefixes };
}

/** Whether two keys cannot both work: they are the same, or one is the beginning of the other. */
function clash(a: string, b: string): boolean {
  return a === b || a.startsWith(`${b} `) || b.startsWith(`${a} `);
}

/** What stands in the way of giving these keys to a command: the commands whose keys clash with them. */
export function conflictsOf(
  commands: readonly Bound[],
  chosen: Shortcuts,
  id: CommandId,
  keys: string,
): CommandId[] {
  return commands
    .filter((command) => command.id !== id && keysOf(command, chosen).some((other) => clash(keys, other)))
    .map((command) => command.id);
}

/** What the user chose after giving `keys` to a command: its first keys are these, and no other command has them. */
export function withKeys(
  commands: readonly Bound[],
  chosen: Shortcuts,
  id: CommandId,
  keys: string | null,
): Record<string, string[]> {
  const next: Record<string, string[]> = Object.fromEntries(
    Object.entries(chosen).map(([command, list]) => [command, [...list]]),
  );
  if (keys === null) {
    next[id] = [];
    return next;
  }
  const taken = conflictsOf(commands, chosen, id, keys);
  for (const command of commands) {
    if (taken.includes(command.id))
      next[command.id] = keysOf(command, chosen).filter((own) => !clash(keys, own));
  }
  next[id] = [keys];
  return next;
}

/** What the user chose after a command got its own keys back; it takes them from whoever has them now. */
export function withOwnKeys(
  commands: readonly Bound[],
  chosen: Shortcuts,
  id: CommandId,
): Record<string, string[]> {
  const own = commands.find((command) => command.id === id)?.shortcuts ?? [];
  let next: Record<string, string[]> = withKeys(commands, chosen, id, null);
  for (const keys of own) next = withKeys(commands, next, id, keys);
  delete next[id];
  return next;
}
