import { type DOMOutputSpec, type MarkSpec, type NodeSpec, Schema } from 'prosemirror-model';
import { pictureCid } from '#shared/text/draft-html.ts';
import { tableNodes } from './tables.ts';

/** What a link in a mail may lead to; anything else is kept as text. */
const LINK = /^(?:https?:\/\/|mailto:|tel:)\S/i;

/** The address as a link goes to it, or null when it is none: `example.org` means `https://example.org`. */
export function linkTarget(typed: string): string | null {
  const target = typed.trim();
  if (LINK.test(target)) return target;
  if (/^[^\s@/:]+@[^\s@/:]+\.[^\s@/:]+$/.test(target)) return `mailto:${target}`;
  return /^[\p{L}\p{N}-]+(?:\.[\p{L}\p{N}-]+)+(?:[/?#:]\S*)?$/u.test(target) ? `https://${target}` : null;
}

const SHOWN = 'skein-message://attachment/';
const CID = new RegExp(`^cid:(.+)${pictureCid('').replaceAll('.', '\\.')}$`);

/** The attachment a picture shows: as a draft names it, or as it is shown here, where what was copied comes from. */
function attachmentOf(source: string): string | undefined {
  return source.startsWith(SHOWN) ? source.slice(SHOWN.length) : CID.exec(source)?.[1];
}

const BLOCK =
  /^(?:address|article|aside|blockquote|center|dd|div|dl|dt|fieldset|figure|footer|form|h[1-6]|header|hr|li|main|nav|ol|p|pre|section|table|tbody|td|tfoot|th|thead|tr|ul|body)$/;

const isBlock = (node: Node) => BLOCK.test((node as Partial<Element>).localName ?? '');

/** A break that only ends its block: nothing is shown of it. */
function isLastInBlock(element: Node): boolean {
  for (let node = element; ; node = node.parentNode) {
    if (node.nextSibling) return isBlock(node.nextSibling);
    if (!node.parentNode || isBlock(node.parentNode)) return true;
  }
}

const hasBlocks = (element: Element) => [...element.children].some(isBlock);

const nodes = {
  doc: { content: 'block+' },
  paragraph: {
    content: 'inline*',
    group: 'block',
    parseDOM: [{ tag: 'p' }, { tag: 'div', getAttrs: (div) => !hasBlocks(div) && null }],
    toDOM: (): DOMOutputSpec => ['div', 0],
  },
  heading: {
    attrs: { level: { default: 2, validate: 'number' } },
    content: 'inline*',
    group: 'block',
    defining: true,
    parseDOM: [1, 2, 3, 4, 5, 6].map((level) => ({ tag: `h${level}`, attrs: { level: Math.min(level, 3) } })),
    toDOM: (node): DOMOutputSpec => [`h${node.attrs.level}`, 0],
  },
  blockquote: {
    content: 'block+',
    group: 'block',
    defining: true,
    parseDOM: [{ tag: 'blockquote' }],
    toDOM: (): DOMOutputSpec => ['blockquote', 0],
  },
  bullet_list: {
    content: 'list_item+',
    group: 'block',
    parseDOM: [{ tag: 'ul' }],
    toDOM: (): DOMOutputSpec => ['ul', 0],
  },
  ordered_list: {
    attrs: { start: { default: 1, validate: 'number' } },
    content: 'list_item+',
    group: 'block',
    parseDOM: [
      { tag: 'ol', getAttrs: (list) => ({ start: Math.max(1, (list as HTMLOListElement).start || 1) }) },
    ],
    toDOM: (node): DOMOutputSpec =>
      node.attrs.start === 1 ? ['ol', 0] : ['ol', { start: node.attrs.start }, 0],
  },
  list_item: {
    content: 'paragraph block*',
    defining: true,
    parseDOM: [{ tag: 'li' }],
    toDOM: (): DOMOutputSpec => ['li', 0],
  },
  code_block: {
    content: 'text*',
    marks: '',
    group: 'block',
    code: true,
    defining: true,
    parseDOM: [{ tag: 'pre', preserveWhitespace: 'full' }],
    toDOM: (): DOMOutputSpec => ['pre', 0],
  },
  horizontal_rule: { group: 'block', parseDOM: [{ tag: 'hr' }], toDOM: (): DOMOutputSpec => ['hr'] },
  ...tableNodes,
  text: { group: 'inline' },
  /** A picture of the draft, named by its attachment: no other picture is ever part of what is written. */
  image: {
    attrs: { attachment: { validate: 'string' }, alt: { default: '', validate: 'string' } },
    inline: true,
    group: 'inline',
    draggable: true,
    parseDOM: [
      {
        tag: 'img[src]',
        getAttrs: (image) => {
          const id = attachmentOf((image as Element).getAttribute('src') ?? '');
          return id ? { attachment: id, alt: (image as Element).getAttribute('alt') ?? '' } : false;
        },
      },
    ],
    toDOM: (node): DOMOutputSpec => ['img', { src: SHOWN + node.attrs.attachment, alt: node.attrs.alt }],
  },
  hard_break: {
    inline: true,
    group: 'inline',
    selectable: false,
    parseDOM: [{ tag: 'br', getAttrs: (br) => isLastInBlock(br) && null, ignore: true }, { tag: 'br' }],
    toDOM: (): DOMOutputSpec => ['br'],
  },
} satisfies Record<string, NodeSpec>;

const marks = {
  link: {
    attrs: { href: { validate: 'string' } },
    inclusive: false,
    parseDOM: [
      {
        tag: 'a[href]',
        getAttrs: (link) => {
          const href = (link as Element).getAttribute('href') ?? '';
          return LINK.test(href) ? { href } : false;
        },
      },
    ],
    toDOM: (mark): DOMOutputSpec => ['a', { href: mark.attrs.href, title: mark.attrs.href }, 0],
  },
  strong: {
    parseDOM: [
      { tag: 'strong' },
      // Google Docs wraps all it copies in a <b> that is not bold.
      { tag: 'b', getAttrs: (node) => (node as HTMLElement).style.fontWeight !== 'normal' && null },
      { style: 'font-weight=400', clearMark: (mark) => mark.type.name === 'strong' },
      {
        style: 'font-weight',
        getAttrs: (value) => /^(?:bold(?:er)?|[6-9]00)$/.test(value as string) && null,
      },
    ],
    toDOM: (): DOMOutputSpec => ['strong', 0],
  },
  em: {
    parseDOM: [{ tag: 'i' }, { tag: 'em' }, { style: 'font-style=italic' }],
    toDOM: (): DOMOutputSpec => ['em', 0],
  },
  underline: {
    parseDOM: [
      { tag: 'u' },
      { style: 'text-decoration=underline' },
      { style: 'text-decoration-line=underline' },
    ],
    toDOM: (): DOMOutputSpec => ['u', 0],
  },
  strike: {
    parseDOM: [{ tag: 's' }, { tag: 'del' }, { tag: 'strike' }, { style: 'text-decoration=line-through' }],
    toDOM: (): DOMOutputSpec => ['s', 0],
  },
  code: { parseDOM: [{ tag: 'code' }, { tag: 'tt' }], toDOM: (): DOMOutputSpec => ['code', 0] },
} satisfies Record<string, MarkSpec>;

/** All that a mail written here can say. What is pasted or opened is read into it, and the rest falls away. */
export const schema = new Schema({ nodes, marks });
