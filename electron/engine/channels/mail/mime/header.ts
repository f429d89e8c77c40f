import { decodeHeaderBytes } from './charset.ts';
import { LIMITS } from './limits.ts';

export interface HeaderBlock {
  /** Unfolded fields in document order. */
  fields: [name: string, value: string][];
  /** The bytes of the first of each field that decides how the body is read, ready to stand before a body. */
  contentHeader: Uint8Array;
  /** Offset of the first byte of the body in the source. */
  bodyStart: number;
  warnings: Set<'header-missing' | 'header-malformed' | 'header-truncated'>;
}

const LF = 0x0a;
const CR = 0x0d;
/** ftext of RFC 5322 §3.6.8, with blanks before the colon (§4.5.8). */
const FIELD = /^([!-9;-~]+)[ \t]*:/;
const CONTENT_FIELDS = new Set([
  'content-type',
  'content-transfer-encoding',
  'content-disposition',
  'content-id',
  'content-description',
]);
/** A field after a broken line only counts when it looks like a header and not like prose with a colon. */
const CERTAIN_FIELD =
  /^(?:(?:[A-Za-z0-9]+-[A-Za-z0-9-]+)|From|To|Cc|Bcc|Subject|Date|Sender|Received|References|Organization)[ \t]*:/i;

interface Line {
  start: number;
  /** End without the line break. */
  end: number;
  next: number;
}

function lineAt(source: Uint8Array, start: number): Line {
  const found = source.indexOf(LF, start);
  if (found < 0) return { start, end: source.length, next: source.length };
  const end = found > start && source[found - 1] === CR ? found - 1 : found;
  return { start, end, next: found + 1 };
}

function latin1(source: Uint8Array, line: Line, max = 200): string {
  return Buffer.from(
    source.buffer,
    source.byteOffset + line.start,
    Math.min(line.end - line.start, max),
  ).toString('latin1');
}

function isContinuation(source: Uint8Array, line: Line): boolean {
  return line.end > line.start && (source[line.start] === 0x20 || source[line.start] === 0x09);
}

/** End of a header that is too long to read: the first blank line, searched without reading fields. */
function skipToBody(source: Uint8Array, from: number): number {
  let line = lineAt(source, from);
  while (line.start < source.length) {
    if (line.end === line.start) return line.next;
    line = lineAt(source, line.next);
  }
  return source.length;
}

function isFieldLater(source: Uint8Array, from: number): boolean {
  let line = lineAt(source, from);
  for (let seen = 0; seen < 3 && line.start < source.length && line.end > line.start; seen++) {
    const text = latin1(source, line);
    // A delimiter: the fields below it are those of a part.
    if (text.startsWith('--')) return false;
    if (CERTAIN_FIELD.test(text)) return true;
    line = lineAt(source, line.next);
  }
  return false;
}

function readField(
  source: Uint8Array,
  first: Line,
): { next: number; name: string; value: string; raw: Uint8Array } {
  const pieces: string[] = [];
  let line = first;
  do {
    pieces.push(decodeHeaderBytes(source.subarray(line.start, line.end)));
    line = lineAt(source, line.next);
  } while (line.start < source.length && isContinuation(source, line));
  const unfolded = pieces.join('').replaceAll('\0', '');
  const colon = unfolded.indexOf(':');
  return {
    next: line.start,
    name: unfolded.slice(0, colon).trim(),
    value: unfolded
      .slice(colon + 1)
      .replace(/\r/g, ' ')
      .trim(),
    raw: source.subarray(first.start, line.start),
  };
}

/**
 * Reads the header section of a message (RFC 5322 §2.2) in bounded time and memory: at most
 * LIMITS.header bytes and LIMITS.headerFields fields, the rest is passed over. Lines that are no
 * fields are passed over too when fields follow; otherwise the body starts there.
 */
export function readHeader(source: Uint8Array): HeaderBlock {
  const block: HeaderBlock = {
    fields: [],
    contentHeader: new Uint8Array(0),
    bodyStart: 0,
    warnings: new Set(),
  };
  const content: Uint8Array[] = [];
  const seen = new Set<string>();
  let position = source[0] === 0xef && source[1] === 0xbb && source[2] === 0xbf ? 3 : 0;
  while (position < source.length && (source[position] === LF || source[position] === CR)) position++;

  let ended = false;
  while (position < source.length) {
    const line = lineAt(source, position);
    if (line.end === line.start) {
      position = line.next;
      ended = true;
      break;
    }
    if (
      position > LIMITS.header ||
      line.end - line.start > LIMITS.header ||
      block.fields.length >= LIMITS.headerFields
    ) {
      block.warnings.add('header-truncated');
      position = skipToBody(source, line.next);
      ended = true;
      break;
    }
    const text = latin1(source, line);
    if (!FIELD.test(text)) {
      // The envelope of an mbox, or the line of blanks that a mail program's page of the source begins with.
      const isEnvelope = block.fields.length === 0 && /^(?:>?From |\s*$)/.test(text);
      if (!isEnvelope) {
        block.warnings.add('header-malformed');
        if (!isContinuation(source, line) && !isFieldLater(source, line.next)) {
          ended = true;
          break;
        }
      }
      position = line.next;
      continue;
    }
    const field = readField(source, line);
    if (field.next - line.start > LIMITS.header) {
      block.warnings.add('header-truncated');
    } else {
      block.fields.push([field.name, field.value]);
      const lower = field.name.toLowerCase();
      if (CONTENT_FIELDS.has(lower) && !seen.has(lower)) {
        seen.add(lower);
        content.push(field.raw);
        if (field.raw.at(-1) !== LF) content.push(Uint8Array.of(CR, LF));
      }
    }
    position = field.next;
  }
  if (!ended) position = source.length;
  if (block.fields.length === 0) {
    block.warnings.delete('header-malformed');
    block.warnings.add('header-missing');
    if (!block.warnings.has('header-truncated')) position = 0;
  }
  block.contentHeader = Buffer.concat(content);
  block.bodyStart = position;
  return block;
}
