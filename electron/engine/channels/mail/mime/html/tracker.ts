/** Images that are there to be fetched, not to be seen. */

/** Up to this many pixels a side nobody sees anything. */
const INVISIBLE = 2;

/** What mail services call the address that counts openings; only asked where the size is not given. */
const COUNTING =
  /\/(?:wf\/open|track\/open|e2t\/o|trk\/open|email[_-]?open|open(?:ed)?)(?:[./?]|$)|[/_-](?:pixel|beacon|tracker|open-?track(?:ing)?)\.(?:gif|png|php|aspx?)(?:\?|$)/i;

const HIDDEN =
  /(?:^|[;\s])(?:display\s*:\s*none|visibility\s*:\s*hidden|opacity\s*:\s*0(?:\.0+)?|(?:max-)?(?:height|width)\s*:\s*0(?:px)?)\s*(?:!important\s*)?(?:;|$)/i;

/** A side in pixels, by its style or its attribute; `null` when it is not given or relative. */
function side(element: Element, name: 'width' | 'height'): number | null {
  const style = new RegExp(`(?:^|[;\\s])${name}\\s*:\\s*([\\d.]+)px`, 'i').exec(
    element.getAttribute('style') ?? '',
  );
  const value = style?.[1] ?? /^\s*([\d.]+)(?:px)?\s*$/i.exec(element.getAttribute(name) ?? '')?.[1];
  const number = Number.parseFloat(value ?? '');
  return Number.isFinite(number) ? number : null;
}

/** Whether an image of a message, which would be loaded from `url`, only tells that the message was opened. */
export function isTracker(element: Element, url: string): boolean {
  const sides = [side(element, 'width'), side(element, 'height')].filter((each) => each !== null);
  if (sides.length > 0 && sides.every((each) => each <= INVISIBLE)) return true;
  if (element.hasAttribute('hidden') || HIDDEN.test(element.getAttribute('style') ?? '')) return true;
  return sides.length === 0 && COUNTING.test(url);
}
