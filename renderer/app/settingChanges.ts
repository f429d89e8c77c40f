/**
 * Settings the user has just changed. They show at once, and an answer that was asked for before the engine had kept
 * them does not take them back in between.
 */
import type { QueryClient } from '@tanstack/react-query';
import type { Settings } from '#shared/contract/settings.ts';
import { engine } from './engine.ts';
import { keys } from './queryKeys.ts';

interface Change {
  part: Partial<Settings>;
  /** The engine has kept it: what it is asked from here on says so. */
  kept: boolean;
}

/** Oldest first: of two that change the same setting the later one counts. */
const changes = new Set<Change>();
/** What the engine said last. */
let answered: Settings | undefined;

const changed = (settings: Settings): Settings =>
  Object.assign({}, settings, ...[...changes].map(({ part }) => part));

/** Asks for the settings, and adds to the answer what was changed since. */
export async function askForSettings(): Promise<Settings> {
  const known = [...changes].filter(({ kept }) => kept);
  answered = await engine.settings.get({});
  for (const change of known) changes.delete(change);
  return changed(answered);
}

/** Changes some settings, on screen at once. Rejects when they cannot be kept; then they show as they were. */
export async function keepSettings(client: QueryClient, part: Partial<Settings>): Promise<void> {
  const change: Change = { part, kept: false };
  const show = () => answered && client.setQueryData<Settings>(keys.settings, changed(answered));
  changes.add(change);
  show();
  try {
    const said = await engine.settings.set(part);
    const names = Object.keys(part) as (keyof Settings)[];
    // The engine may have put it another way.
    change.part = Object.fromEntries(names.map((name) => [name, said[name]]));
    change.kept = true;
  } catch (error) {
    changes.delete(change);
    throw error;
  } finally {
    show();
  }
}
