import { htmlToText } from '../html-text.ts';
import { type ColourScheme, DARK_INK } from './colour-scheme.ts';
import type { RemoteImages } from './image-policy.ts';
import { TURNED } from './turned.ts';

export interface MessageLink {
  /** http, https, mailto or tel. */
  href: string;
  /** Visible text, white space folded, at most 200 characters. */
  text: string;
}

export interface RenderContext {
  /** Content-ID without angle brackets → URL that the reading frame may load. */
  cid?: ReadonlyMap<string, string>;
  /** Images on other servers. Default: block. */
  remote?: RemoteImages;
  /** Accessible name of the control that unfolds a quoted message. */
  quoteLabel?: string;
  /** CSP sources of attachment images beside data:. Default: skein-message: */
  attachmentSource?: string;
}

export interface RenderedHtml {
  /** A whole document with its own Content-Security-Policy; needs no script. */
  html: string;
  /** Distinct remote resources that were left out. */
  blockedRemote: number;
  /** Distinct images that only tell that the message was opened; they are left out always. */
  trackers: number;
  links: MessageLink[];
  /** The HTML could not be used and its text is shown instead. */
  asText: boolean;
  /** How it goes with the dark theme. */
  scheme: ColourScheme;
}

/** The fragment of its address under which a design made for light paper is shown darkened. */
export const DARKENED = 'skein-dark';

const BASE_STYLE =
  // No background: that of the body is to cover all of the frame, which has its paper from the window.
  `html{color:light-dark(#1a1a1a,${DARK_INK})}` +
  // Everything the other way round, and what shall stay as it is back again.
  `html:target:not([${TURNED}]){filter:invert(.9) hue-rotate(180deg)}` +
  `html:target [${TURNED}]{filter:invert(1) hue-rotate(180deg)}` +
  // The frame is made as tall as the document, so the document must not be as tall as the frame.
  ':root:root,:root:root>body{height:fit-content!important;min-height:0!important}' +
  // As far from the edge as the rest of the card. A margin given by attributes would not count beside one given here.
  ':where(body:not([leftmargin],[marginwidth])){margin-inline:14px}' +
  ':where(body:not([topmargin],[marginheight])){margin-block:12px}' +
  // As Chromium would show it: no line height of ours, nothing that makes a column narrower than its longest word.
  'body{box-sizing:border-box;font:15px Inter,system-ui,sans-serif;overflow-wrap:break-word}' +
  'pre{white-space:pre-wrap}' +
  '.skein-quote>summary{display:inline-block;list-style:none;cursor:pointer;padding:0 8px;border-radius:8px;' +
  'background:light-dark(#ececec,#3a3c43);color:light-dark(#555,#c3c2be);font:13px/18px system-ui,sans-serif}' +
  '.skein-quote>summary::-webkit-details-marker{display:none}';

/** In quirks mode a table does not take the size of the text around it. */
const QUIRKS_STYLE = 'table{font-size:15px}';

function escapeText(text: string): string {
  return text.replace(/[&<>"]/g, (char) => `&#${char.charCodeAt(0)};`);
}

function policyFor(context: RenderContext): string {
  const images = [
    'data:',
    context.attachmentSource ?? 'skein-message:',
    ...(context.remote === 'allow' ? ['https:'] : []),
  ];
  return [
    "default-src 'none'",
    `img-src ${images.join(' ')}`,
    "style-src 'unsafe-inline'",
    "base-uri 'none'",
    "form-action 'none'",
  ].join('; ');
}

/** The head every document of the reading frame starts with: its own policy first, then the base style. */
export function frameHead(context: RenderContext, scheme: ColourScheme, quirks = false): string {
  return (
    '<meta charset="utf-8">' +
    `<meta http-equiv="Content-Security-Policy" content="${escapeText(policyFor(context))}">` +
    '<meta name="referrer" content="no-referrer">' +
    '<meta name="viewport" content="width=device-width">' +
    `<style>html{color-scheme:${scheme === 'paper' ? 'only light' : 'light dark'}}${BASE_STYLE}${quirks ? QUIRKS_STYLE : ''}</style>`
  );
}

/** Characters of text made from HTML that could not be shown. */
const MAX_TEXT = 500_000;

/** The text of HTML that cannot be shown as HTML, as a document for the reading frame. Needs no DOM. */
export function renderAsText(html: string, context: RenderContext): RenderedHtml {
  const text = escapeText(htmlToText(html, MAX_TEXT));
  const head = frameHead(context, 'plain');
  return {
    html: `<!doctype html><html><head>${head}</head><body><pre style="font:inherit">${text}</pre></body></html>`,
    blockedRemote: 0,
    trackers: 0,
    links: [],
    asText: true,
    scheme: 'plain',
  };
}
