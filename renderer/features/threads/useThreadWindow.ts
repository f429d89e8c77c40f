import { hashKey, useQuery } from '@tanstack/react-query';
import { useMemo, useRef, useState } from 'react';
import type { ThreadRow } from '#shared/contract/threads.ts';
import { pageSize, type ThreadFilter, threadsQuery } from '../../app/queries.ts';

export interface ThreadWindow {
  total: number;
  /** The first index that is loaded. */
  offset: number;
  rows: readonly ThreadRow[];
  rowAt: (index: number) => ThreadRow | undefined;
  indexOf: (id: string) => number;
  loading: boolean;
  error: unknown;
  /** Asks for the page with these indices and those beside it. */
  look: (first: number, last: number) => void;
}

/**
 * The part of the list around what is on screen: three pages of 100, asked for in one call so that they fit
 * together. What was shown before stays until the next part is there.
 */
export function useThreadWindow(filter: ThreadFilter): ThreadWindow {
  const [startPage, setStartPage] = useState(0);
  const filterKey = hashKey([filter]);
  const shownFor = useRef(filterKey);
  const page = shownFor.current === filterKey ? startPage : 0;
  if (shownFor.current !== filterKey) shownFor.current = filterKey;
  const { data, error, isPending, isPlaceholderData } = useQuery(threadsQuery(filter, page));
  const current = data && hashKey([data.filter]) === filterKey ? data : null;

  return useMemo(() => {
    const rows = current?.rows ?? [];
    const offset = current?.offset ?? 0;
    const positions = new Map(rows.map((row, index) => [row.id, index + offset]));
    return {
      total: current?.total ?? 0,
      offset,
      rows,
      rowAt: (index) => rows[index - offset],
      indexOf: (id) => positions.get(id) ?? -1,
      loading: isPending || !current,
      error,
      look: (first, last) => {
        // One part at a time: whoever drags the bar passes over hundreds. Its answer makes the list look again.
        if (isPlaceholderData) return;
        setStartPage(Math.max(0, Math.floor((first + last) / 2 / pageSize) - 1));
      },
    };
  }, [current, isPending, isPlaceholderData, error]);
}
