/** Tokens of CSS Syntax Module Level 3 §4, as far as a scrubber needs to tell them apart. Escapes are resolved. */
export type CssToken =
  | { type: 'ident' | 'function' | 'at' | 'hash' | 'string' | 'url'; value: string }
  | { type: 'space' | 'bad' }
  /** Numbers with their unit, and every other single character. */
  | { type: 'number' | 'delim'; value: string };

const NAME_START = /[A-Za-z_\u0080-\uffff]/;
const NAME = /[A-Za-z0-9_\-\u0080-\uffff]/;
const SPACE = /[ \t\n\r\f]/;
const HEX = /[0-9A-Fa-f]/;

class CssReader {
  #at = 0;
  constructor(readonly css: string) {}

  get done(): boolean {
    return this.#at >= this.css.length;
  }

  peek(offset = 0): string {
    return this.css[this.#at + offset] ?? '';
  }

  skip(count = 1): void {
    this.#at += count;
  }

  startsWith(text: string): boolean {
    return this.css.startsWith(text, this.#at);
  }

  skipPast(text: string): void {
    const end = this.css.indexOf(text, this.#at);
    this.#at = end < 0 ? this.css.length : end + text.length;
  }

  skipSpace(): void {
    while (SPACE.test(this.peek())) this.#at++;
  }

  /** §4.3.8: a backslash not followed by a line break starts an escape. */
  isEscape(offset = 0): boolean {
    return (
      this.peek(offset) === '\\' && this.peek(offset + 1) !== '' && !/[\n\r\f]/.test(this.peek(offset + 1))
    );
  }

  /** §4.3.7, after the backslash. */
  escape(): string {
    this.#at++;
    let hex = '';
    while (hex.length < 6 && HEX.test(this.peek())) {
      hex += this.peek();
      this.#at++;
    }
    if (hex === '') {
      const char = this.peek();
      this.#at++;
      return char;
    }
    if (SPACE.test(this.peek())) this.#at++;
    const code = Number.parseInt(hex, 16);
    const isScalar = code > 0 && code <= 0x10ffff && (code < 0xd800 || code > 0xdfff);
    return isScalar ? String.fromCodePoint(code) : '\ufffd';
  }

  startsName(offset = 0): boolean {
    const first = this.peek(offset);
    if (first === '-') {
      const second = this.peek(offset + 1);
      return second === '-' || NAME_START.test(second) || this.isEscape(offset + 1);
    }
    return NAME_START.test(first) || this.isEscape(offset);
  }

  name(): string {
    let value = '';
    while (!this.done) {
      if (NAME.test(this.peek())) {
        value += this.peek();
        this.#at++;
      } else if (this.isEscape()) {
        value += this.escape();
      } else {
        break;
      }
    }
    return value;
  }

  /** §4.3.5. Null for a string cut by a line break. */
  string(quote: string): string | null {
    this.#at++;
    let value = '';
    while (!this.done) {
      const char = this.peek();
      if (char === quote) {
        this.#at++;
        return value;
      }
      if (/[\n\r\f]/.test(char)) return null;
      if (char === '\\' && /[\n\r\f]/.test(this.peek(1))) this.#at += 2;
      else if (char === '\\' && this.peek(1) === '') this.#at++;
      else if (char === '\\') value += this.escape();
      else {
        value += char;
        this.#at++;
      }
    }
    return value;
  }

  /** §4.3.6, after `url(`. The token is read to its parenthesis even when it is malformed. */
  url(): string {
    this.skipSpace();
    let value = '';
    const quote = this.peek();
    if (quote === '"' || quote === "'") {
      value = this.string(quote) ?? '';
      this.skipPast(')');
      return value;
    }
    while (!this.done && this.peek() !== ')') {
      if (this.isEscape()) value += this.escape();
      else {
        value += this.peek();
        this.#at++;
      }
    }
    this.#at++;
    return value.trim();
  }

  number(): string {
    let value = '';
    while (/[0-9.]/.test(this.peek())) {
      value += this.peek();
      this.#at++;
    }
    const exponent = /^[eE][+-]?\d+/.exec(this.css.slice(this.#at, this.#at + 12))?.[0] ?? '';
    this.#at += exponent.length;
    return value + exponent;
  }
}

function next(reader: CssReader): CssToken | null {
  const char = reader.peek();
  if (reader.startsWith('/*')) {
    reader.skip(2);
    reader.skipPast('*/');
    return { type: 'space' };
  }
  if (SPACE.test(char)) {
    reader.skipSpace();
    return { type: 'space' };
  }
  if (reader.startsWith('<!--')) {
    reader.skip(4);
    return { type: 'space' };
  }
  if (reader.startsWith('-->')) {
    reader.skip(3);
    return { type: 'space' };
  }
  if (char === '"' || char === "'") {
    const value = reader.string(char);
    return value === null ? { type: 'bad' } : { type: 'string', value };
  }
  if (/[0-9]/.test(char) || (char === '.' && /[0-9]/.test(reader.peek(1)))) {
    const digits = reader.number();
    if (reader.peek() === '%') {
      reader.skip();
      return { type: 'number', value: `${digits}%` };
    }
    return {
      type: 'number',
      value: digits + (reader.startsName() ? reader.name().replace(/[^\w-]/g, '') : ''),
    };
  }
  if (char === '#' && (NAME.test(reader.peek(1)) || reader.isEscape(1))) {
    reader.skip();
    return { type: 'hash', value: reader.name() };
  }
  if (char === '@' && reader.startsName(1)) {
    reader.skip();
    return { type: 'at', value: reader.name() };
  }
  if (reader.startsName()) {
    const value = reader.name();
    if (reader.peek() !== '(') return { type: 'ident', value };
    reader.skip();
    return value.toLowerCase() === 'url' ? { type: 'url', value: reader.url() } : { type: 'function', value };
  }
  reader.skip();
  return { type: 'delim', value: char };
}

/** Splits CSS into tokens. Linear; accepts anything; comments become white space. */
export function* cssTokens(css: string): Generator<CssToken> {
  const reader = new CssReader(css.replaceAll('\0', '\ufffd'));
  while (!reader.done) {
    const token = next(reader);
    if (token) yield token;
  }
}
