import { type Decoded, decodeBytes } from './charset.ts';
import { decodeWords } from './encoded-words.ts';
import { safeFilename } from './filename.ts';
import { renderFlowed } from './flowed.ts';
import { readHeader } from './header.ts';
import { htmlToText } from './html-text.ts';
import { LIMITS } from './limits.ts';
import { PartContent } from './part-content.ts';
import type { LeafPart, PartTree } from './part-tree.ts';
import { withLineFeeds } from './plain-characters.ts';
import { readTnef, type TnefMessage } from './tnef.ts';
import type { ParsedAttachment } from './types.ts';
import { type EmbeddedFile, extractUuencoded } from './uuencode.ts';

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

function decodeText(leaf: LeafPart): Decoded & { files: EmbeddedFile[] } {
  const isHtml = leaf.contentType === 'text/html';
  const charset = leaf.params.charset ?? null;
  const content = leaf.content.bytes.subarray(0, LIMITS.textBytes);
  const decoded = decodeBytes(content, charset, isHtml ? markupCharset(content) : null);
  let text = withLineFeeds(decoded.text).replaceAll('\0', '');
  if (isHtml) return { text, warning: decoded.warning, files: [] };
  const { text: prose, files } = extractUuencoded(text);
  text = prose;
  if (leaf.params.format?.toLowerCase() === 'flowed') {
    text = renderFlowed(text, { delSp: leaf.params.delsp?.toLowerCase() === 'yes' });
  }
  return { text, warning: decoded.warning, files };
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

type FilePart = Pick<LeafPart, 'partIndex' | 'contentType' | 'contentId' | 'disposition' | 'content'> & {
  name: string | undefined;
};

const nameOf = ({ dispositionParams, params, contentType, content }: LeafPart): string | undefined =>
  dispositionParams.filename ??
  params.name ??
  (contentType === 'message/rfc822' ? messageName(content.bytes) : undefined);

/** A mail within a mail is called by its subject. */
function messageName(content: Uint8Array): string {
  const { fields } = readHeader(content.subarray(0, LIMITS.header));
  const subject = fields.find(([name]) => name.toLowerCase() === 'subject')?.[1];
  return `${
    decodeWords(subject ?? '')
      .trim()
      .slice(0, 80) || 'message'
  }.eml`;
}

function toAttachment(part: FilePart, html: string | null): ParsedAttachment {
  const referenced = part.contentId !== null && html !== null && isReferenced(html, part.contentId);
  return {
    partIndex: part.partIndex,
    filename: safeFilename(part.name),
    contentType: part.contentType,
    contentId: part.contentId,
    ...part.content.digest(),
    inline: part.disposition === 'inline' || (part.disposition === '' && referenced),
    referenced,
    get content() {
      return part.content.bytes;
    },
  };
}

/** Whether a part is Outlook's wrapping, also under the type it gets from servers that do not know it. */
const isTnef = (leaf: LeafPart) =>
  /^application\/(vnd\.)?ms-tnef$/.test(leaf.contentType) ||
  (leaf.contentType === 'application/octet-stream' && /^winmail\.dat$/i.test(nameOf(leaf) ?? ''));

/** The type is what the wrapping says of its file, where that is one. */
const typeOf = (type: string | null) =>
  type !== null && /^[!-.0-~]+\/[!-.0-~]+$/.test(type) ? type.toLowerCase() : 'application/octet-stream';

function isReferenced(html: string, contentId: string): boolean {
  return html.includes(`cid:${contentId}`) || html.includes(`cid:${encodeURIComponent(contentId)}`);
}

const isEmptyTnef = ({ text, html, files }: TnefMessage) => !text && !html && files.length === 0;

/**
 * Chooses the body and the attachments of a message from its parts: text parts without an attachment
 * disposition are body text, an alternative counts once, and when a message mixes plain and HTML
 * parts each body holds all of it. Everything else, forwarded messages included, is an attachment.
 */
export function assembleBody(tree: PartTree): Body {
  const warnings = new Set<string>(tree.warnings);
  const groups = new Map<object, TextGroup>();
  const files: FilePart[] = [];
  // What lies within a part counts after all parts, so that theirs stay the numbers they have in the source.
  let next = tree.leaves.length;
  const embed = (file: Pick<FilePart, 'name' | 'contentType' | 'contentId'>, content: Uint8Array) =>
    files.push({ ...file, content: new PartContent(content), partIndex: next++, disposition: '' });
  let wrapped: TnefMessage | null = null;
  for (const leaf of tree.leaves) {
    if (!isBodyText(leaf, groups.size === 0)) {
      const message = isTnef(leaf) ? readTnef(leaf.content.bytes) : null;
      if (message) wrapped ??= message;
      for (const { name, contentType, contentId, content } of message?.files ?? [])
        embed({ name, contentType: typeOf(contentType), contentId }, content);
      if (!message || isEmptyTnef(message)) files.push({ ...leaf, name: nameOf(leaf) });
      continue;
    }
    const decoded = decodeText(leaf);
    if (decoded.warning) warnings.add(decoded.warning);
    for (const { name, content } of decoded.files)
      embed({ name, contentType: 'application/octet-stream', contentId: null }, content);
    if (leaf.content.bytes.length > LIMITS.textBytes) warnings.add('text-truncated');
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
  const text = bounded(all.length > 0 ? render(all, 'plain') : (wrapped?.text ?? null));
  const html = bounded(all.length > 0 ? render(all, 'html') : (wrapped?.html ?? null));
  files.sort((a, b) => a.partIndex - b.partIndex);
  return { text, html, attachments: files.map((file) => toAttachment(file, html)), warnings };
}
