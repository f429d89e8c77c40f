import { colourScheme } from './colour-scheme.ts';
import { isRenderable } from './complexity.ts';
import { doctypeLike } from './doctype.ts';
import { foldTrailingQuote } from './fold-quotes.ts';
import {
  DARKENED,
  frameHead,
  type RenderContext,
  type RenderedHtml,
  renderAsText,
} from './frame-document.ts';
import { sanitizeHtml } from './sanitize.ts';
import { markTurned, TURNED } from './turned.ts';

export type { RenderContext, RenderedHtml } from './frame-document.ts';

/** UTF-16 units of HTML that are sanitised; longer bodies are shown as text. */
const MAX_HTML = 3 * 1024 * 1024;

function attribute(element: Element, name: string): string {
  const value = element.getAttribute(name);
  return value !== null && /^[\w-]{1,20}$/.test(value) ? ` ${name}="${value}"` : '';
}

/**
 * The document the reading frame shows for the HTML of a message: sanitised, without any way to run
 * code, submit, navigate the frame or load from another server unless `remote` allows images (https
 * only); quoted text at the end folded. Never throws: what cannot be sanitised is shown as text.
 */
export function renderHtml(html: string, context: RenderContext = {}): RenderedHtml {
  if (html.length > MAX_HTML || !isRenderable(html)) return renderAsText(html, context);
  try {
    const scheme = colourScheme(html);
    const clean = sanitizeHtml(html, {
      cid: context.cid ?? new Map(),
      remote: context.remote ?? 'block',
      plain: scheme === 'plain',
    });
    const isEmpty =
      !clean.body.textContent?.trim() &&
      clean.body.querySelector('img,hr,[background],[style*="url("]') === null;
    if (isEmpty)
      return { ...renderAsText(html, context), blockedRemote: clean.blockedRemote, trackers: clean.trackers };
    foldTrailingQuote(clean.body, context.quoteLabel ?? 'Show quoted text');
    const darkened =
      scheme === 'paper'
        ? ` id="${DARKENED}"${markTurned(clean.root, clean.body) ? ` ${TURNED}=""` : ''}`
        : '';
    const styles = clean.head.innerHTML;
    clean.head.remove();
    const doctype = doctypeLike(html);
    const htmlTag = `<html${darkened}${attribute(clean.root, 'lang')}${attribute(clean.root, 'dir')}>`;
    return {
      html: `${doctype}${htmlTag}<head>${frameHead(context, scheme, doctype === '')}${styles}</head>${clean.body.outerHTML}</html>`,
      blockedRemote: clean.blockedRemote,
      trackers: clean.trackers,
      links: clean.links,
      asText: false,
      scheme,
    };
  } catch {
    return renderAsText(html, context);
  }
}
