import PostalMime from 'postal-mime';
import { LIMITS } from './limits.ts';
import { PartContent } from './part-content.ts';

/** A leaf of the part tree. */
export interface LeafPart {
  partIndex: number;
  contentType: string;
  params: Record<string, string>;
  /** Lower-case disposition type (RFC 2183); empty when there is none. */
  disposition: string;
  dispositionParams: Record<string, string>;
  contentId: string | null;
  content: PartContent;
  /** The nearest multipart/alternative around the part, as an identity to group by. */
  alternative: object | null;
  /** The part stands inside a multipart/related. */
  related: boolean;
}

export interface PartTree {
  leaves: LeafPart[];
  warnings: Set<'boundary-missing' | 'multipart-truncated' | 'too-many-parts'>;
}

/** What postal-mime keeps of a part. Its published types leave these fields out. */
interface PostalNode {
  parentNode?: PostalNode;
  childNodes: PostalNode[];
  state: 'header' | 'body' | 'finished';
  contentType: { parsed: { value: string; params: Record<string, string> }; multipart: string | false };
  contentDisposition: { parsed: { value: string; params: Record<string, string> } };
  contentTransferEncoding: { encoding: string };
  contentId?: string;
  /** Collects the decoded body; without one the body is passed over. */
  contentDecoder: object | null;
}

interface PostalParser {
  root: PostalNode;
  currentNode: PostalNode;
  boundaries: unknown[];
  av: Uint8Array;
  readPos: number;
  processLine(line: Uint8Array, isFinal: boolean): Promise<void>;
  finalize(): Promise<void>;
}

const PostalInternals = PostalMime as unknown as new (options: object) => PostalParser;

const DONE = Promise.resolve();
const LF = 0x0a;
const CR = 0x0d;

/**
 * postal-mime as a reader of the part tree alone. Its own choice of text and attachments is switched
 * off (that is made in body.ts, where charsets are judged), and so are its decoders: the extent of each
 * body in the source is kept instead, because they rewrite the line ends of content that has no
 * transfer encoding and take most of the time. Bodies are passed over from one "\n--" to the next.
 * Header and body are read where they lie, which spares a copy of what may be a large message.
 */
class TreeReader extends PostalInternals {
  readonly extents = new Map<PostalNode, { start: number; end: number }>();
  truncated = false;
  tooManyParts = false;
  #bytes: Buffer = Buffer.alloc(0);
  #lineStart = 0;
  #last: PostalNode | null = null;
  #parts = 0;

  async read(header: Uint8Array, body: Uint8Array): Promise<void> {
    await this.#readLines(header, body.length === 0);
    await this.#readLines(body, true);
  }

  async #readLines(bytes: Uint8Array, isLast: boolean): Promise<void> {
    this.av = bytes;
    this.readPos = 0;
    this.#lineStart = 0;
    this.#bytes = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength);
    while (this.readPos < bytes.length) {
      const line = this.#nextLine();
      await this.processLine(line, isLast && this.readPos >= bytes.length);
    }
  }

  /** The line that begins at `readPos`, without what ends it; `readPos` is behind it then. */
  #nextLine(): Uint8Array {
    const start = this.readPos;
    const found = this.#bytes.indexOf(LF, start);
    let end = found < 0 ? this.#bytes.length : found;
    this.readPos = found < 0 ? end : found + 1;
    while (end > start && this.#bytes[end - 1] === CR) end--;
    return this.av.subarray(start, end);
  }

  override async processLine(line: Uint8Array, isFinal: boolean): Promise<void> {
    const start = this.#lineStart;
    this.#lineStart = this.readPos;
    const node = this.currentNode;
    if (node !== this.#last) {
      this.#last = node;
      if (++this.#parts > LIMITS.parts * 2) {
        this.tooManyParts = true;
        this.readPos = this.av.length;
        return this.finalize();
      }
      // A part that begins with words has no header, not even the blank line that ends one.
      if (node.parentNode && node.state === 'header' && isProseLine(line))
        await super.processLine(new Uint8Array(0), false);
    }
    if (node.state !== 'body') {
      const done = super.processLine(line, isFinal);
      node.contentDecoder = null;
      return done;
    }
    const mayBeDelimiter = line[0] === 0x2d && line[1] === 0x2d;
    return mayBeDelimiter ? this.#processDelimiter(node, line, isFinal, start) : this.#skipBody(node, start);
  }

  /** Goes on to the next line that may be a delimiter; the current line ended at `readPos`. */
  #skipBody(node: PostalNode, start: number): Promise<void> {
    const isLast = this.readPos >= this.av.length;
    const next = isLast ? -1 : this.#bytes.indexOf('\n--', this.readPos - 1, 'latin1');
    this.readPos = next < 0 ? this.av.length : next + 1;
    this.#lineStart = this.readPos;
    this.#extend(node, start, this.readPos);
    return next < 0 ? this.finalize() : DONE;
  }

  /** A delimiter moves on to another part; a line that only looks like one stays in its part. */
  async #processDelimiter(
    node: PostalNode,
    line: Uint8Array,
    isFinal: boolean,
    start: number,
  ): Promise<void> {
    const end = this.readPos;
    await super.processLine(line, isFinal);
    if (this.currentNode === node) this.#extend(node, start, end);
  }

  #extend(node: PostalNode, start: number, end: number): void {
    const extent = this.extents.get(node);
    if (extent) extent.end = end;
    else this.extents.set(node, { start, end });
  }

  override async finalize(): Promise<void> {
    this.truncated ||= this.boundaries.length > 0 && !this.tooManyParts;
    await super.finalize();
  }

  /** Replaces postal-mime's classification of parts, which is not used. */
  async collectNode(): Promise<void> {}
}

