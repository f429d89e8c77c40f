import { withLineFeeds } from './plain-characters.ts';
import {
  isAttribution,
  isClosing,
  isDeviceSignature,
  isDisclaimer,
  isFooterRule,
  isForwarded,
  isFromField,
  isOriginalMessage,
  isOtherField,
  isRule,
  isSignatureSeparator,
  mayEndAttribution,
  mayStartAttribution,
} from './quote-patterns.ts';

export type FoldedKind = 'quote' | 'signature' | 'disclaimer';

export interface VisibleText {
  /** What the sender wrote in this message, with the quotes it answers line by line. */
  visible: string;
  /** What was folded away, in document order. Nothing of the text is lost. */
  folded: { kind: FoldedKind; text: string }[];
}

/** Lines longer than this are prose: no pattern is tried on them. UTF-16 units. */
const MAX_LINE = 400;
/** Lines an attribution may be wrapped to. */
const MAX_ATTRIBUTION_LINES = 4;
/** Lines of a signature below a closing, and of a list footer below its rule. */
const MAX_SIGNATURE_LINES = 10;
/** Lines at the end among which a signature is looked for. */
const MAX_TAIL_LINES = 200;
/** Lines from the top among which an unmarked quote is looked for. */
const MAX_LINES = 10_000;
/** Quotes, signatures and disclaimers folded one above the other. */
const MAX_ROUNDS = 8;

const isBlank = (line: string | undefined): boolean => line === undefined || line.trim() === '';
/** A lone ">:" is the end of an attribution that was wrapped inside its address. */
const isQuoted = (line: string | undefined): boolean =>
  line !== undefined && /^\s{0,3}>/.test(line) && !/^>+\s*(?:wrote)?\s*:\s*$/.test(line);

/** Index after the attribution that starts at `at` and ends before `limit`, or -1. */
function attributionEnd(lines: string[], at: number, limit = lines.length): number {
  const first = lines[at] ?? '';
  if (first.length > MAX_LINE || !mayStartAttribution(first)) return -1;
  let joined = '';
  for (let i = at; i < Math.min(limit, at + MAX_ATTRIBUTION_LINES); i++) {
    const line = lines[i];
    if (line === undefined || isBlank(line) || isQuoted(line)) break;
    joined = joined === '' ? line.trim() : `${joined} ${line.trim()}`;
    if (joined.length > MAX_LINE) break;
    if (isAttribution(joined)) return startsLater(lines, at, i) ? -1 : i + 1;
  }
  // A language nobody listed: a line with a number and a colon, right above a quote.
  return /\d.*[:：]\s*$/.test(first) && isQuoted(lines[at + 1]) ? at + 1 : -1;
}

/** Whether a shorter attribution with the same end starts below `at`: the lines above it are prose. */
function startsLater(lines: string[], at: number, last: number): boolean {
  for (let start = at + 1; start <= last; start++) {
    const joined = lines.slice(start, last + 1).join(' ');
    if (mayStartAttribution(lines[start] ?? '') && isAttribution(joined)) return true;
  }
  return false;
}

/** Whether a header block of a quoted message (From, Sent, To, Subject) starts at `at`. */
function isHeaderBlock(lines: string[], at: number): boolean {
  if ((lines[at] ?? '').length > MAX_LINE || !isFromField(lines[at] ?? '')) return false;
  let fields = 0;
  for (let i = at + 1; i < Math.min(lines.length, at + 8) && !isBlank(lines[i]); i++) {
    if ((lines[i] ?? '').length <= MAX_LINE && isOtherField(lines[i] ?? '')) fields++;
  }
  return fields >= 2;
}

function firstContent(lines: string[], from: number): number {
  let at = from;
  while (at < lines.length && isBlank(lines[at])) at++;
  return at;
}

/** Moves `at` up over the rule that a program drew above a header block. */
function withRuleAbove(lines: string[], at: number): number {
  let above = at;
  while (above > 0 && isBlank(lines[above - 1])) above--;
  return above > 0 && isRule(lines[above - 1] ?? '') ? above - 1 : at;
}

