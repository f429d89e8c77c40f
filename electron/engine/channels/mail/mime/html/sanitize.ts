import createDOMPurify, { type Config, type DOMPurify } from 'dompurify';
import { JSDOM, VirtualConsole } from 'jsdom';
import { inkForBoth } from './colour-scheme.ts';
import { type CssPolicy, scrubDeclarations, scrubStyleSheet } from './css-scrub.ts';
import type { MessageLink } from './frame-document.ts';
import { ImagePolicy, PLACEHOLDER, type RemoteImages } from './image-policy.ts';
import { misleadingHost } from './link-text.ts';
import { isTracker } from './tracker.ts';

export interface SanitizedDocument {
  /** The html element of a document that belongs to nobody else; safe to change. */
  root: HTMLElement;
  head: HTMLElement;
  body: HTMLElement;
  links: MessageLink[];
  blockedRemote: number;
  trackers: number;
}

/** Given to every id and name of a message, so that none meets a name the document or a script relies on. */
const NAME_PREFIX = 'user-content-';
const LINK_SCHEMES = /^(?:https?:\/\/|mailto:|tel:)/i;
/** Attributes that may name something to load. Only those that are set again below come back. */
const LOADING_ATTRIBUTES =
  'src srcset sizes background poster data codebase classid lowsrc dynsrc longdesc profile manifest cite action formaction ping xlink:href'.split(
    ' ',
  );

const CONFIG = {
  USE_PROFILES: { html: true },
  WHOLE_DOCUMENT: true,
  RETURN_DOM: true,
  SANITIZE_DOM: true,
  SANITIZE_NAMED_PROPS: true,
  ALLOW_DATA_ATTR: false,
  ALLOW_UNKNOWN_PROTOCOLS: false,
  ADD_TAGS: ['center', 'font'],
  ADD_ATTR: [
    'link',
    'vlink',
    'alink',
    'text',
    'marginwidth',
    'marginheight',
    'leftmargin',
    'topmargin',
    'hspace',
    'vspace',
    'rules',
    'frame',
  ],
  FORBID_TAGS:
    'script iframe object embed applet form input button select option optgroup textarea datalist output fieldset link base meta audio video source track picture noscript template dialog slot frame frameset portal canvas marquee'.split(
      ' ',
    ),
  // What could be chosen is no text of the message.
  ADD_FORBID_CONTENTS: ['select', 'datalist'],
  FORBID_ATTR:
    'action method ping autofocus tabindex accesskey contenteditable popover popovertarget popovertargetaction slot is enterkeyhint inputmode'.split(
      ' ',
    ),
} satisfies Config;

let purifier: DOMPurify | null = null;

/** Made once. The virtual console swallows jsdom's complaints about the style sheets of messages. */
function purify(): DOMPurify {
  purifier ??= createDOMPurify(new JSDOM('', { virtualConsole: new VirtualConsole() }).window);
  return purifier;
}

function firstCandidate(srcset: string): string | null {
  return srcset.trim().split(/[\s,]+/)[0] || null;
}

/** Elements that DOMPurify is about to remove, but whose loads count as blocked. */
function reportLoads(element: Element, policy: ImagePolicy): void {
  // The children of these go with them, unseen by the hook.
  if (element.localName === 'svg' || element.localName === 'math') {
    for (const inner of element.querySelectorAll('*')) reportLoads(inner, policy);
  }
  const isVectorImage = element.localName === 'image' || element.localName === 'feImage';
  for (const attribute of [
    'src',
    'data',
    'poster',
    'srcset',
    ...(isVectorImage ? ['href', 'xlink:href'] : []),
  ]) {
    const value = element.getAttribute(attribute);
    if (value !== null) policy.image(attribute === 'srcset' ? (firstCandidate(value) ?? '') : value);
  }
  const isStyleSheet =
    element.localName === 'link' && /stylesheet|icon|preload/i.test(element.getAttribute('rel') ?? '');
  if (isStyleSheet) policy.image(element.getAttribute('href') ?? '');
}

function renameReference(element: Element, attribute: string): void {
  const value = element.getAttribute(attribute);
  if (value !== null)
    element.setAttribute(
      attribute,
      `${value.startsWith('#') ? '#' : ''}${NAME_PREFIX}${value.replace(/^#/, '')}`,
    );
}

function placeImage(element: Element, source: string | null, policy: ImagePolicy): void {
  const url = source === null ? null : policy.image(source);
  if (url !== null) element.setAttribute('src', url);
  else if (!element.getAttribute('alt')?.trim()) element.setAttribute('src', PLACEHOLDER);
  if (url === null && source !== null && !/^cid:/i.test(source))
    element.setAttribute('data-skein-blocked', '');
}