/** Neither a field, nor blank, nor a delimiter. */
function isProseLine(line: Uint8Array): boolean {
  const head = Buffer.from(line.buffer, line.byteOffset, Math.min(line.byteLength, 1000)).toString('latin1');
  return head.trim() !== '' && !head.startsWith('--') && !/^[!-9;-~]+[ \t]*:/.test(head);
}

function trimDelimiterBreak(av: Uint8Array, extent: { start: number; end: number }): Uint8Array {
  let end = extent.end;
  if (end < av.length && end > extent.start && av[end - 1] === LF) {
    end--;
    if (end > extent.start && av[end - 1] === CR) end--;
  }
  return av.subarray(extent.start, end);
}

/** Text that was labelled base64 and never encoded: base64 has no blanks between words. */
function isProse(raw: Uint8Array): boolean {
  const head = Buffer.from(raw.buffer, raw.byteOffset, Math.min(raw.length, 2048)).toString('latin1');
  return (head.match(/[a-z,.] +[a-z]/gi)?.length ?? 0) >= 3;
}

/** A media type that is none counts as plain text (RFC 2045 §5.2); what follows one without a semicolon is passed over. */
function mediaType(value: string): string {
  return /^[!-.0-~]+\/[!-.0-~]+(?=\s|$)/.exec(value)?.[0] ?? 'text/plain';
}

function leafContent(reader: TreeReader, node: PostalNode): PartContent {
  const encoding = node.contentTransferEncoding.encoding;
  const extent = reader.extents.get(node);
  // The line break before a delimiter belongs to the delimiter (RFC 2046 §5.1.1).
  const raw = extent ? trimDelimiterBreak(reader.av, extent) : new Uint8Array(0);
  const isText = node.contentType.parsed.value.startsWith('text/');
  if (encoding.includes('quoted-printable')) return new PartContent(raw, 'quoted-printable');
  const isBase64 = encoding.includes('base64') && !(isText && isProse(raw));
  return new PartContent(raw, isBase64 ? 'base64' : 'none');
}

/**
 * Splits a message into its leaf parts. `header` holds at least the Content-* fields and ends with a blank line.
 * @throws Error from postal-mime when nesting or part headers exceed LIMITS
 */
export async function readPartTree(header: Uint8Array, body: Uint8Array): Promise<PartTree> {
  const reader = new TreeReader({
    forceRfc822Attachments: true,
    maxNestingDepth: LIMITS.depth,
    maxHeadersSize: LIMITS.partHeaders + LIMITS.header,
  });
  await reader.read(header, body);
  const tree: PartTree = { leaves: [], warnings: new Set() };
  if (reader.truncated) tree.warnings.add('multipart-truncated');
  if (reader.tooManyParts) tree.warnings.add('too-many-parts');

  const visit = (node: PostalNode, alternative: object | null, related: boolean): void => {
    const { value, params } = node.contentType.parsed;
    if (node.contentType.multipart !== false && node.childNodes.length > 0) {
      const inAlternative = node.contentType.multipart === 'alternative' ? node : alternative;
      const inRelated = related || node.contentType.multipart === 'related';
      for (const child of node.childNodes) visit(child, inAlternative, inRelated);
      return;
    }
    const isEmptyMultipart = node.contentType.multipart !== false;
    if (isEmptyMultipart) tree.warnings.add('boundary-missing');
    const disposition = node.contentDisposition.parsed;
    tree.leaves.push({
      partIndex: tree.leaves.length,
      contentType: isEmptyMultipart ? 'text/plain' : mediaType(value),
      params,
      disposition: disposition.value,
      dispositionParams: disposition.params,
      contentId: node.contentId?.trim().replace(/^<|>$/g, '') || null,
      content: leafContent(reader, node),
      alternative,
      related,
    });
  };
  visit(reader.root, null, false);
  if (tree.leaves.length > LIMITS.parts) {
    tree.leaves.length = LIMITS.parts;
    tree.warnings.add('too-many-parts');
  }
  return tree;
}
