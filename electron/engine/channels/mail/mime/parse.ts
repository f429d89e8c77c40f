import { assembleBody, type Body } from './body.ts';
import { decodeBytes } from './charset.ts';
import { readEnvelope } from './envelope.ts';
import { MimeError } from './errors.ts';
import { type HeaderBlock, readHeader } from './header.ts';
import { LIMITS } from './limits.ts';
import { readPartTree } from './part-tree.ts';
import { withLineFeeds } from './plain-characters.ts';
import type { MimeWarning, ParsedMessage, ParseOptions } from './types.ts';

const BLANK_LINE = Buffer.from('\r\n');

function checkSize(source: Uint8Array): void {
  if (source.byteLength === 0)
    throw new MimeError('source-empty', 'The message is empty: it has no bytes at all.');
  if (source.byteLength > LIMITS.source) {
    const megabytes = Math.round(source.byteLength / 1024 / 1024);
    throw new MimeError(
      'source-too-large',
      `The message is ${megabytes} MB; messages above ${LIMITS.source / 1024 / 1024} MB are kept but not read.`,
    );
  }
}

function sourceAsText(source: Uint8Array, block: HeaderBlock): string {
  const body = source.subarray(block.bodyStart, block.bodyStart + LIMITS.fallbackText);
  return withLineFeeds(decodeBytes(body, null).text).replaceAll('\0', '');
}

/**
 * What can be said about a message without reading its structure: the header in full and the start
 * of the raw body as text. Bounded in time and memory for any input.
 * @throws MimeError `source-empty`, `source-too-large`
 */
export function parseHeaderOnly(
  source: Uint8Array,
  reason: MimeWarning,
  options: ParseOptions = {},
): ParsedMessage {
  checkSize(source);
  const block = readHeader(source);
  const envelope = readEnvelope(block, options);
  return {
    ...envelope,
    text: sourceAsText(source, block),
    html: null,
    attachments: [],
    warnings: [...envelope.warnings, reason],
  };
}

async function readBody(source: Uint8Array, block: HeaderBlock): Promise<Body> {
  try {
    const header = Buffer.concat([block.contentHeader, BLANK_LINE]);
    return assembleBody(await readPartTree(header, source.subarray(block.bodyStart)));
  } catch (error) {
    const isDepth = error instanceof Error && /nesting depth/.test(error.message);
    const reason: MimeWarning = isDepth ? 'nesting-too-deep' : 'structure-unreadable';
    return { text: sourceAsText(source, block), html: null, attachments: [], warnings: new Set([reason]) };
  }
}

/**
 * Parses a message (RFC 5322, RFC 2045 to 2049). Anything that is wrong with it becomes a warning and
 * the best reading that is left; only an empty or an oversized source is refused.
 * @throws MimeError `source-empty`, `source-too-large`
 */
export async function parseMessage(source: Uint8Array, options: ParseOptions = {}): Promise<ParsedMessage> {
  checkSize(source);
  const block = readHeader(source);
  const envelope = readEnvelope(block, options);
  const body = await readBody(source, block);
  return {
    ...envelope,
    text: body.text,
    html: body.html,
    attachments: body.attachments,
    warnings: [...new Set([...envelope.warnings, ...body.warnings])],
  };
}
