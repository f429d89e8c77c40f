import { type RefObject, useCallback, useLayoutEffect, useRef, useState } from 'react';
import type { ThreadWindow } from './useThreadWindow.ts';

/** So many rows at the top of what is seen say where it went. */
const anchorRows = 3;

interface Seen {
  id: string;
  index: number;
}

/**
 * Keeps what is on screen where it is when threads arrive or leave above it, and counts what arrived unseen.
 * Only a list at its very top with nothing open lets new threads push the others down.
 */
export function useStillScroll(
  scroller: RefObject<HTMLElement | null>,
  list: ThreadWindow,
  rowHeight: number,
  reading: boolean,
  listKey: string,
): { arrived: number; note: (first: number, last: number) => void; seen: () => void } {
  const visible = useRef<Seen[]>([]);
  const key = useRef(listKey);
  const [arrived, setArrived] = useState(0);

  useLayoutEffect(() => {
    const element = scroller.current;
    if (!element) return;
    if (key.current !== listKey) {
      key.current = listKey;
      visible.current = [];
      element.scrollTop = 0;
      setArrived(0);
      return;
    }
    const anchors = visible.current.filter(({ id }) => list.indexOf(id) >= 0).slice(0, anchorRows);
    const shifts = anchors
      .map(({ id, index }) => ({ index, now: list.indexOf(id) }))
      .map(({ index, now }) => now - index)
      .sort((a, b) => a - b);
    // The middle of the topmost: a thread that jumped to the top by its own new message must not drag the view along.
    const shift = shifts[Math.floor(shifts.length / 2)] ?? 0;
    if (shift === 0) return;
    visible.current = visible.current.map(({ id, index }) => ({ id, index: index + shift }));
    if (element.scrollTop < 1 && !reading) return;
    element.scrollTop += shift * rowHeight;
    if (shift > 0) setArrived((before) => before + shift);
  }, [list, listKey, reading, rowHeight, scroller]);

  const note = useCallback(
    (first: number, last: number) => {
      const seen: Seen[] = [];
      for (let index = first; index <= last; index++) {
        const row = list.rowAt(index);
        if (row) seen.push({ id: row.id, index });
      }
      visible.current = seen;
      if (first === 0) setArrived(0);
    },
    [list],
  );
  const seen = useCallback(() => setArrived(0), []);
  return { arrived, note, seen };
}
