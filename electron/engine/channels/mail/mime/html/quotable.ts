import { isRenderable } from './complexity.ts';
import { sanitizeHtml } from './sanitize.ts';

/** UTF-16 units of HTML that are quoted as HTML; longer mail is quoted as text. */
const MAX_HTML = 1024 * 1024;

export interface QuotableHtml {
  /** What stands in the body, to be put into a block of another document. */
  html: string;
  /** Content-IDs, without angle brackets, of the parts that it shows. */
  parts: string[];
}

/**
 * The HTML of a message as it may be quoted in another: sanitised as for reading, with pictures of other servers and
 * of the message itself (`cid:`) still named, and without its style sheets, which would style the answer too. `null`
 * when it is too large or too complex. `known` are the Content-IDs the message has.
 */
export function quotableHtml(html: string, known: readonly string[]): QuotableHtml | null {
  if (html.length > MAX_HTML || !isRenderable(html)) return null;
  const cid = new Map(known.map((id) => [id, `cid:${id}`]));
  const { body } = sanitizeHtml(html, { cid, remote: 'allow', plain: false });
  for (const style of body.querySelectorAll('style')) style.remove();
  for (const element of body.querySelectorAll('[data-skein-blocked]'))
    element.removeAttribute('data-skein-blocked');
  const shown = new Set<string>();
  for (const image of body.querySelectorAll('img[src^="cid:"]'))
    shown.add(image.getAttribute('src')!.slice('cid:'.length));
  return { html: body.innerHTML.trim(), parts: [...shown] };
}
