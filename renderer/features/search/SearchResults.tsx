import { useQuery, useQueryClient } from '@tanstack/react-query';
import { Search, SearchX } from 'lucide-react';
import { useCallback, useEffect, useRef, useState } from 'react';
import type { SearchHit } from '#shared/contract/search.ts';
import { toErrorInfo } from '../../app/errors.ts';
import { listControl, registerList } from '../../app/listControl.ts';
import { firstHits, searchQuery } from '../../app/queries.ts';
import { keys } from '../../app/queryKeys.ts';
import { useApp } from '../../app/store.ts';
import { strings } from '../../app/strings/index.ts';
import { narrowWindow, useMedia } from '../../app/useMedia.ts';
import { Banner } from '../../design/Banner.tsx';
import { Button } from '../../design/Button.tsx';
import { EmptyState } from '../../design/EmptyState.tsx';
import { ErrorState } from '../../design/ErrorState.tsx';
import { Skeleton } from '../../design/Skeleton.tsx';
import { Hit, hitId } from './Hit.tsx';
import { OperatorBar, OperatorHelp } from './OperatorBar.tsx';
import styles from './Search.module.css';

const words = strings.search;
const largestLimit = 500;
const openDelayMs = 90;
const none: SearchHit[] = [];

/** Moves in the list as list boxes do; false for keys that are not about moving. */
function listKey(key: string): boolean {
  if (key === 'ArrowDown') listControl().move(1);
  else if (key === 'ArrowUp') listControl().move(-1);
  else if (key === 'PageDown') listControl().move(8);
  else if (key === 'PageUp') listControl().move(-8);
  else if (key === 'Home') listControl().jump('first');
  else if (key === 'End') listControl().jump('last');
  else return false;
  return true;
}

function Hits({ hits, label }: { hits: SearchHit[]; label: string }) {
  const threadId = useApp((app) => app.threadId);
  const narrow = useMedia(narrowWindow);
  const [cursor, setCursor] = useState(-1);
  const list = useRef<HTMLDivElement>(null);
  const openTimer = useRef<ReturnType<typeof setTimeout>>(undefined);

  const open = useCallback(
    (index: number) => {
      const hit = hits[index];
      if (!hit) return;
      clearTimeout(openTimer.current);
      setCursor(index);
      useApp.getState().openThread(hit.threadId, hit.id);
    },
    [hits],
  );
  const show = useCallback(
    (index: number) => {
      const to = Math.max(0, Math.min(hits.length - 1, index));
      const hit = hits[to];
      if (!hit) return;
      setCursor(to);
      const app = useApp.getState();
      app.setCursor(hit.threadId);
      document.getElementById(hitId(hit.id))?.scrollIntoView({ block: 'nearest' });
      clearTimeout(openTimer.current);
      // Holding the key down passes over messages without loading each thread.
      if (app.threadId && !narrow) openTimer.current = setTimeout(() => open(to), openDelayMs);
    },
    [hits, narrow, open],
  );
  useEffect(() => () => clearTimeout(openTimer.current), []);
  useEffect(
    () =>
      registerList({
        move: (delta) => show(cursor < 0 ? 0 : cursor + delta),
        jump: (to) => show(to === 'first' ? 0 : hits.length - 1),
        open: () => {
          open(Math.max(0, cursor));
          useApp.getState().set({ enterConversation: true });
        },
        neighbour: (ids) =>
          hits.find((hit, at) => at > cursor && !ids.includes(hit.threadId))?.threadId ?? null,
        focus: () => list.current?.focus(),
      }),
    [hits, cursor, show, open],
  );

  const active = hits[cursor];
  return (
    <div
      ref={list}
      className={styles.hits}
      role="listbox"
      aria-label={label}
      aria-activedescendant={active ? hitId(active.id) : undefined}
      tabIndex={0}
      data-region-focus=""
      onFocus={() => {
        if (cursor < 0) show(0);
      }}
      onKeyDown={(event) => {
        if (event.ctrlKey || event.metaKey || event.altKey) return;
        if (listKey(event.key)) event.preventDefault();
      }}
    >
      {hits.map((hit, index) => {
        const isOpen = hit.threadId === threadId && (index === cursor || active?.threadId !== threadId);
        return (
          <Hit
            key={hit.id}
            hit={hit}
            index={index}
            total={hits.length}
            open={isOpen}
            cursor={index === cursor && !isOpen}
            onPress={open}
          />
        );
      })}
    </div>
  );
}

/** What matches the words in the search field, best first. */
export default function SearchResults() {
  const query = useApp((app) => app.searchQuery);
  const [limit, setLimit] = useState(firstHits);
  const client = useQueryClient();
  const { data, error, isPlaceholderData } = useQuery(searchQuery(query, limit));
  const hits = data?.hits ?? none;
  // biome-ignore lint/correctness/useExhaustiveDependencies: another query starts from the top again
  useEffect(() => setLimit(firstHits), [query]);

  const total = data?.total ?? 0;
  const shortened = hits.length < total;
  return (
    <>
      <header className={styles.head}>
        <h2>{words.title}</h2>
        {data && query && total > 0 ? (
          <span className={styles.count}>
            {shortened ? words.firstOf(hits.length, total) : words.total(total)}
          </span>
        ) : null}
        <span className="visually-hidden" role="status">
          {data && !isPlaceholderData ? (total > 0 ? words.total(total) : words.announceNone) : ''}
        </span>
      </header>
      <OperatorBar />
      {data && data.problems.length > 0 ? (
        <div className={styles.notice}>
          <Banner tone="warn" live>
            {data.problems.map((problem) => (
              <p key={problem}>{problem}</p>
            ))}
          </Banner>
        </div>
      ) : null}
      {data && data.notIndexed > 0 ? (
        <p className={styles.partial}>{words.notIndexed(data.notIndexed)}</p>
      ) : null}
      {query.trim() === '' ? (
        <EmptyState icon={<Search aria-hidden />} title={words.startTitle}>
          <p>{words.start}</p>
          <OperatorHelp />
        </EmptyState>
      ) : error ? (
        <ErrorState
          error={toErrorInfo(error)}
          action={
            <Button onClick={() => void client.invalidateQueries({ queryKey: keys.search })}>
              {words.retry}
            </Button>
          }
        />
      ) : !data ? (
        <div className={styles.loading} aria-hidden="true">
          {[1, 2, 3, 4].map((row) => (
            <Skeleton key={row} height="4rem" />
          ))}
        </div>
      ) : hits.length === 0 ? (
        <EmptyState icon={<SearchX aria-hidden />} title={words.emptyTitle(query.trim())}>
          {words.empty}
        </EmptyState>
      ) : (
        <div className={styles.frame}>
          <div className={styles.scroller} aria-busy={isPlaceholderData || undefined}>
            <Hits key={query} hits={hits} label={words.results} />
            {shortened ? (
              <div className={styles.more}>
                {limit < largestLimit ? (
                  <Button onClick={() => setLimit(Math.min(largestLimit, limit * 3))}>{words.more}</Button>
                ) : (
                  <p>{words.moreAll}</p>
                )}
              </div>
            ) : null}
          </div>
        </div>
      )}
    </>
  );
}
