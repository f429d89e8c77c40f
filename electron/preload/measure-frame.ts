const FRAME_HEIGHT_MESSAGE = 'skein:frame-height';
const APP_ORIGIN = 'app://skein';

/**
 * Tells the window how tall this message's document is, now and whenever it changes. Runs in the preload
 * script's own world; the document itself has no script.
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
    new ResizeObserver(tell).observe(document.documentElement);
    tell();
  });
}
