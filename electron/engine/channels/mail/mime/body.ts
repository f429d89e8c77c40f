import { createHash } from 'node:crypto';
import { type Decoded, decodeBytes } from './charset.ts';
import { safeFilename } from './filename.ts';
import { renderFlowed } from './flowed.ts';
import { htmlToText } from './html-text.ts';
import { LIMITS } from './limits.ts';
import type { LeafPart, PartTree } from './part-tree.ts';
import { withLineFeeds } from './plain-characters.ts';
import type { ParsedAttachment } from './types.ts';

export interface Body {
  text: string | null;
  html: string | null;
  attachments: ParsedAttachment[];
  warnings: Set<string>;
}

type TextKind = 'plain' | 'html';
type TextGroup = Partial<Record<TextKind, string[]>>;

function markupCharset(content: Uint8Array): string | null {
  const head = Buffer.from(content.buffer, content.byteOffset, Math.min(content.length, 2048)).toString(
    'latin1',
  );
  return /<meta[^>]+charset\s*=\s*["']?([\w:.-]+)/i.exec(head)?.[1] ?? null;
}

function decodeText(leaf: LeafPart): Decoded {
  const isHtml = leaf.contentType === 'text/html';
  const charset = leaf.params.charset ?? null;
  const content = leaf.content.subarray(0, LIMITS.textBytes);
  const decoded = decodeBytes(content, charset, isHtml ? markupCharset(content) : null);
  let text = withLineFeeds(decoded.text).replaceAll('\0', '');
  if (!isHtml && leaf.params.format?.toLowerCase() === 'flowed') {
    text = renderFlowed(text, { delSp: leaf.params.delsp?.toLowerCase() === 'yes' });
  }
  return { text, warning: decoded.warning };
}

function isBodyText(leaf: LeafPart, isFirst: boolean): boolean {
  if (leaf.contentType !== 'text/plain' && leaf.contentType !== 'text/html') return false;
  if (leaf.disposition === 'attachment') return false;
  const isNamed = leaf.dispositionParams.filename !== undefined;
  return isFirst || !isNamed;
}

function escapeHtml(text: string): string {
  return text.replace(/[&<>"]/g, (char) => `&#${char.charCodeAt(0)};`);
}

function render(groups: TextGroup[], kind: TextKind): string | null {
  const other: TextKind = kind === 'html' ? 'plain' : 'html';
  if (!groups.some((group) => group[kind])) return null;
  return groups
    .map((group) => {
      const own = group[kind];
      if (own) return own.join('\n');
      const converted = (group[other] ?? []).map((text) =>
        kind === 'html' ? `<div style="white-space:pre-wrap">${escapeHtml(text)}</div>` : htmlToText(text),
      );
      return converted.join('\n');
    })
    .join('\n');
}

function toAttachment(leaf: LeafPart, html: string | null): ParsedAttachment {
  const referenced = leaf.contentId !== null && html !== null && isReferenced(html, leaf.contentId);
  return {
    partIndex: leaf.partIndex,
    filename: safeFilename(leaf.dispositionParams.filename ?? leaf.params.name),
    contentType: leaf.contentType,
    contentId: leaf.contentId,
    size: leaf.content.byteLength,
    sha256: createHash('sha256').update(leaf.content).digest('hex'),
    inline: leaf.disposition === 'inline' || (leaf.disposition === '' && referenced),
    referenced,
    content: leaf.content,
  };
}

function isReferenced(html: string, contentId: string): boolean {
  return html.includes(`cid:${contentId}`) || html.includes(`cid:${encodeURIComponent(contentId)}`);
}

/**
 * Chooses the body and the attachments of a message from its parts: text parts without an attachment
 * disposition are body text, an alternative counts once, and when a message mixes plain and HTML
 * parts each body holds all of it. Everything else, forwarded messages included, is an attachment.
 */
export function assembleBody(tree: PartTree): Body {
  const warnings = new Set<string>(tree.warnings);
  const groups = new Map<object, TextGroup>();
  const others: LeafPart[] = [];
  for (const leaf of tree.leaves) {
    if (!isBodyText(leaf, groups.size === 0)) {
      others.push(leaf);
      continue;
    }
    const decoded = decodeText(leaf);
    if (decoded.warning) warnings.add(decoded.warning);
    if (leaf.content.length > LIMITS.textBytes) warnings.add('text-truncated');
    const key = leaf.alternative ?? leaf;
    const group = groups.get(key) ?? {};
    groups.set(key, group);
    const kind: TextKind = leaf.contentType === 'text/html' ? 'html' : 'plain';
    group[kind] = [...(group[kind] ?? []), decoded.text];
  }
  const bounded = (text: string | null): string | null => {
    if (text === null || text.length <= LIMITS.text) return text;
    warnings.add('text-truncated');
    return text.slice(0, LIMITS.text);
  };
  const all = [...groups.values()];
  const text = bounded(render(all, 'plain'));
  const html = bounded(render(all, 'html'));
  return { text, html, attachments: others.map((leaf) => toAttachment(leaf, html)), warnings };
}
