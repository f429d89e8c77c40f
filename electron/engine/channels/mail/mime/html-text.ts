import { type Token, type TokenHandler, Tokenizer, TokenizerMode } from 'parse5';

/** Elements whose content is no text of the message, and how the tokenizer reads that content. */
const SILENT = new Map([
  ['style', TokenizerMode.RAWTEXT],
  ['script', TokenizerMode.SCRIPT_DATA],
  ['title', TokenizerMode.RCDATA],
  ['textarea', TokenizerMode.RCDATA],
  ['xmp', TokenizerMode.RAWTEXT],
  ['iframe', TokenizerMode.RAWTEXT],
  ['noembed', TokenizerMode.RAWTEXT],
  ['noframes', TokenizerMode.RAWTEXT],
]);
const BLOCKS = new Set(
  'div tr li ul ol dl dt dd section article header footer main center form fieldset address table tbody thead caption body figure'.split(
    ' ',
  ),
);
const PARAGRAPHS = new Set('p h1 h2 h3 h4 h5 h6 pre'.split(' '));

/** Builds plain text line by line; holds no tree, so its memory is that of its output. */
class TextWriter implements TokenHandler {
  tokenizer: Tokenizer | null = null;
  readonly #lines: string[] = [];
  #line = '';
  #blankWanted = false;
  #spaceWanted = false;
  #quotes = 0;
  /** Quote depth of the last line written. */
  #lastQuotes = 0;
  #pre = 0;
  #silentUntil: string | null = null;
  #left: number;

  constructor(maxChars: number) {
    this.#left = maxChars;
  }

  get full(): boolean {
    return this.#left <= 0;
  }

  result(): string {
    this.#breakLine();
    return this.#lines
      .join('\n')
      .replace(/\n{3,}/g, '\n\n')
      .trim();
  }

  onStartTag(token: Token.TagToken): void {
    const tag = token.tagName;
    const mode = SILENT.get(tag);
    if (mode !== undefined && !token.selfClosing) {
      if (this.tokenizer) this.tokenizer.state = mode;
      this.#silentUntil = tag;
    } else if (tag === 'br') {
      this.#breakLine(true);
    } else if (tag === 'hr') {
      this.#breakLine();
      this.#line = '---';
      this.#breakLine();
    } else if (tag === 'blockquote') {
      this.#breakLine();
      this.#quotes = Math.min(this.#quotes + 1, 50);
    } else if (tag === 'td' || tag === 'th') {
      this.#spaceWanted = this.#line !== '';
    } else if (PARAGRAPHS.has(tag)) {
      this.#breakLine();
      this.#blankWanted = this.#lines.length > 0;
      if (tag === 'pre') this.#pre++;
    } else if (BLOCKS.has(tag)) {
      this.#breakLine();
      if (tag === 'li') this.#line = '- ';
    }
  }

  onEndTag(token: Token.TagToken): void {
    const tag = token.tagName;
    if (tag === this.#silentUntil) {
      this.#silentUntil = null;
    } else if (tag === 'blockquote') {
      this.#breakLine();
      this.#quotes = Math.max(0, this.#quotes - 1);
      this.#blankWanted = true;
    } else if (PARAGRAPHS.has(tag)) {
      this.#breakLine();
      this.#blankWanted = true;
      if (tag === 'pre') this.#pre = Math.max(0, this.#pre - 1);
    } else if (BLOCKS.has(tag)) {
      this.#breakLine();
    }
  }

  onCharacter(token: Token.CharacterToken): void {
    if (this.#silentUntil !== null || this.full) return;
    if (this.#pre > 0) {
      const [first = '', ...rest] = token.chars.split('\n');
      this.#append(first);
      for (const line of rest) {
        this.#breakLine(true);
        this.#append(line);
      }
      return;
    }
    const words = token.chars.replace(/[ \t\r\n\f]+/g, ' ');
    this.#append(words);
  }

  onWhitespaceCharacter(token: Token.CharacterToken): void {
    if (this.#silentUntil !== null) return;
    if (this.#pre > 0) this.onCharacter(token);
    else this.#spaceWanted = this.#line !== '';
  }

  onNullCharacter(): void {}
  onComment(): void {}
  onDoctype(): void {}
  onEof(): void {}

  #append(text: string): void {
    if (text === '') return;
    if (this.#spaceWanted && !this.#line.endsWith(' ')) this.#line += ' ';
    this.#spaceWanted = false;
    const piece = text.slice(0, Math.max(0, this.#left)).replaceAll('\u00a0', ' ');
    this.#left -= piece.length;
    this.#line += this.#pre === 0 && this.#line === '' ? piece.trimStart() : piece;
  }

  #breakLine(explicit = false): void {
    this.#spaceWanted = false;
    const prefix = this.#quotes > 0 ? `${'>'.repeat(this.#quotes)} ` : '';
    if (this.#line.trim() === '' && !explicit) {
      this.#line = '';
      return;
    }
    if (this.#blankWanted && this.#lines.length > 0)
      this.#lines.push('>'.repeat(Math.min(this.#quotes, this.#lastQuotes)));
    this.#blankWanted = false;
    this.#lines.push((prefix + this.#line).trimEnd());
    this.#lastQuotes = this.#quotes;
    this.#left -= 1;
    this.#line = '';
  }
}

/** Input is given to the tokenizer in pieces of this many UTF-16 units, to stop early when enough is read. */
const PIECE = 64 * 1024;

/**
 * The text of an HTML body as a person reads it: block elements end lines, list items start with
 * "- ", block quotes with "> ", head and script content is left out. Linear in the input; never throws.
 * @param maxChars stop after this many characters
 */
export function htmlToText(html: string, maxChars = 1_000_000): string {
  const writer = new TextWriter(maxChars);
  const tokenizer = new Tokenizer({}, writer);
  writer.tokenizer = tokenizer;
  for (let at = 0; at < html.length && !writer.full; at += PIECE) {
    tokenizer.write(html.slice(at, at + PIECE), at + PIECE >= html.length);
  }
  return writer.result();
}
