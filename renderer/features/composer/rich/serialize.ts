/** What is written, as the HTML and the text of its draft. */
import type { Mark, Node } from 'prosemirror-model';
import { escapeHtml, keepSpaces, pictureCid } from '#shared/text/draft-html.ts';
import { schema } from './schema.ts';
import { cellAttributes, TABLE_LOOK } from './tables.ts';

export interface Written {
  html: string;
  text: string;
}

/** A block never changes: a key pressed makes a new one of the block it was pressed in, and the others are known. */
const known = new WeakMap<Node, Written>();

/** The whole document; one that is empty is the empty string. */
export function written(doc: Node): Written {
  const { firstChild } = doc;
  if (doc.childCount === 1 && firstChild?.type.name === 'paragraph' && firstChild.content.size === 0)
    return { html: '', text: '' };
  return { html: blocks(doc, 'html', ''), text: blocks(doc, 'text', '\n') };
}

function blocks(parent: Node, part: keyof Written, between: string): string {
  return parent.children.map((block) => say(block)[part]).join(between);
}

/** Blocks, or what stands within one, as the text of a mail has them. */
export function textOf(nodes: readonly Node[]): string {
  const inline = nodes[0]?.isInline ?? false;
  return inline
    ? inlineText(schema.nodes.paragraph.create(null, nodes))
    : nodes.map((block) => say(block).text).join('\n');
}

function say(block: Node): Written {
  let made = known.get(block);
  if (!made) {
    made = { html: htmlOf(block), text: blockText(block) };
    known.set(block, made);
  }
  return made;
}

function htmlOf(block: Node): string {
  const inner = () => blocks(block, 'html', '');
  switch (block.type.name) {
    case 'paragraph':
      return `<div>${inlineHtml(block) || '<br>'}</div>`;
    case 'heading':
      return `<h${block.attrs.level}>${inlineHtml(block) || '<br>'}</h${block.attrs.level}>`;
    case 'blockquote':
      return `<blockquote>${inner()}</blockquote>`;
    case 'bullet_list':
      return `<ul>${inner()}</ul>`;
    case 'ordered_list':
      return block.attrs.start === 1
        ? `<ol>${inner()}</ol>`
        : `<ol start="${block.attrs.start}">${inner()}</ol>`;
    case 'list_item':
      return `<li>${itemHtml(block)}</li>`;
    case 'table':
      return `<table ${TABLE_LOOK}><tbody>${inner()}</tbody></table>`;
    case 'table_row':
      return `<tr>${inner()}</tr>`;
    case 'table_cell':
      return cellHtml(block);
    case 'code_block':
      // A line break right after the tag is not part of the content.
      return `<pre>\n${escapeHtml(block.textContent)}</pre>`;
    default:
      return '<hr>';
  }
}

/** The first line of an item stands in it as it is, as people expect of a list. */
function itemHtml(item: Node): string {
  const [first, ...rest] = item.children;
  const line = inlineHtml(first!);
  const beginning = line === '' && rest.length > 0 ? say(first!).html : line;
  return beginning + rest.map((block) => say(block).html).join('');
}

/** A line that stands alone in a cell is all of it. */
function cellHtml(cell: Node): string {
  const tag = cell.attrs.heading ? 'th' : 'td';
  const attributes = Object.entries(cellAttributes(cell)).map(([name, value]) => ` ${name}="${value}"`);
  const only = cell.childCount === 1 && cell.firstChild!.type.name === 'paragraph' ? cell.firstChild : null;
  return `<${tag}${attributes.join('')}>${only ? inlineHtml(only) : blocks(cell, 'html', '')}</${tag}>`;
}

const TAGS: Record<string, string> = {
  strong: 'strong',
  em: 'em',
  underline: 'u',
  strike: 's',
  code: 'code',
};

const open = (mark: Mark) =>
  mark.type.name === 'link' ? `<a href="${escapeHtml(mark.attrs.href)}">` : `<${TAGS[mark.type.name]}>`;
const close = (mark: Mark) => (mark.type.name === 'link' ? '</a>' : `</${TAGS[mark.type.name]}>`);

function inlineHtml(block: Node): string {
  let html = '';
  /** A space here would be seen as none. */
  let folds = true;
  let active: readonly Mark[] = [];
  const change = (marks: readonly Mark[]) => {
    let same = 0;
    while (same < active.length && same < marks.length && active[same]!.eq(marks[same]!)) same++;
    for (const mark of active.slice(same).reverse()) html += close(mark);
    for (const mark of marks.slice(same)) html += open(mark);
    active = marks;
  };
  block.forEach((node) => {
    change(node.marks);
    if (node.isText) html += keepSpaces(escapeHtml(node.text!), folds);
    else if (node.type.name === 'image')
      html += `<img src="cid:${pictureCid(node.attrs.attachment)}" alt="${escapeHtml(node.attrs.alt)}">`;
    else html += '<br>';
    folds = node.type.name === 'hard_break' || (node.isText && node.text!.endsWith(' '));
  });
  change([]);
  // A break at the end of a block is not shown unless another follows.
  return block.lastChild?.type.name === 'hard_break' ? `${html}<br>` : html;
}

function blockText(block: Node): string {
  switch (block.type.name) {
    case 'blockquote':
      return blocks(block, 'text', '\n')
        .replace(/^/gm, '> ')
        .replace(/^> (?=>)/gm, '>');
    case 'bullet_list':
      return items(block, () => '- ');
    case 'ordered_list':
      return items(block, (index) => `${block.attrs.start + index}. `);
    case 'list_item':
    case 'table':
      return blocks(block, 'text', '\n');
    case 'table_row':
      return block.children.map((cell) => say(cell).text).join(' | ');
    case 'table_cell':
      return blocks(block, 'text', '\n')
        .replace(/\s*\n\s*/g, ' ')
        .trim();
    case 'code_block':
      return block.textContent;
    case 'horizontal_rule':
      return '-'.repeat(40);
    default:
      return inlineText(block);
  }
}

function items(list: Node, marker: (index: number) => string): string {
  return list.children
    .map((item, index) => {
      const mark = marker(index);
      return mark + say(item).text.replaceAll('\n', `\n${' '.repeat(mark.length)}`);
    })
    .join('\n');
}

/** Where a link leads stands behind its words, unless they say so. */
function inlineText(block: Node): string {
  let text = '';
  let words = '';
  let link: string | null = null;
  const endLink = () => {
    if (link && !says(words, link)) text += ` <${link.replace(/^(?:mailto|tel):/, '')}>`;
    link = null;
    words = '';
  };
  block.forEach((node) => {
    const href = node.marks.find(({ type }) => type.name === 'link')?.attrs.href ?? null;
    if (href !== link) endLink();
    link = href;
    const said = node.isText
      ? node.text!
      : node.type.name === 'image'
        ? node.attrs.alt && `[${node.attrs.alt}]`
        : '\n';
    text += said;
    words += said;
  });
  endLink();
  return text.replaceAll('\u00a0', ' ');
}

const bare = (address: string) =>
  address
    .toLowerCase()
    .replace(/^(?:https?:\/\/|mailto:|tel:)/, '')
    .replace(/\/$/, '');
const says = (words: string, href: string) => bare(words.trim()) === bare(href);
