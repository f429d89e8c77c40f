/** Containers that mail programs put quoted messages in. Ids carry the prefix the sanitiser gave them. */
const QUOTE_CONTAINERS = [
  '.gmail_quote_container',
  '.gmail_quote',
  '.yahoo_quoted',
  '.protonmail_quote',
  '.tutanota_quote',
  '.zmail_extra',
  '.moz-forward-container',
  '[id="user-content-isReplyContent"]',
  '[id="user-content-OLK_SRC_BODY_SECTION"]',
  'blockquote[type="cite"]',
  'blockquote',
].join(',');

/** Elements that stand right before a quoted message which goes on to the end (Outlook and its kin). */
const QUOTE_DIVIDERS = [
  '[id="user-content-divRplyFwdMsg"]',
  '[id="user-content-appendonsend"]',
  '[id="user-content-reply-intro"]',
  '.moz-cite-prefix',
  'div[style*="border-top:solid #E1E1E1"]',
  'div[style*="border-top:solid #B5C4DF"]',
  'div[style*="border-top:1pt solid #E1E1E1"]',
].join(',');

const FORWARDED =
  /^\s*-{2,}\s*(?:forwarded message|weitergeleitete|message transféré|mensaje reenviado|messaggio inoltrato)/i;

function hasContent(node: Node): boolean {
  if (node.nodeType === 3) return /[^\s\u00a0\u200b]/.test(node.nodeValue ?? '');
  if (node.nodeType !== 1) return false;
  const element = node as Element;
  if (element.localName === 'style') return false;
  return element.localName === 'img' || [...element.childNodes].some(hasContent);
}

/** Whether anything is visible after (or before) `element` up to the body. */
function hasBeyond(element: Element, body: Element, side: 'nextSibling' | 'previousSibling'): boolean {
  for (let at: Element | null = element; at && at !== body; at = at.parentElement) {
    for (let sibling = at[side]; sibling; sibling = sibling[side]) if (hasContent(sibling)) return true;
  }
  return false;
}

function wrap(first: Element, last: Node, label: string): void {
  const document = first.ownerDocument;
  const details = document.createElement('details');
  details.className = 'skein-quote';
  const summary = document.createElement('summary');
  summary.textContent = '•••';
  summary.setAttribute('aria-label', label);
  summary.title = label;
  details.append(summary);
  first.before(details);
  let node: Node | null = first;
  while (node) {
    const following: Node | null = node === last ? null : node.nextSibling;
    details.append(node);
    node = following;
  }
}

/** The attribution line ("On … wrote:") that some programs leave before the container. */
function withAttribution(container: Element): Element {
  const before = container.previousElementSibling;
  const isAttribution =
    before !== null && /[:：]\s*$/.test(before.textContent ?? '') && (before.textContent ?? '').length < 300;
  return isAttribution && before.localName !== 'table' ? before : container;
}

/**
 * Puts the quoted message at the end of a reply into a details element, closed. Nothing is folded when
 * the quote is all there is, when the author wrote below it, or when it is a forwarded message.
 * @param label accessible name of the control that unfolds it
 */
export function foldTrailingQuote(body: HTMLElement, label: string): boolean {
  for (const divider of body.querySelectorAll(QUOTE_DIVIDERS)) {
    const last = divider.parentNode?.lastChild;
    if (!last || !hasBeyond(divider, body, 'previousSibling')) continue;
    const goesToTheEnd =
      divider.parentElement === body || !hasBeyond(divider.parentElement as Element, body, 'nextSibling');
    if (!goesToTheEnd || FORWARDED.test(divider.textContent ?? '')) continue;
    wrap(divider, last, label);
    return true;
  }
  for (const container of body.querySelectorAll(QUOTE_CONTAINERS)) {
    if (FORWARDED.test(container.textContent ?? '') || hasBeyond(container, body, 'nextSibling')) continue;
    const first = withAttribution(container);
    if (!hasBeyond(first, body, 'previousSibling')) continue;
    wrap(first, container, label);
    return true;
  }
  return false;
}
