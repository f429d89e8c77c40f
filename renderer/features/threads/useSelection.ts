import { useMemo } from 'react';
import { tellError } from '../../app/acts.ts';
import { engine } from '../../app/engine.ts';
import type { ThreadFilter } from '../../app/queries.ts';
import { useApp } from '../../app/store.ts';
import { strings } from '../../app/strings/index.ts';
import type { ThreadWindow } from './useThreadWindow.ts';

/** As many threads as one act takes. */
const most = 5000;
const perCall = 500;

/** The ids of the threads from one index to another, both included, at most `most`. */
async function idsBetween(list: ThreadWindow, filter: ThreadFilter, a: number, b: number): Promise<string[]> {
  const from = Math.min(a, b);
  const to = Math.min(Math.max(a, b), from + most - 1);
  const loaded = Array.from({ length: to - from + 1 }, (_, index) => list.rowAt(from + index)?.id);
  if (loaded.every((id) => id !== undefined)) return loaded;
  const ids: string[] = [];
  while (ids.length <= to - from) {
    const offset = from + ids.length;
    const limit = Math.min(perCall, to - offset + 1);
    const { rows } = await engine.threads.page({ ...filter, offset, limit });
    if (rows.length === 0) break;
    ids.push(...rows.map((row) => row.id));
  }
  return ids;
}

export interface Selection {
  /** Selects from where the selection began to this row. */
  to(index: number): void;
  /** Moves the end of the range from one row to another: what it leaves is not selected any more. */
  extend(from: number, to: number): void;
  all(): void;
}

/** Selects ranges of a list, also those that are not loaded. */
export function useSelection(list: ThreadWindow, filter: ThreadFilter): Selection {
  return useMemo(() => {
    const anchorOf = (otherwise: number) => {
      const { anchorId } = useApp.getState();
      const index = anchorId ? list.indexOf(anchorId) : -1;
      return index >= 0 ? index : otherwise;
    };
    return {
      to: (index) => {
        const anchor = anchorOf(index);
        const anchorId = list.rowAt(anchor)?.id ?? null;
        idsBetween(list, filter, anchor, index)
          .then((ids) => useApp.getState().set({ checked: new Set(ids), anchorId }))
          .catch(tellError);
      },
      extend: (from, to) => {
        const anchor = anchorOf(from);
        const anchorId = list.rowAt(anchor)?.id ?? null;
        Promise.all([idsBetween(list, filter, anchor, from), idsBetween(list, filter, anchor, to)])
          .then(([left, taken]) => {
            const { checked, set } = useApp.getState();
            const kept = [...checked].filter((id) => !left.includes(id));
            set({ checked: new Set([...kept, ...taken]), anchorId });
          })
          .catch(tellError);
      },
      all: () => {
        if (list.total === 0) return;
        idsBetween(list, filter, 0, list.total - 1)
          .then((ids) => {
            const app = useApp.getState();
            app.set({ checked: new Set(ids) });
            if (ids.length < list.total) app.toast({ text: strings.list.selectedFirst(ids.length) });
          })
          .catch(tellError);
      },
    };
  }, [list, filter]);
}
