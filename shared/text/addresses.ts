/** Mailbox addresses for the composer: RFC 5322 §3.4 lists, RFC 6532 (UTF-8), IDN domains. */
import { type AddressError, addressError, validateAddress } from './address-validation.ts';

export interface Mailbox {
  /** Display name without quotes, or null. */
  name: string | null;
  /** addr-spec; the local part keeps its case, the domain is lower case (RFC 5321 §2.4). */
  address: string;
}

/** One element of a list as written, with where it stands in the input (UTF-16 offsets). */
export type AddressEntry = { start: number; end: number; source: string; group: string | null } & (
  | { ok: true; mailbox: Mailbox }
  | { ok: false; error: AddressError }
);

const MAX_INPUT = 256 * 1024;
const MAX_ENTRIES = 5000;
const MAX_COMMENT_DEPTH = 16;

/**
 * Reads a list as people type and paste it: commas, also semicolons and line ends; quoted names, comments,
 * `Group: a, b;` (members are returned with the group's name). A wrong element is an entry with an error;
 * the others are still read. Never throws.
 */
export function parseAddressList(input: string): AddressEntry[] {
  if (input.length > MAX_INPUT) {
    const error = addressError('list-too-long');
    return [{ ok: false, error, start: 0, end: input.length, source: input.slice(0, 200), group: null }];
  }
  const entries: AddressEntry[] = [];
  for (const element of splitElements(input)) {
    if (entries.length >= MAX_ENTRIES) {
      const { start, end, group } = element;
      entries.push({ ok: false, error: addressError('list-too-long'), start, end, source: '', group });
      break;
    }
    entries.push(...readElement(input, element));
  }
  return entries;
}

interface Element {
  start: number;
  end: number;
  group: string | null;
  problem: AddressError['code'] | null;
}

/** Cuts the input at separators outside quotes, comments and angle brackets. */
function splitElements(input: string): Element[] {
  const elements: Element[] = [];
  let start = 0;
  let group: string | null = null;
  let inAngle = false;
  const push = (end: number, problem: Element['problem'] = null) => {
    if (input.slice(start, end).trim() !== '') elements.push({ start, end, group, problem });
    start = end + 1;
    inAngle = false;
  };
  for (let i = 0; i < input.length; i++) {
    const c = input[i];
    if (c === '"') {
      const close = endOfQuoted(input, i);
      if (close < 0) {
        push(input.length, 'unterminated-quote');
        return elements;
      }
      i = close;
    } else if (c === '(') {
      const close = endOfComment(input, i);
      if (close < 0) {
        push(input.length, 'unterminated-comment');
        return elements;
      }
      i = close;
    } else if (c === '<') inAngle = true;
    else if (c === '>') inAngle = false;
    else if (
      c === ':' &&
      !inAngle &&
      group === null &&
      !input.slice(start, i).includes('@') &&
      input[start] !== '['
    ) {
      group = unquote(stripComments(input.slice(start, i))).trim() || null;
      start = i + 1;
    } else if (c === ';') {
      push(i);
      group = null;
    } else if (c === ',' && !(inAngle && isRouteComma(input, i))) push(i);
    else if ((c === '\n' || c === '\r') && input.slice(start, i).includes('@')) push(i);
  }
  push(input.length);
  return elements;
}

// RFC 5322 §4.4 obsolete route: <@a.example,@b.example:user@c.example>
function isRouteComma(input: string, at: number): boolean {
  return /^\s*@/.test(input.slice(at + 1, at + 20));
}

function endOfQuoted(input: string, open: number): number {
  for (let i = open + 1; i < input.length; i++) {
    if (input[i] === '\\') i++;
    else if (input[i] === '"') return i;
  }
  return -1;
}

function endOfComment(input: string, open: number): number {
  let depth = 0;
  for (let i = open; i < input.length; i++) {
    if (input[i] === '\\') i++;
    else if (input[i] === '(' && ++depth > MAX_COMMENT_DEPTH) return -1;
    else if (input[i] === ')' && --depth === 0) return i;
  }
  return -1;
}

function readElement(input: string, element: Element): AddressEntry[] {
  const raw = input.slice(element.start, element.end);
  const lead = raw.length - raw.trimStart().length;
  const source = raw.trim();
  const start = element.start + lead;
  const place = { start, end: start + source.length, source, group: element.group };
  if (element.problem) return [{ ok: false, error: addressError(element.problem), ...place }];
  const words = source.split(/\s+/);
  if (words.length > 1 && words.every((w) => /^[^\s"<>()@]+@[^\s"<>()@]+$/.test(w))) {
    return readBareRun(words, place);
  }
  return [{ ...readMailbox(source), ...place }];
}

/** Addresses pasted with nothing but spaces between them. */
function readBareRun(
  words: string[],
  place: { start: number; source: string; group: string | null },
): AddressEntry[] {
  let offset = 0;
  return words.map((word) => {
    const at = place.source.indexOf(word, offset);
    offset = at + word.length;
    return {
      ...readMailbox(word),
      start: place.start + at,
      end: place.start + offset,
      source: word,
      group: place.group,
    };
  });
}

function readMailbox(source: string): { ok: true; mailbox: Mailbox } | { ok: false; error: AddressError } {
  const open = indexOutsideQuotes(source, '<');
  let name: string | null = null;
  let spec: string;
  if (open >= 0) {
    const close = source.indexOf('>', open);
    if (close < 0) return { ok: false, error: addressError('unterminated-angle') };
    if (stripComments(source.slice(close + 1)).trim() !== '')
      return { ok: false, error: addressError('text-after-address') };
    name = unquote(stripComments(source.slice(0, open))).trim() || null;
    spec = source
      .slice(open + 1, close)
      .trim()
      .replace(/^@[^:]*:/, '');
  } else {
    spec = stripComments(source).trim();
    name = trailingComment(source);
  }
  spec = spec.replace(/^mailto:/i, '');
  const checked = validateAddress(spec);
  return checked.ok
    ? { ok: true, mailbox: { name, address: checked.address } }
    : { ok: false, error: checked.error };
}

// "user@example.org (Ada Example)": the old way to give a name, RFC 5322 §3.4 note.
function trailingComment(source: string): string | null {
  const found = /\(([^()\\]*)\)\s*$/.exec(source);
  return found?.[1]?.trim() || null;
}

function indexOutsideQuotes(text: string, wanted: string): number {
  for (let i = 0; i < text.length; i++) {
    if (text[i] === wanted) return i;
    if (text[i] === '"') i = Math.max(i, endOfQuoted(text, i));
    else if (text[i] === '(') i = Math.max(i, endOfComment(text, i));
  }
  return -1;
}

function stripComments(text: string): string {
  let out = '';
  for (let i = 0; i < text.length; i++) {
    if (text[i] === '"') {
      const close = endOfQuoted(text, i);
      const end = close < 0 ? text.length - 1 : close;
      out += text.slice(i, end + 1);
      i = end;
    } else if (text[i] === '(') {
      const close = endOfComment(text, i);
      if (close < 0) return out + text.slice(i);
      i = close;
      out += ' ';
    } else out += text[i];
  }
  return out;
}

function unquote(phrase: string): string {
  return phrase
    .replace(/"((?:\\[\s\S]|[^"\\])*)"/g, (_, inner: string) => inner.replace(/\\([\s\S])/g, '$1'))
    .replace(/[\p{Cc}\s]+/gu, ' ');
}
