import { useRef } from 'react';
import styles from './Shell.module.css';
import { changeSettings } from './settings.ts';
import { useApp } from './store.ts';
import { strings } from './strings/index.ts';

const narrowest = 280;
const widest = 640;
const usual = 392;
const step = 16;

const within = (width: number) => Math.round(Math.min(widest, Math.max(narrowest, width)));

/** Sets the width of the list by dragging, or with the arrow keys. Widths are CSS pixels at 100 % text. */
export function ListResizer({ width }: { width: number }) {
  const from = useRef<{ x: number; width: number } | null>(null);
  const keep = async (to: number) => {
    useApp.getState().set({ listWidth: within(to) });
    await changeSettings({ listWidth: within(to) });
    useApp.getState().set({ listWidth: null });
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
        from.current = { x: event.clientX, width };
      }}
      onPointerMove={(event) => {
        if (!from.current) return;
        useApp.getState().set({ listWidth: within(from.current.width + event.clientX - from.current.x) });
      }}
      onPointerUp={() => {
        if (from.current && from.current.width !== width) void keep(width);
        from.current = null;
      }}
      onDoubleClick={() => void keep(usual)}
      onKeyDown={(event) => {
        if (event.key === 'ArrowLeft') void keep(width - step);
        if (event.key === 'ArrowRight') void keep(width + step);
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
