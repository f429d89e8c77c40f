import { useQuery } from '@tanstack/react-query';
import { useVirtualizer } from '@tanstack/react-virtual';
import { ArrowUp } from 'lucide-react';
import { memo, useCallback, useEffect, useMemo, useRef, useState } from 'react';
import type { Channel } from '#shared/contract/model.ts';
import type { ThreadRow as Row } from '#shared/contract/threads.ts';
import { tellError } from '../../app/acts.ts';
import { announce } from '../../app/announce.tsx';
import { toErrorInfo } from '../../app/errors.ts';
import { useLabels } from '../../app/labels.ts';
import { listControl, registerList } from '../../app/listControl.ts';
import { accountsQuery, inbox, settingsQuery } from '../../app/queries.ts';
import { useSection } from '../../app/sections.ts';
import { useApp } from '../../app/store.ts';
import { strings } from '../../app/strings/index.ts';
import { narrowWindow, useMedia } from '../../app/useMedia.ts';
import { useNow } from '../../app/useNow.ts';
import { openWindow } from '../../app/windows.ts';
import { Button } from '../../design/Button.tsx';
import { ErrorState } from '../../design/ErrorState.tsx';
import { SegmentedControl } from '../../design/SegmentedControl.tsx';
import { dragThreads } from '../conversation/message-acts.ts';
import { SectionTabs } from '../sections/SectionTabs.tsx';
import { EmptyBar } from './EmptyBar.tsx';
import { EmptyPlace } from './EmptyPlace.tsx';
import { filterOf, partial, partView, titleOf } from './filter.ts';
import { RowActions } from './RowActions.tsx';
import { SelectionBar } from './SelectionBar.tsx';
import styles from './ThreadList.module.css';
import { rowId, ThreadRow, ThreadRowSkeleton } from './ThreadRow.tsx';
import { useReadAhead } from './useReadAhead.ts';
import { useSelection } from './useSelection.ts';
import { useStillScroll } from './useStillScroll.ts';
import { useThreadWindow } from './useThreadWindow.ts';

const t = strings.list;
const overscan = 6;
const openDelayMs = 90;
const minuteMs = 60_000;
const comfortableRem = 5.125;
const compactRem = 2.75;

function useRowHeight(): number {
  const { data: settings } = useQuery(settingsQuery());
  const compact = settings?.density === 'compact';
  // Asked for once: the answer makes the browser bring every style up to date.
  return useMemo(() => {
    const rem = Number.parseFloat(getComputedStyle(document.documentElement).fontSize) || 16;
    return Math.round((compact ? compactRem : comfortableRem) * rem);
  }, [compact]);
}

/** Moves in the list as list boxes do; false for keys that are not about moving. */
function listKey(key: string, pageRows: number): boolean {
  if (key === 'ArrowDown') listControl().move(1);
  else if (key === 'ArrowUp') listControl().move(-1);
  else if (key === 'PageDown') listControl().move(pageRows);
  else if (key === 'PageUp') listControl().move(-pageRows);
  else if (key === 'Home') listControl().jump('first');
  else if (key === 'End') listControl().jump('last');
  else return false;
  return true;
}

type Shown = 'all' | Channel;

const ListHead = memo(function ListHead({
  total,
  arrived,
  onShow,
}: {
  total: number;
  /** Threads that came in above what is shown. */
  arrived: number;
  onShow: () => void;
}) {
  const place = useApp((app) => app.place);
  const channel = useApp((app) => app.channel);
  const selecting = useApp((app) => app.checked.size > 0);
  if (selecting) return <SelectionBar />;
  return (
    <header className={styles.head}>
      <h2 className={styles.title}>{titleOf(place)}</h2>
      <span className="visually-hidden" role="status">
        {t.total(total)}
      </span>
      {arrived > 0 ? (
        <Button
          size="small"
          className={styles.newer}
          icon={<ArrowUp aria-hidden />}
          title={t.newerHelp}
          onClick={onShow}
        >
          {t.newer(arrived)}
        </Button>
      ) : null}
      <SegmentedControl<Shown>
        label={t.filter}
        value={channel ?? 'all'}
        options={[
          { value: 'all', label: t.all },
          { value: 'mail', label: t.mail },
          { value: 'sms', label: t.texts },
        ]}
        onChange={(value) => useApp.getState().setChannel(value === 'all' ? null : value)}
      />
    </header>
  );
});