/** The first line from `at` on that an attribution may end with, or the number of lines. */
function findAttributionEnd(lines: string[], at: number): number {
  let end = at;
  while (end < lines.length && !mayEndAttribution(lines[end]!)) end++;
  return end;
}

/** Where an unmarked quote begins that goes on to the end, or the number of lines. */
function unmarkedQuote(lines: string[]): number {
  let nextEnd = -1;
  for (let at = 0; at < Math.min(lines.length, MAX_LINES); at++) {
    const line = lines[at] ?? '';
    if (line.length > MAX_LINE || isBlank(line) || isQuoted(line)) continue;
    if (isForwarded(line)) return lines.length;
    if (isOriginalMessage(line)) return at;
    if (isHeaderBlock(lines, at)) return withRuleAbove(lines, at);
    if (nextEnd < at) nextEnd = findAttributionEnd(lines, at);
    const end = nextEnd < at + MAX_ATTRIBUTION_LINES ? attributionEnd(lines, at) : -1;
    if (end > 0 && !isQuoted(lines[firstContent(lines, end)])) return at;
  }
  return lines.length;
}

/** Start of the marked quote that ends right before `end`, its attribution included; `end` when there is none. */
function trailingQuote(lines: string[], end: number): number {
  let at = end;
  while (at > 0 && (isBlank(lines[at - 1]) || isQuoted(lines[at - 1]))) at--;
  at = firstContent(lines, at);
  if (at >= end) return end;
  let above = at;
  while (above > 0 && isBlank(lines[above - 1])) above--;
  for (let start = above - 1; start >= Math.max(0, above - MAX_ATTRIBUTION_LINES); start--) {
    if (isBlank(lines[start])) break;
    if (attributionEnd(lines, start, above) === above) return start;
  }
  return at;
}

/** Start of the signature that ends right before `end`; `end` when there is none. */
function trailingSignature(lines: string[], end: number): number {
  let start = end;
  let written = 0;
  for (let at = end - 1; at >= Math.max(0, end - MAX_TAIL_LINES) && !isQuoted(lines[at]); at--) {
    const line = lines[at] ?? '';
    if (isBlank(line)) continue;
    const isShort = end - at - 1 <= MAX_SIGNATURE_LINES && written > 0;
    const isStart =
      line.length <= MAX_LINE &&
      (isSignatureSeparator(line) ||
        isDeviceSignature(line) ||
        (isShort && (isFooterRule(line) || (isClosing(line) && written >= 2))));
    if (isStart) start = at;
    written++;
  }
  return start;
}

/** Start of the disclaimer that ends right before `end`; `end` when there is none. */
function trailingDisclaimer(lines: string[], end: number): number {
  let at = end;
  while (at > 0 && !isBlank(lines[at - 1])) at--;
  return at > 0 && isDisclaimer(lines.slice(at, end).join('\n')) ? at : end;
}

/**
 * Parts what the sender wrote from what follows it: the quoted message, signature and disclaimer.
 * Quotes with an answer below them stay, as the answer makes no sense alone; forwarded messages stay,
 * as they are what was sent. When nothing else would be left, nothing is folded. Linear for any text.
 */
export function visibleText(text: string): VisibleText {
  const lines = withLineFeeds(text).split('\n');
  const folded: VisibleText['folded'] = [];
  const fold = (kind: FoldedKind, from: number, to: number) => {
    const part = lines.slice(from, to).join('\n').trim();
    if (part !== '') folded.unshift({ kind, text: part });
  };

  let end = unmarkedQuote(lines);
  if (end < lines.length) fold('quote', end, lines.length);
  for (let round = 0; round < MAX_ROUNDS; round++) {
    while (end > 0 && isBlank(lines[end - 1])) end--;
    const steps: [FoldedKind, number][] = [
      ['quote', trailingQuote(lines, end)],
      ['disclaimer', trailingDisclaimer(lines, end)],
      ['signature', trailingSignature(lines, end)],
    ];
    const step = steps.find(([, start]) => start < end);
    if (!step) break;
    fold(step[0], step[1], end);
    end = step[1];
  }
  if (end === 0) return { visible: text.trim(), folded: [] };
  return { visible: lines.slice(0, end).join('\n').trim(), folded };
}
