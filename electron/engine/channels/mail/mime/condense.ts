/** What is kept of a message beside its source: computed where it is parsed, so that no part's content travels. */
import { createHash } from 'node:crypto';
import { deflateSync } from 'node:zlib';
import type { CalendarPart } from './calendar/calendar-part.ts';
import { decodeBytes } from './charset.ts';
import { type DeliveryReport, readDeliveryReport } from './delivery-report.ts';
import { plainText } from './plain-text.ts';
import type { SenderClaims } from './sender-claims.ts';
import { snippet } from './snippet.ts';
import type { ParsedAttachment, ParsedMessage } from './types.ts';
import { type VisibleText, visibleText } from './visible-text.ts';

/** Characters of text that are kept for reading and searching; the source keeps the rest. */
const MAX_TEXT = 1_000_000;
/** Sources up to this many bytes are kept compressed with the message; larger ones lie in files of their own. */
export const SOURCE_IN_ROW_BYTES = 256 * 1024;
/** The fastest level: a mail shrinks to a third or a half, and the next ones gain little. */
const LEVEL = 1;

export interface CondensedBody {
  /** What is shown, followed by what is folded away, so that a search sees both. */
  text: string;
  /** Characters of `text` that are shown. */
  visibleLength: number;
  folded: VisibleText['folded'];
  snippet: string;
  hasHtml: boolean;
  /** zlib, of a message whose source is not whole; a whole one is parsed again when its HTML is read. */
  html: Uint8Array | null;
}

export interface CondensedMessage extends Omit<ParsedMessage, 'text' | 'html' | 'attachments' | 'headers'> {
  body: CondensedBody;
  attachments: Omit<ParsedAttachment, 'content'>[];
  /** The first calendar among its parts (RFC 6047), as far as it can be read. */
  calendar: CalendarPart | null;
  /** What it reports about another mail. */
  report: DeliveryReport | null;
  /** Precedence, lower case: not standard, yet what lists and robots say they are by. */
  precedence: string | null;
  /** It names a way off a list (RFC 2369), as what is sent to many has to. */
  leavable: boolean;
  claims: SenderClaims;
  /** The whole source, zlib; `null` when it is not whole or too large for a row. */
  source: CondensedSource | null;
}

export interface CondensedSource {
  /** Lower-case hex, of the source as it came. */
  sha256: string;
  deflated: Uint8Array;
}

/** Condenses what `parseMessage` made of `source`. `whole`: the source is all there is of the message. */
export async function condense(
  source: Uint8Array,
  parsed: ParsedMessage,
  whole: boolean,
): Promise<CondensedMessage> {
  const { text: _text, html, attachments, headers, ...envelope } = parsed;
  // Loaded late: the public suffixes take a while, and who only writes mail needs none of them at the start.
  const { senderClaims } = await import('./sender-claims.ts');
  const plain = plainText(parsed);
  // The HTML is shown whole.
  const cut = html === null && plain.length > MAX_TEXT && !parsed.warnings.includes('text-truncated');
  const precedence = headers.find(([name]) => name.toLowerCase() === 'precedence')?.[1];
  const leavable = headers.some(([name]) => name.toLowerCase() === 'list-unsubscribe');
  return {
    ...envelope,
    warnings: cut ? [...parsed.warnings, 'text-truncated'] : parsed.warnings,
    precedence: precedence?.trim().toLowerCase() ?? null,
    leavable,
    claims: senderClaims(headers, parsed.from, parsed.replyTo),
    body: condenseBody(plain, parsed, html !== null && !whole ? deflateSync(html, { level: LEVEL }) : null),
    attachments: attachments.map(withoutContent),
    calendar: await calendarOf(attachments),
    report: readDeliveryReport(parsed),
    source: whole && source.byteLength <= SOURCE_IN_ROW_BYTES ? condenseSource(source) : null,
  };
}

/** Named one by one: to read `content` would be to decode it. */
function withoutContent(part: ParsedAttachment): Omit<ParsedAttachment, 'content'> {
  const { partIndex, filename, contentType, contentId, size, sha256, inline, referenced } = part;
  return { partIndex, filename, contentType, contentId, size, sha256, inline, referenced };
}

/** Bytes of a calendar that is read. */
export const CALENDAR_BYTES = 512 * 1024;
const isCalendar = ({ contentType, filename }: ParsedAttachment) =>
  contentType === 'text/calendar' || contentType === 'application/ics' || /\.ics$/i.test(filename ?? '');

async function calendarOf(attachments: readonly ParsedAttachment[]): Promise<CalendarPart | null> {
  const part = attachments.find((attachment) => isCalendar(attachment) && attachment.size <= CALENDAR_BYTES);
  if (!part) return null;
  // Loaded late: most mail brings no calendar.
  const { readCalendar } = await import('./calendar/calendar-part.ts');
  return readCalendar(decodeBytes(part.content, null).text);
}

function condenseBody(plain: string, parsed: ParsedMessage, html: Uint8Array | null): CondensedBody {
  const { visible, folded } = visibleText(plain.slice(0, MAX_TEXT));
  return {
    text: [visible, ...folded.map((part) => part.text)].join('\n'),
    visibleLength: visible.length,
    folded,
    snippet: snippet(visible),
    hasHtml: parsed.html !== null,
    html,
  };
}

/** The source as a row keeps it. */
export function condenseSource(source: Uint8Array): CondensedSource {
  return {
    sha256: createHash('sha256').update(source).digest('hex'),
    deflated: deflateSync(source, { level: LEVEL }),
  };
}
