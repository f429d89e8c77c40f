import { FRAME_HEIGHT_MESSAGE } from '#shared/contract/window-messages.ts';

const APP_ORIGIN = 'app://skein';

/** A layout made for a wider window is shown smaller, down to this; what is wider still can be scrolled. */
const SMALLEST = 0.6;

function fitWidth(): void {
  const { documentElement: root, body } = document;
  body.style.zoom = '1';
  const scale = root.clientWidth / root.scrollWidth;
  if (scale < 1) body.style.zoom = String(Math.max(SMALLEST, scale));
}

/**
 * Fits this message's document to the width there is, and tells the window how tall it is, now and whenever that
 * changes. Runs in the preload script's own world; the document itself has no script.
 */
export function measureFrame(): void {
  let last = 0;
  const tell = () => {
    const height = Math.ceil(document.documentElement.getBoundingClientRect().height);
    if (height === last) return;
    last = height;
    window.parent.postMessage({ type: FRAME_HEIGHT_MESSAGE, height }, APP_ORIGIN);
  };
  window.addEventListener('DOMContentLoaded', () => {
    fitWidth();
    new ResizeObserver(tell).observe(document.documentElement);
    tell();
    let width = window.innerWidth;
    window.addEventListener('resize', () => {
      if (window.innerWidth === width) return;
      width = window.innerWidth;
      fitWidth();
    });
  });
}
