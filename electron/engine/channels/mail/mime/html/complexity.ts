import { type Token, type TokenHandler, Tokenizer } from 'parse5';

/** Depth at which browsers stop nesting elements too. */
const MAX_DEPTH = 500;
const MAX_ELEMENTS = 50_000;

/** Elements that have no content, or that are closed by the next of their kind. They do not add depth. */
const FLAT = new Set(
  'area base br col embed hr img input link meta param source track wbr p li dt dd td th tr tbody thead tfoot colgroup option html head body'.split(
    ' ',
  ),
);

class Counter implements TokenHandler {
  elements = 0;
  deepest = 0;
  #depth = 0;

  onStartTag(token: Token.TagToken): void {
    this.elements++;
    if (FLAT.has(token.tagName)) return;
    this.#depth++;
    this.deepest = Math.max(this.deepest, this.#depth);
  }

  onEndTag(token: Token.TagToken): void {
    if (!FLAT.has(token.tagName)) this.#depth = Math.max(0, this.#depth - 1);
  }

  onCharacter(): void {}
  onWhitespaceCharacter(): void {}
  onNullCharacter(): void {}
  onComment(): void {}
  onDoctype(): void {}
  onEof(): void {}
}

/**
 * Whether a DOM of this HTML can be built and sanitised in a reasonable time: DOM implementations take
 * quadratic time for elements nested without end. Linear in the input.
 */
export function isRenderable(html: string): boolean {
  const counter = new Counter();
  new Tokenizer({}, counter).write(html, true);
  return counter.deepest <= MAX_DEPTH && counter.elements <= MAX_ELEMENTS;
}
