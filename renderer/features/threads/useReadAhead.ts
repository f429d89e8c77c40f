import { useEffect } from 'react';
import type { View } from '#shared/contract/model.ts';
import type { ThreadRow } from '#shared/contract/threads.ts';
import { readAhead } from '../conversation/readAhead.ts';
import type { ThreadWindow } from './useThreadWindow.ts';

/** The pointer rests on what it is about to press; others it only passes over. */
const restMs = 60;
/** What stands in the list for longer than it takes to pass over it is read. */
const settledMs = 150;

/**
 * Reads ahead, while the window is idle, what is likely to be opened next: the thread the list stands at (`index`, none
 * below 0: its first), those beside it, and the one under the pointer.
 */
export function useReadAhead(
  list: ThreadWindow,
  index: number,
  hovered: ThreadRow | undefined,
  view: View | undefined,
): void {
  const at = Math.max(0, index);
  // Down first: that is where one goes.
  const near = [at, at + 1, at - 1].flatMap((to) => list.rowAt(to) ?? []);
  const nearIds = near.map(({ id }) => id).join();

  // biome-ignore lint/correctness/useExhaustiveDependencies: rows are made anew with each answer; these are other ones when their ids are
  useEffect(() => {
    let idle = 0;
    const timer = setTimeout(() => {
      idle = requestIdleCallback(() => {
        for (const row of near) void readAhead(row, view);
      });
    }, settledMs);
    return () => {
      clearTimeout(timer);
      cancelIdleCallback(idle);
    };
  }, [nearIds, view]);

  useEffect(() => {
    if (!hovered) return;
    const timer = setTimeout(() => void readAhead(hovered, view), restMs);
    return () => clearTimeout(timer);
  }, [hovered, view]);
}
