import { useRef } from 'react';
import styles from './Shell.module.css';
import { useApp } from './store.ts';
import { strings } from './strings/index.ts';

const narrowest = 280;
const widest = 640;
const step = 16;

/** Sets the width of the list by dragging, or with the arrow keys. Widths are CSS pixels at 100 % text. */
export function ListResizer() {
  const width = useApp((app) => app.listWidth);
  const from = useRef<{ x: number; width: number } | null>(null);
  const resize = (to: number) =>
    useApp.getState().set({ listWidth: Math.round(Math.min(widest, Math.max(narrowest, to))) });
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
        if (from.current) resize(from.current.width + event.clientX - from.current.x);
      }}
      onPointerUp={() => {
        from.current = null;
      }}
      onDoubleClick={() => resize(392)}
      onKeyDown={(event) => {
        if (event.key === 'ArrowLeft') resize(width - step);
        if (event.key === 'ArrowRight') resize(width + step);
      }}
    />
  );
}