/** Attributes for colours, of a mail whose paper may turn dark. */
function treatColours(element: Element): void {
  for (const name of ['bgcolor', 'text', 'link', 'vlink', 'alink']) element.removeAttribute(name);
  const colour = element.localName === 'font' ? element.getAttribute('color') : null;
  const ink = colour === null ? null : inkForBoth(colour);
  if (ink === null) return;
  element.removeAttribute('color');
  element.setAttribute('style', `color:${ink};${element.getAttribute('style') ?? ''}`);
}

function treatAttributes(element: Element, policy: ImagePolicy, css: CssPolicy): void {
  const source = element.getAttribute('src') ?? firstCandidate(element.getAttribute('srcset') ?? '');
  if (element.localName === 'img' && source !== null && isTracker(element, source) && policy.refuse(source)) {
    element.removeAttribute('srcset');
    element.removeAttribute('alt');
  }
  for (const candidate of (element.getAttribute('srcset') ?? '').split(/,\s+/)) {
    if (candidate) policy.image(firstCandidate(candidate) ?? '');
  }
  const background = element.getAttribute('background');
  for (const attribute of LOADING_ATTRIBUTES) element.removeAttribute(attribute);
  if (element.localName === 'img') placeImage(element, source, policy);
  if (background !== null) {
    const url = policy.image(background);
    if (url !== null) element.setAttribute('background', url);
  }
  if (element.hasAttribute('usemap')) renameReference(element, 'usemap');
  const style = element.getAttribute('style');
  if (style !== null) {
    const scrubbed = scrubDeclarations(style, css);
    if (scrubbed === '') element.removeAttribute('style');
    else element.setAttribute('style', scrubbed);
  }
  if (css.plain) treatColours(element);
}

function treatLink(element: Element, links: MessageLink[]): void {
  const href = element.getAttribute('href');
  if (href === null) return;
  const target = href
    .replace(/[\p{Cc}\s]+/gu, (space) => (space.includes(' ') ? '%20' : ''))
    .replace(/^(?:%20)+/, '');
  element.removeAttribute('target');
  if (target.startsWith('#') && target.length > 1) {
    renameReference(element, 'href');
  } else if (LINK_SCHEMES.test(target)) {
    element.setAttribute('href', target);
    element.setAttribute('target', '_blank');
    element.setAttribute('rel', 'noopener noreferrer');
    const text = (element.textContent ?? '').replace(/\s+/g, ' ').trim().slice(0, 200);
    const shows = misleadingHost(text, target);
    if (shows !== null) element.setAttribute('data-skein-shows', shows);
    links.push({ href: target, text });
  } else {
    element.removeAttribute('href');
  }
}

/**
 * Sanitises the HTML of a message with DOMPurify and then with rules of our own for what DOMPurify
 * leaves to others: style sheets, every attribute that loads something, links, names.
 */
export function sanitizeHtml(
  html: string,
  options: { cid: ReadonlyMap<string, string>; remote: RemoteImages; plain: boolean },
): SanitizedDocument {
  const policy = new ImagePolicy(options.cid, options.remote);
  const css = {
    image: (url: string) => policy.image(url),
    id: (id: string) => NAME_PREFIX + id,
    plain: options.plain,
  };
  const engine = purify();
  engine.removeAllHooks();
  engine.addHook('beforeSanitizeElements', (node) => {
    const element = node as Element;
    if (element.nodeType !== 1) return;
    // Before DOMPurify sees it, because it drops any style sheet that holds an HTML comment.
    if (element.localName === 'style') element.textContent = scrubStyleSheet(element.textContent ?? '', css);
    else if (element.localName !== 'img') reportLoads(element, policy);
  });
  const root = engine.sanitize(html, CONFIG) as unknown as HTMLElement;
  engine.removeAllHooks();

  const links: MessageLink[] = [];
  for (const element of [root, ...root.querySelectorAll('*')]) {
    treatAttributes(element, policy, css);
    if (element.localName === 'a' || element.localName === 'area') treatLink(element, links);
    else element.removeAttribute('href');
  }
  const head =
    root.querySelector('head') ??
    root.insertBefore(root.ownerDocument.createElement('head'), root.firstChild);
  const body = root.querySelector('body') ?? root.appendChild(root.ownerDocument.createElement('body'));
  for (const child of [...head.children]) if (child.localName !== 'style') child.remove();
  return {
    root,
    head: head as HTMLElement,
    body: body as HTMLElement,
    links,
    blockedRemote: policy.blocked,
    trackers: policy.trackers,
  };
}
