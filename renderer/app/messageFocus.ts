/** The keyboard in an open thread: from message to message. */

const messages = () => [
  ...document.querySelectorAll<HTMLElement>('[data-region="conversation"] [data-item]'),
];

/** The message that the keyboard is in; null when it is in none. */
export function focusedMessage(): string | null {
  return document.activeElement?.closest<HTMLElement>('[data-item]')?.dataset.item ?? null;
}

/** Goes to the next message, or to the one before; from elsewhere to the first in sight, or to the last. */
export function focusMessage(step: 1 | -1): void {
  const all = messages();
  const now = all.findIndex((one) => one.contains(document.activeElement));
  const scroller = all[0]?.closest('[data-region-focus]')?.getBoundingClientRect();
  const inSight = all.findIndex((one) => one.getBoundingClientRect().bottom > (scroller?.top ?? 0) + 8);
  const at = now >= 0 ? now + step : step > 0 ? inSight : all.length - 1;
  const target = all[Math.max(0, Math.min(all.length - 1, at))];
  if (!target) return;
  // Of a mail that is its head, which unfolds it.
  target.querySelector<HTMLElement>('button, a')?.focus({ preventScroll: true });
  target.scrollIntoView({ block: target.offsetHeight > (scroller?.height ?? 0) ? 'start' : 'nearest' });
}
