/** A list that is shown as it was changed before the engine has kept it. */
import type { QueryKey } from '@tanstack/react-query';
import { useState } from 'react';
import { tellError } from './acts.ts';
import { queryClient } from './queryClient.ts';

export interface Changed<T> {
  shown: T[] | undefined;
  /** Shows the changed list at once; what could not be kept is told, and goes back. */
  change: (list: T[], keep: () => Promise<unknown>) => Promise<void>;
}

/**
 * `known` is the engine's answer to `queryKey`. One that is older than the change is not shown in between: a row that
 * was moved would go back and come again.
 */
export function useChanged<T>(known: T[] | undefined, queryKey: QueryKey): Changed<T> {
  const [changed, setChanged] = useState<T[] | null>(null);
  const change = async (list: T[], keep: () => Promise<unknown>) => {
    setChanged(list);
    try {
      await keep();
    } catch (error) {
      tellError(error);
    }
    await queryClient.invalidateQueries({ queryKey });
    setChanged((last) => (last === list ? null : last));
  };
  return { shown: changed ?? known, change };
}

/** The list with one of it at another place, counted from 0. */
export function moved<T>(list: readonly T[], one: T, to: number): T[] {
  return list.filter((other) => other !== one).toSpliced(to, 0, one);
}
