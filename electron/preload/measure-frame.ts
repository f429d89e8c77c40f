import { FRAME_HEIGHT_MESSAGE } from '#shared/contract/window-messages.ts';

const APP_ORIGIN = 'app://skein';

/** A layout made for a wider window is shown smaller, down to this; what is wider still can be scrolled. */
const SMALLEST = 0.6;

function fitWidth(): void {
  const { body } = document;
  body.style.zoom = '1';
  // Not the width beside a scroll bar, which goes as soon as the frame is as tall as the document.
  const scale = window.innerWidth / (document.scrollingElement ?? body).scrollWidth;
  if (scale < 1) body.style.zoom = String(Math.max(SMALLEST, scale));
}

/**
 * Fits this message's document to the width there is, and tells the window how tall it is, now and whenever that
 * changes. Runs in the preload script's own world; the document itself has no script.
 */
export function measureFrame(): void {
  let last = 0;
  const tell = () => {
    const page = document.scrollingElement ?? document.body;
    // A layout that is still too wide has a scroll bar below it.
    const bar = Math.max(0, window.innerHeight - page.clientHeight);
    const height = Math.ceil(document.documentElement.getBoundingClientRect().height) + bar;
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
