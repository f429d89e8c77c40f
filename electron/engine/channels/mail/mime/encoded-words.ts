import { decodeBytes } from './charset.ts';

interface EncodedWord {
  charset: string;
  encoding: 'B' | 'Q';
  text: string;
}
type Token = string | EncodedWord;

const ENCODED_WORD = /=\?([^?\s]{1,64})\?([BbQq])\?([^?]*)\?=/g;

function tokenise(value: string): Token[] {
  const tokens: Token[] = [];
  let position = 0;
  for (const match of value.matchAll(ENCODED_WORD)) {
    if (match.index > position) tokens.push(value.slice(position, match.index));
    tokens.push({
      charset: (match[1] as string).replace(/\*.*$/, '').toLowerCase(),
      encoding: (match[2] as string).toUpperCase() as 'B' | 'Q',
      text: match[3] as string,
    });
    position = match.index + match[0].length;
  }
  if (position < value.length) tokens.push(value.slice(position));
  return tokens;
}

function toBytes(word: EncodedWord): Buffer {
  if (word.encoding === 'B') return Buffer.from(word.text, 'base64');
  const latin1 = word.text
    .replace(/[_\s]/g, ' ')
    .replace(/=([0-9A-Fa-f]{2})/g, (_, hex: string) => String.fromCharCode(Number.parseInt(hex, 16)));
  // Unencoded non-ASCII is not allowed in a Q word, but RFC 6532 senders leave it there.
  const isLatin1 = [...latin1].every((char) => (char.codePointAt(0) as number) <= 0xff);
  return Buffer.from(latin1, isLatin1 ? 'latin1' : 'utf8');
}

function decodeRun(words: EncodedWord[]): string {
  const joined = decodeBytes(Buffer.concat(words.map(toBytes)), words[0]?.charset ?? null).text;
  if (words.length === 1 || !joined.includes('\ufffd')) return joined;
  const rejoinedText = words.every((word) => word.encoding === 'B')
    ? decodeBytes(Buffer.from(words.map((word) => word.text).join(''), 'base64'), words[0]?.charset ?? null)
        .text
    : joined;
  if (!rejoinedText.includes('\ufffd')) return rejoinedText;
  const apart = words.map((word) => decodeBytes(toBytes(word), word.charset).text).join('');
  return apart.split('\ufffd').length < joined.split('\ufffd').length ? apart : joined;
}

/**
 * Splits a header value into plain text and decoded runs of encoded words (RFC 2047). Adjacent words
 * of one charset are decoded together, because senders split them inside a character; white space
 * between encoded words is dropped (§6.2).
 */
export function encodedWordRuns(value: string): { text: string; decoded: boolean }[] {
  if (!value.includes('=?')) return value === '' ? [] : [{ text: value, decoded: false }];
  const tokens = tokenise(value);
  const runs: { text: string; decoded: boolean }[] = [];
  let pending: EncodedWord[] = [];
  const flush = () => {
    if (pending.length > 0) runs.push({ text: decodeRun(pending), decoded: true });
    pending = [];
  };
  tokens.forEach((token, index) => {
    if (typeof token === 'string') {
      const between = pending.length > 0 && typeof tokens[index + 1] === 'object' && /^\s+$/.test(token);
      if (between) return;
      flush();
      runs.push({ text: token, decoded: false });
      return;
    }
    if (pending.length > 0 && pending[0]?.charset !== token.charset) flush();
    pending.push(token);
  });
  flush();
  return runs;
}

/** Decodes the encoded words (RFC 2047) of an unstructured header value. Never throws. */
export function decodeWords(value: string): string {
  return encodedWordRuns(value)
    .map((run) => run.text)
    .join('');
}
