const order = ['search', 'places', 'list', 'conversation', 'person', 'status'];

/** Moves focus to the next (1) or previous (-1) part of the window that is on screen. */
export function focusRegion(delta: 1 | -1): void {
  const present = order
    .map((name) => document.querySelector<HTMLElement>(`[data-region="${name}"]`))
    .filter((element): element is HTMLElement => element !== null && element.offsetParent !== null);
  if (present.length === 0) return;
  const at = present.findIndex((element) => element.contains(document.activeElement));
  const next = present[(at + delta + present.length) % present.length];
  const inside = next?.querySelector<HTMLElement>('[data-region-focus]');
  (inside ?? next)?.focus();
}
