import { FRAME_KEY_MESSAGE } from '#shared/contract/window-messages.ts';

const APP_ORIGIN = 'app://skein';

/** Keys of the viewer around a previewed file; pressed in its frame, they would otherwise be lost there. */
const FORWARDED = new Set(['Escape', 'ArrowLeft', 'ArrowRight', 'o', 's']);

/** Tells the window of keys pressed in a preview, which has no script of its own. */
export function forwardKeys(): void {
  window.addEventListener('keydown', (event) => {
    if (!event.isTrusted || event.ctrlKey || event.metaKey || event.altKey || !FORWARDED.has(event.key))
      return;
    event.preventDefault();
    window.parent.postMessage({ type: FRAME_KEY_MESSAGE, key: event.key }, APP_ORIGIN);
  });
}
