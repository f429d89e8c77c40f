import { isUtf8 } from 'node:buffer';

/** Labels found in mail that the WHATWG Encoding Standard does not list. */
const ALIASES: Record<string, string> = {
  utf8mb4: 'utf-8',
  'utf-8n': 'utf-8',
  cp932: 'shift_jis',
  cp936: 'gbk',
  cp949: 'euc-kr',
  cp950: 'big5',
  cp874: 'windows-874',
  cp1361: 'euc-kr',
  uhc: 'euc-kr',
  'shift-jisx0213': 'shift_jis',
  eucjp: 'euc-jp',
  euckr: 'euc-kr',
  cp51932: 'euc-jp',
  cp50220: 'iso-2022-jp',
  cp50221: 'iso-2022-jp',
  'iso-2022-jp-1': 'iso-2022-jp',
  'iso-2022-jp-2': 'iso-2022-jp',
  'iso-2022-jp-ms': 'iso-2022-jp',
  'iso-8859-8i': 'iso-8859-8-i',
  cp1250: 'windows-1250',
  cp1251: 'windows-1251',
  cp1252: 'windows-1252',
  'latin-1': 'windows-1252',
  latin_1: 'windows-1252',
  'us-acsii': 'windows-1252',
  ansi: 'windows-1252',
  mac: 'macintosh',
};

/** Labels that say nothing: the bytes have to tell. */
const MEANINGLESS = new Set([
  '',
  'unknown',
  'unknown-8bit',
  'x-unknown',
  '8bit',
  '7bit',
  'default',
  'binary',
  'none',
]);

const decoders = new Map<string, TextDecoder | null>();

function decoderFor(label: string): TextDecoder | null {
  const known = decoders.get(label);
  if (known !== undefined) return known;
  let decoder: TextDecoder | null = null;
  try {
    decoder = new TextDecoder(label);
  } catch {
    decoder = null;
  }
  if (decoders.size < 256) decoders.set(label, decoder);
  return decoder;
}

function normalise(label: string): string {
  const lower = label
    .trim()
    .toLowerCase()
    .replace(/^["']+|["']+$/g, '');
  const plain = lower.replace(/^(?:x-|cs)/, '');
  return ALIASES[lower] ?? ALIASES[plain] ?? (decoderFor(lower) ? lower : plain);
}

export interface Decoded {
  text: string;
  warning: 'charset-unknown' | 'charset-mismatch' | null;
}

const utf8 = new TextDecoder('utf-8');
const cp1252 = new TextDecoder('windows-1252');
/** Single-byte defaults that senders write without looking at what they send. */
const CARELESS = new Set(['us-ascii', 'ascii', 'iso-8859-1', 'windows-1252', 'latin1', 'l1']);

function hasHighByte(bytes: Uint8Array): boolean {
  for (let i = 0; i < bytes.length; i++) if ((bytes[i] as number) > 0x7f) return true;
  return false;
}

function hasValidMultibyte(bytes: Uint8Array): boolean {
  for (let i = 0; i + 1 < bytes.length; i++) {
    const lead = bytes[i] as number;
    const next = bytes[i + 1] as number;
    if (lead >= 0xc2 && lead <= 0xdf && (next & 0xc0) === 0x80) return true;
    if (lead >= 0xe0 && lead <= 0xf4 && (next & 0xc0) === 0x80 && ((bytes[i + 2] ?? 0) & 0xc0) === 0x80)
      return true;
  }
  return false;
}

/** Escape sequences that switch ISO-2022-JP to its double-byte sets. */
const ESCAPED_JIS = ['\u001b$@', '\u001b$B'];

function guess(bytes: Uint8Array, declaredInMarkup: string | null): string {
  if (isUtf8(bytes)) {
    const head = Buffer.from(bytes.buffer, bytes.byteOffset, Math.min(bytes.length, 4096)).toString('latin1');
    return ESCAPED_JIS.some((sequence) => head.includes(sequence)) ? 'iso-2022-jp' : 'utf-8';
  }
  const markup = declaredInMarkup === null ? null : normalise(declaredInMarkup);
  if (markup !== null && !/^utf-?(8|16)/.test(markup) && decoderFor(markup)) return markup;
  return hasValidMultibyte(bytes) ? 'utf-8' : 'windows-1252';
}

/**
 * Decodes text bytes of the charset a sender declared. A byte order mark wins; bytes that contradict
 * a careless label (US-ASCII or Latin-1 over UTF-8, UTF-8 over Latin-1) are believed over the label.
 * @param declared the charset parameter (RFC 2045 §5.1), null when absent
 * @param declaredInMarkup the charset an HTML document names itself, used only when `declared` is useless
 */
export function decodeBytes(
  bytes: Uint8Array,
  declared: string | null,
  declaredInMarkup: string | null = null,
): Decoded {
  if (bytes[0] === 0xef && bytes[1] === 0xbb && bytes[2] === 0xbf)
    return { text: utf8.decode(bytes), warning: null };
  const label = declared === null ? '' : normalise(declared);
  if (/^(?:unicode-1-1-)?utf-?7(?:-imap)?$/.test(label)) return { text: decodeUtf7(bytes), warning: null };
  if (MEANINGLESS.has(label)) {
    return { text: (decoderFor(guess(bytes, declaredInMarkup)) ?? utf8).decode(bytes), warning: null };
  }
  const decoder = decoderFor(label);
  if (!decoder) {
    return {
      text: (decoderFor(guess(bytes, declaredInMarkup)) ?? utf8).decode(bytes),
      warning: 'charset-unknown',
    };
  }
  if (CARELESS.has(label) && hasHighByte(bytes) && isUtf8(bytes)) {
    return { text: utf8.decode(bytes), warning: 'charset-mismatch' };
  }
  if (CARELESS.has(label) && !hasHighByte(bytes) && guess(bytes, null) === 'iso-2022-jp') {
    return { text: (decoderFor('iso-2022-jp') ?? utf8).decode(bytes), warning: 'charset-mismatch' };
  }
  if (decoder.encoding === 'utf-8' && !isUtf8(bytes) && !hasValidMultibyte(bytes)) {
    return { text: cp1252.decode(bytes), warning: 'charset-mismatch' };
  }
  return { text: decoder.decode(bytes), warning: null };
}

/** Decodes UTF-7 (RFC 2152). Broken shift sequences are kept as they are written. */
function decodeUtf7(bytes: Uint8Array): string {
  const source = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength).toString('latin1');
  return source.replace(/\+([A-Za-z0-9+/]*)-?/g, (whole, encoded: string) => {
    if (encoded === '') return whole === '+-' ? '+' : whole;
    const raw = Buffer.from(encoded, 'base64');
    if (raw.length < 2) return whole;
    const even = raw.subarray(0, raw.length - (raw.length % 2));
    return Buffer.from(even).swap16().toString('utf16le');
  });
}

/** Decodes a raw header line: UTF-8 (RFC 6532), else windows-1252 as old senders wrote it. */
export function decodeHeaderBytes(bytes: Uint8Array): string {
  return (isUtf8(bytes) ? utf8 : cp1252).decode(bytes);
}
