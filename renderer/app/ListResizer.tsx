import { useRef } from 'react';
import { flushSync } from 'react-dom';
import styles from './Shell.module.css';
import { changeSettings } from './settings.ts';
import { useApp } from './store.ts';
import { strings } from './strings/index.ts';

const narrowest = 280;
const widest = 640;
const usual = 392;
const step = 16;

const within = (width: number) => Math.round(Math.min(widest, Math.max(narrowest, width)));

/** Pixels of the screen's layout to one of the width, which grows with the size of text. */
const scale = () => Number.parseFloat(getComputedStyle(document.documentElement).fontSize) / 16;

/** How wide the list is: less than was asked for where the conversation needs the room. */
const widthNow = (resizer: HTMLElement) =>
  (resizer.parentElement?.getBoundingClientRect().width ?? usual) / scale();

/** Sets the width of the list by dragging, or with the arrow keys. Widths are CSS pixels at 100 % text. */
export function ListResizer({ width }: { width: number }) {
  const from = useRef<{ x: number; width: number } | null>(null);
  const keep = async (to: number) => {
    useApp.getState().set({ listWidth: within(to) });
    await changeSettings({ listWidth: within(to) });
    useApp.getState().set({ listWidth: null });
  };
  const dragTo = (x: number) => {
    if (!from.current) return;
    const by = (x - from.current.x) / scale();
    if (by !== 0) useApp.getState().set({ listWidth: within(from.current.width + by) });
  };
  return (
    // biome-ignore lint/a11y/useSemanticElements: a focusable separator is the ARIA pattern for a window splitter
    <div
      className={styles.resizer}
      role="separator"
      aria-orientation="vertical"
      aria-label={strings.list.resize}
      aria-valuemin={narrowest}
      aria-valuemax={widest}
      aria-valuenow={width}
      tabIndex={0}
      onPointerDown={(event) => {
        event.currentTarget.setPointerCapture(event.pointerId);
        from.current = { x: event.clientX, width: widthNow(event.currentTarget) };
      }}
      onPointerMove={(event) => dragTo(event.clientX)}
      onPointerUp={(event) => {
        // As wide as it has become: the room it could not have here it was not given.
        flushSync(() => dragTo(event.clientX));
        if (from.current && useApp.getState().listWidth !== null) void keep(widthNow(event.currentTarget));
        from.current = null;
      }}
      onDoubleClick={() => void keep(usual)}
      onKeyDown={(event) => {
        const now = widthNow(event.currentTarget);
        if (event.key === 'ArrowLeft') void keep(now - step);
        // As wide as it can be in this window it stays as wide as was asked for.
        if (event.key === 'ArrowRight' && now > width - 1) void keep(now + step);
        if (event.key === 'Home') void keep(narrowest);
        if (event.key === 'End') void keep(widest);
      }}
    />
  );
}

/** The width of the list, as chosen or as it is being dragged. */
export function useListWidth(chosen: number | undefined): number {
  return useApp((app) => app.listWidth) ?? chosen ?? usual;
}
