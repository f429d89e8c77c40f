import { autoUpdate, computePosition, flip, offset, shift } from '@floating-ui/dom';
import { useEffect, useId, useRef, useState } from 'react';
import { createPortal } from 'react-dom';
import { Kbd } from './Kbd.tsx';
import styles from './overlay.module.css';
import type { TooltipSide } from './Tooltip.ts';

const openAfterMs = 500;
/** Having read one tooltip, whoever goes on to the next control reads that one at once. */
const nextWithinMs = 200;
/** The way from the control to its tooltip. */
const closeAfterMs = 100;

const controlOf = (at: EventTarget | null) =>
  at instanceof Element ? at.closest<HTMLElement>('[data-tooltip]') : null;
const isTooltip = (at: EventTarget | null) => at instanceof Element && at.closest('[role=tooltip]') !== null;

/** Tells whose tooltip is to be shown: of what the pointer rests on, or what the keyboard came to. */
function followControls(show: (control: HTMLElement | null) => void): () => void {
  let shown: HTMLElement | null = null;
  let closedAt = Number.NEGATIVE_INFINITY;
  let timer: ReturnType<typeof setTimeout> | undefined;
  /** What the pointer is over since it was used, or its tooltip was closed by hand. */
  let done: HTMLElement | null = null;
  let coming: HTMLElement | null = null;

  const now = (control: HTMLElement | null) => {
    clearTimeout(timer);
    coming = null;
    if (shown && !control) closedAt = performance.now();
    shown = control;
    show(control);
  };
  const listeners: { [Name in keyof DocumentEventMap]?: (event: DocumentEventMap[Name]) => void } = {
    pointerover: (event) => {
      if (event.pointerType === 'touch') return;
      const control = controlOf(event.target);
      if (control !== done) done = null;
      if (control !== null && (control === done || control === coming)) return;
      clearTimeout(timer);
      coming = null;
      if (control === shown || (shown && isTooltip(event.target))) return;
      if (control) {
        coming = control;
        const wait = shown || performance.now() - closedAt < nextWithinMs ? 0 : openAfterMs;
        timer = setTimeout(now, wait, control);
      } else if (shown) timer = setTimeout(now, closeAfterMs, null);
    },
    pointerdown: (event) => {
      done = controlOf(event.target);
      now(null);
    },
    focusin: (event) => {
      const control = controlOf(event.target);
      if (control?.matches(':focus-visible')) now(control);
    },
    focusout: (event) => {
      if (shown && shown === controlOf(event.target)) now(null);
    },
    keydown: (event) => {
      if (event.key !== 'Escape' || !(shown || coming)) return;
      done = shown ?? coming;
      now(null);
    },
    scroll: (event) => {
      if (shown && event.target instanceof Node && event.target.contains(shown)) now(null);
    },
  };
  const entries = Object.entries(listeners) as [string, EventListener][];
  for (const [name, listener] of entries) document.addEventListener(name, listener, true);
  return () => {
    clearTimeout(timer);
    for (const [name, listener] of entries) document.removeEventListener(name, listener, true);
  };
}

/** The one tooltip of the window, for every control that has the attributes of `tooltip`. */
export function TooltipLayer() {
  const [control, setControl] = useState<HTMLElement | null>(null);
  const tip = useRef<HTMLDivElement>(null);
  const id = useId();

  useEffect(() => followControls(setControl), []);
  useEffect(() => {
    const element = tip.current;
    if (!control || !element) return;
    // What the control is called already need not be read twice.
    const describes = control.getAttribute('aria-label') !== control.dataset.tooltip;
    if (describes) control.setAttribute('aria-describedby', id);
    const side = (control.dataset.tooltipSide ?? 'top') as TooltipSide;
    const place = () => {
      if (!control.isConnected) return setControl((current) => (current === control ? null : current));
      void computePosition(control, element, {
        placement: side,
        strategy: 'fixed',
        middleware: [offset(6), flip({ padding: 8 }), shift({ padding: 8 })],
      }).then(({ x, y }) => {
        element.style.translate = `${Math.round(x)}px ${Math.round(y)}px`;
        element.style.visibility = 'visible';
      });
    };
    const stop = autoUpdate(control, element, place);
    return () => {
      stop();
      if (describes) control.removeAttribute('aria-describedby');
    };
  }, [control, id]);

  if (!control) return null;
  const { tooltip: label, tooltipKeys: keys } = control.dataset;
  return createPortal(
    <div key={label} ref={tip} id={id} role="tooltip" className={styles.tooltip}>
      {label}
      {keys ? <Kbd keys={keys} /> : null}
    </div>,
    document.body,
  );
}
