import { type RefObject, useLayoutEffect } from 'react';
import { findRoom, isClear } from './find-room.ts';

/** What somebody may want to press or type into. Rows of a list are many, and scroll; what lies in a dialog is above. */
const CONTROLS =
  'button, a[href], input, select, textarea, summary, [contenteditable="true"], [role="switch"]';
const OTHERS = '[role="listbox"], [role="dialog"], [inert]';
/** The page may change below: a form opens, somebody scrolls. */
const LOOK_AGAIN_MS = 150;
const EDGE = 12;

/** Keeps what floats over the window off its controls; it moves only when it would cover one. `shown`: what it holds. */
export function useRoom(ref: RefObject<HTMLElement | null>, shown: readonly unknown[]): void {
  useLayoutEffect(() => {
    const element = ref.current;
    if (!element || shown.length === 0) return;
    const place = () => {
      const controls = [...document.querySelectorAll(CONTROLS)]
        .filter((one) => !element.contains(one) && !one.closest(OTHERS) && one.checkVisibility())
        .map((one) => one.getBoundingClientRect());
      const area = { left: 0, top: innerHeight / 3, right: innerWidth - EDGE, bottom: innerHeight };
      const now = element.getBoundingClientRect();
      if (now.right <= area.right && now.top >= 0 && isClear(now, controls)) return;
      element.style.translate = '';
      const { x, y } = findRoom(element.getBoundingClientRect(), controls, area);
      element.style.translate = `${Math.round(x)}px ${Math.round(y)}px`;
    };
    element.style.translate = '';
    // Before the next picture, and not for each change that comes before it: looking lays the page out.
    const frame = requestAnimationFrame(place);
    const timer = setInterval(place, LOOK_AGAIN_MS);
    window.addEventListener('resize', place);
    return () => {
      cancelAnimationFrame(frame);
      clearInterval(timer);
      window.removeEventListener('resize', place);
    };
  }, [ref, shown]);
}
