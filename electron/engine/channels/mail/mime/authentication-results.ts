/** The Authentication-Results header field (RFC 8601 section 2.2), read tolerantly and in bounded time. */

export interface AuthenticationResult {
  /** Lower case: `spf`, `dkim`, `dmarc`, `arc` … */
  method: string;
  /** Lower case: `pass`, `fail`, `none`, `temperror` … */
  result: string;
  /** Lower-case `ptype.property`, or a bare word such as Microsoft's `action`, to its value. */
  properties: ReadonlyMap<string, string>;
  /** What stood in parentheses beside it. */
  comment: string;
}

export interface AuthenticationResults {
  /** The authserv-id in lower case; empty where the server leaves it out. */
  server: string;
  results: AuthenticationResult[];
}

const MAX_VALUE = 16_384;
const MAX_RESULTS = 30;
const MAX_PROPERTIES = 20;
const MAX_COMMENT = 300;

const BLANK = /\s/;
/** What ends a bare value; slashes, colons and at signs stand in values, whatever the grammar says. */
const VALUE_END = /[\s;()"]/;
const WORD = /[A-Za-z0-9._-]/;

class Cursor {
  readonly text: string;
  at = 0;

  constructor(text: string) {
    this.text = text;
  }

  get ended(): boolean {
    return this.at >= this.text.length;
  }

  /** Passes over white space and comments (CFWS), which nest; the comments' words. */
  blank(): string {
    let comment = '';
    while (!this.ended) {
      const char = this.text[this.at]!;
      if (char === '(') comment += `${comment && ' '}${this.#comment()}`;
      else if (BLANK.test(char)) this.at++;
      else break;
    }
    return comment;
  }

  #comment(): string {
    const start = ++this.at;
    for (let depth = 1; !this.ended; this.at++) {
      const char = this.text[this.at];
      if (char === '\\') this.at++;
      else if (char === '(') depth++;
      else if (char === ')' && --depth === 0) return this.text.slice(start, this.at++);
    }
    return this.text.slice(start);
  }

  take(char: string): boolean {
    if (this.text[this.at] !== char) return false;
    this.at++;
    return true;
  }

  word(): string {
    const start = this.at;
    while (!this.ended && WORD.test(this.text[this.at]!)) this.at++;
    return this.text.slice(start, this.at).toLowerCase();
  }

  /** A token or a quoted string; empty when there is neither. */
  value(): string {
    if (!this.take('"')) {
      const start = this.at;
      while (!this.ended && !VALUE_END.test(this.text[this.at]!)) this.at++;
      return this.text.slice(start, this.at);
    }
    let value = '';
    while (!this.ended && !this.take('"')) {
      if (this.text[this.at] === '\\') this.at++;
      value += this.text[this.at++] ?? '';
    }
    return value;
  }

  /** The next `word=value`; what is neither is passed over up to the next blank or semicolon. */
  assignment(): [name: string, value: string] | null {
    const start = this.at;
    const name = this.word();
    this.blank();
    // "method/version=result"
    if (this.take('/')) {
      this.blank();
      this.word();
      this.blank();
    }
    if (name !== '' && this.take('=')) {
      this.blank();
      return [name, this.value()];
    }
    if (this.at === start) this.at++;
    return null;
  }

  toNext(): void {
    while (!this.ended && this.text[this.at] !== ';') {
      this.blank();
      if (this.text[this.at] === '"') this.value();
      else if (!this.ended && this.text[this.at] !== ';') this.at++;
    }
  }
}

function serverOf(cursor: Cursor): string {
  cursor.blank();
  const start = cursor.at;
  const server = cursor.value();
  const isResult = server.includes('=') && !cursor.text.startsWith('"', start);
  cursor.blank();
  // Microsoft begins with the first result: nobody has put a name there.
  if (isResult || cursor.text[cursor.at] === '=') {
    cursor.at = start;
    return '';
  }
  cursor.toNext();
  return server.toLowerCase();
}

function resultOf(cursor: Cursor): AuthenticationResult | null {
  let comment = cursor.blank();
  const method = cursor.assignment();
  if (!method) return null;
  const properties = new Map<string, string>();
  while (!cursor.ended && cursor.text[cursor.at] !== ';') {
    const more = cursor.blank();
    if (more && comment.length < MAX_COMMENT) comment += `${comment && ' '}${more}`;
    if (cursor.ended || cursor.text[cursor.at] === ';') break;
    const property = cursor.assignment();
    if (property && properties.size < MAX_PROPERTIES && !properties.has(property[0]))
      properties.set(...property);
  }
  return {
    method: method[0],
    result: method[1].toLowerCase(),
    properties,
    comment: comment.slice(0, MAX_COMMENT),
  };
}

/** Reads one field's unfolded value. Never throws; of what is no result nothing is returned. */
export function parseAuthenticationResults(value: string): AuthenticationResults {
  const cursor = new Cursor(value.slice(0, MAX_VALUE));
  const server = serverOf(cursor);
  const results: AuthenticationResult[] = [];
  while (!cursor.ended && results.length < MAX_RESULTS) {
    if (cursor.take(';')) continue;
    const result = resultOf(cursor);
    if (result) results.push(result);
    else cursor.toNext();
  }
  return { server, results };
}
