/** Which parts of a design for light paper stay as they are when it is shown darkened: pictures, and what is dark. */
import { colourIn } from './colour-scheme.ts';
import { PLACEHOLDER } from './image-policy.ts';
import { SheetBackgrounds } from './sheet-backgrounds.ts';

/** On what is the other way round than that which it lies in. */
export const TURNED = 'data-skein-turned';

/** Luma (0 to 1) up to which a background is dark, and from which it is light; between them it goes with the rest. */
const DARK = 0.35;
const LIGHT = 0.75;

/** A background of these belongs to a few words, such as a button's, and goes with what they stand on. */
const WORDS = new Set('a abbr b big button code em font i mark s small span strong sub sup u'.split(' '));

/**
 * Marks what is turned back, and within that what is turned again. Returns whether that begins with the page itself: the
 * background of the body covers all of it, where no filter of the body reaches.
 */
export function markTurned(root: Element, body: Element): boolean {
  const css = [...root.querySelectorAll('style')].map((style) => style.textContent ?? '').join('\n');
  const sheet = new SheetBackgrounds(css);
  const mark = (element: Element, around: boolean) => {
    const kept = isKept(element, sheet) ?? around;
    if (kept !== around) element.setAttribute(TURNED, '');
    for (const child of element.children) mark(child, kept);
  };
  const page = isKept(body, sheet) ?? false;
  for (const child of body.children) mark(child, page);
  return page;
}

/** `null` where an element has no background of its own to go by. */
function isKept(element: Element, sheet: SheetBackgrounds): boolean | null {
  if (element.localName === 'img')
    return (element.getAttribute('src') ?? PLACEHOLDER) !== PLACEHOLDER || null;
  const style = element.getAttribute('style') ?? '';
  if (element.hasAttribute('background') || style.includes('url(')) return true;
  if (WORDS.has(element.localName) || /background-clip:\s*text/i.test(style)) return null;
  const declared = [...style.matchAll(/(?:^|;)\s*background(?:-color|-image)?\s*:([^;]*)/gi)];
  const value = declared.at(-1)?.[1] ?? sheet.of(element) ?? element.getAttribute('bgcolor') ?? '';
  if (value.includes('url(')) return true;
  const rgb = colourIn(value);
  if (rgb === null) return null;
  const [red, green, blue] = rgb;
  const luma = (0.2126 * red + 0.7152 * green + 0.0722 * blue) / 255;
  return luma <= DARK ? true : luma >= LIGHT ? false : null;
}