function Empty() {
  const place = useApp((app) => app.place);
  const channel = useApp((app) => app.channel);
  const section = useSection();
  const elsewhere = place.kind === 'label' ? 'label' : 'all';
  const view = place.kind === 'view' ? place.view : elsewhere;
  const key = channel === 'sms' ? 'texts' : section === null ? view : 'section';
  return <EmptyPlace place={key} />;
}

/** How much of this place is still on its way, in words. */
const Partial = memo(function Partial() {
  const place = useApp((app) => app.place);
  const { data: accounts = [] } = useQuery(accountsQuery());
  const missing = partial(accounts, place);
  if (!missing) return null;
  return <p className={styles.partial}>{t.partial(missing.done, missing.total)}</p>;
});

/** Drags the mail of a thread out, or of all that are selected where it is one of them. */
function dragOut({ id }: Row): void {
  const { checked, place } = useApp.getState();
  dragThreads(checked.has(id) ? [...checked] : [id], partView(place)).catch(tellError);
}

/** The threads of the place, drawn only where they are seen; holds the focus and names the active row. */
export function ThreadList() {
  const place = useApp((app) => app.place);
  const channel = useApp((app) => app.channel);
  const threadId = useApp((app) => app.threadId);
  const cursorId = useApp((app) => app.cursorId);
  const checked = useApp((app) => app.checked);
  const section = useSection();
  const filter = useMemo(() => filterOf(place, channel, section) ?? inbox, [place, channel, section]);
  const list = useThreadWindow(filter);
  const selection = useSelection(list, filter);
  const narrow = useMedia(narrowWindow);
  const rowHeight = useRowHeight();
  const today = useNow(minuteMs);
  const labels = useLabels();
  const scroller = useRef<HTMLDivElement>(null);
  const [hovered, setHovered] = useState<number | null>(null);
  const lastIndex = useRef(-1);
  const openTimer = useRef<ReturnType<typeof setTimeout>>(undefined);

  const virtualizer = useVirtualizer({
    count: list.total,
    getScrollElement: () => scroller.current,
    estimateSize: () => rowHeight,
    overscan,
  });
  // biome-ignore lint/correctness/useExhaustiveDependencies: sizes are measured again when the height changes
  useEffect(() => virtualizer.measure(), [rowHeight]);

  const still = useStillScroll(scroller, list, rowHeight, threadId !== null, JSON.stringify(filter));
  const items = virtualizer.getVirtualItems();
  const first = items[0]?.index ?? 0;
  const last = items.at(-1)?.index ?? 0;
  useEffect(() => list.look(first, last), [list, first, last]);
  // From the virtualizer, which knows: asking the element would lay the page out once more for every frame.
  const height = virtualizer.scrollRect?.height ?? 0;
  const top = Math.floor((virtualizer.scrollOffset ?? 0) / rowHeight);
  const bottom = top + Math.ceil(height / rowHeight);
  useEffect(() => {
    if (height > 0) still.note(top, bottom);
  }, [still.note, top, bottom, height]);
  useEffect(() => {
    if (still.arrived > 0) announce(t.arrived(still.arrived));
  }, [still.arrived]);

  const cursorIndex = cursorId ? list.indexOf(cursorId) : -1;
  if (cursorIndex >= 0) lastIndex.current = cursorIndex;

  const press = useCallback(
    (row: Row, index: number, how: 'open' | 'check' | 'range' | 'own-window') => {
      const app = useApp.getState();
      scroller.current?.focus({ preventScroll: true });
      lastIndex.current = index;
      if (how === 'open') {
        app.openThread(row.id);
        return;
      }
      if (how === 'own-window') {
        openWindow({ kind: 'thread', threadId: row.id, view: partView(app.place) ?? null });
        return;
      }
      if (how === 'check') app.toggleChecked(row.id);
      else selection.to(index);
      app.setCursor(row.id);
    },
    [selection],
  );

  useEffect(() => {
    const show = (index: number) => {
      const to = Math.max(0, Math.min(list.total - 1, index));
      const row = list.rowAt(to);
      virtualizer.scrollToIndex(to, { align: 'auto' });
      lastIndex.current = to;
      if (!row) return;
      const app = useApp.getState();
      app.set({ cursorId: row.id, anchorId: row.id });
      clearTimeout(openTimer.current);
      // Holding the key down passes over threads without loading each one.
      if (app.threadId && !narrow)
        openTimer.current = setTimeout(() => useApp.getState().openThread(row.id), openDelayMs);
    };
    return registerList({
      move: (delta) => {
        const at = cursorId ? (cursorIndex >= 0 ? cursorIndex : lastIndex.current) : -1;
        show(at < 0 && delta < 0 ? 0 : at + delta);
      },
      jump: (to) => show(to === 'first' ? 0 : list.total - 1),
      extend: (delta) => {
        const from = Math.max(0, cursorIndex >= 0 ? cursorIndex : lastIndex.current);
        const to = Math.max(0, Math.min(list.total - 1, cursorId ? from + delta : from));
        selection.extend(from, to);
        clearTimeout(openTimer.current);
        virtualizer.scrollToIndex(to, { align: 'auto' });
        lastIndex.current = to;
        const row = list.rowAt(to);
        if (row) useApp.getState().setCursor(row.id);
      },
      selectAll: selection.all,
      open: () => {
        const id = useApp.getState().cursorId;
        if (!id) return;
        clearTimeout(openTimer.current);
        useApp.getState().openThread(id);
        useApp.getState().set({ enterConversation: true });
      },
      neighbour: (ids) => {
        const indices = ids.map(list.indexOf).filter((index) => index >= 0);
        if (indices.length === 0) return null;
        const gone = new Set(ids);
        for (let index = Math.max(...indices) + 1; index < list.total; index++) {
          const row = list.rowAt(index);
          if (row && !gone.has(row.id)) return row.id;
          if (!row) break;
        }
        for (let index = Math.min(...indices) - 1; index >= 0; index--) {
          const row = list.rowAt(index);
          if (row && !gone.has(row.id)) return row.id;
          if (!row) break;
        }
        return null;
      },
      focus: () => scroller.current?.focus(),
    });
  }, [list, selection, cursorId, cursorIndex, narrow, virtualizer]);

  const hoveredRow = hovered === null ? undefined : list.rowAt(hovered);
  useReadAhead(list, cursorIndex, hoveredRow, partView(place));

  const pageRows = Math.max(1, Math.floor(height / rowHeight) - 1);
  const { seen } = still;
  const showNewest = useCallback(() => {
    if (scroller.current) scroller.current.scrollTop = 0;
    seen();
  }, [seen]);
  const empty = !list.loading && list.total === 0;
  return (
    <>
      <ListHead total={list.total} arrived={still.arrived} onShow={showNewest} />
      <SectionTabs />
      <EmptyBar total={list.total} />
      <Partial />
      {list.error && list.loading ? <ErrorState error={toErrorInfo(list.error)} /> : null}
      {empty ? <Empty /> : null}
      <div
        ref={scroller}
        className={styles.scroller}
        hidden={empty}
        role="listbox"
        aria-label={titleOf(place)}
        aria-multiselectable="true"
        aria-busy={list.loading || undefined}
        aria-activedescendant={cursorId && cursorIndex >= 0 ? rowId(cursorId) : undefined}
        tabIndex={0}
        data-region-focus=""
        onKeyDown={(event) => {
          if (event.ctrlKey || event.metaKey || event.altKey || event.shiftKey) return;
          if (listKey(event.key, pageRows)) event.preventDefault();
        }}
        onPointerLeave={(event) => {
          const to = event.relatedTarget;
          if (!(to instanceof Element && to.closest('[data-row-actions]'))) setHovered(null);
        }}
      >
        <div className={styles.all} role="presentation" style={{ height: virtualizer.getTotalSize() }}>
          {items.map((item) => {
            const row = list.rowAt(item.index);
            if (!row) return <ThreadRowSkeleton key={item.index} top={item.start} height={rowHeight} />;
            return (
              <ThreadRow
                key={row.id}
                row={row}
                index={item.index}
                total={list.total}
                top={item.start}
                height={rowHeight}
                today={today}
                labels={labels}
                open={row.id === threadId}
                cursor={row.id === cursorId}
                checked={checked.has(row.id)}
                selecting={checked.size > 0}
                onPress={press}
                onHover={setHovered}
                onDrag={dragOut}
              />
            );
          })}
        </div>
      </div>
      {hoveredRow && hovered !== null ? (
        <RowActions
          row={hoveredRow}
          top={(scroller.current?.offsetTop ?? 0) + hovered * rowHeight - (scroller.current?.scrollTop ?? 0)}
          height={rowHeight}
          gutter={scroller.current ? scroller.current.offsetWidth - scroller.current.clientWidth : 0}
          onLeave={() => setHovered(null)}
        />
      ) : null}
    </>
  );
}
