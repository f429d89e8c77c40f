/**
 * Marks misspelled words in the fields that say `spellcheck="true"`, with highlights: they change nothing in the text,
 * so that an editor does not notice them. Chromium's own way is not used, see docs/decisions/0020.
 */
import { misspelledOf, onSpellingChange } from '../../app/spelling.ts';
import { mirrorOf, type TextMirror } from './text-mirror.ts';
import { type Field, isBox, type PlacedWord, wordAtCursor, wordsIn, wordsOf } from './words.ts';

/** Milliseconds without a change before the words are looked at. */
const quietMs = 250;
/** More are not marked in one field. */
const most = 1000;

const highlight = new Highlight();
CSS.highlights.set('misspelled', highlight);

class MarkedField {
  readonly #field: Field;
  readonly #mirror: TextMirror | null;
  /** Ends it once the field is not in the window any more. */
  readonly stopIfGone: () => boolean;
  #ranges: Range[] = [];
  #timer: ReturnType<typeof setTimeout> | undefined;
  #round = 0;

  constructor(field: Field, onGone: () => void) {
    this.#field = field;
    this.#mirror = isBox(field) ? mirrorOf(field) : null;
    const look = () => this.#lookSoon();
    const observer = new MutationObserver(look);
    if (!this.#mirror) observer.observe(field, { characterData: true, childList: true, subtree: true });
    const events = ['input', 'focus', 'blur', 'keyup', 'pointerup'];
    for (const name of events) field.addEventListener(name, look);
    const unlisten = onSpellingChange(look);
    this.stopIfGone = () => {
      if (field.isConnected) return false;
      clearTimeout(this.#timer);
      observer.disconnect();
      for (const name of events) field.removeEventListener(name, look);
      unlisten();
      this.#mirror?.remove();
      this.#show([]);
      onGone();
      return true;
    };
    look();
  }

  #lookSoon(): void {
    clearTimeout(this.#timer);
    this.#timer = setTimeout(() => requestIdleCallback(() => void this.#look(), { timeout: 1000 }), quietMs);
  }

  async #look(): Promise<void> {
    if (this.stopIfGone()) return;
    const round = ++this.#round;
    const words = this.#words();
    let wrong: Set<string>;
    try {
      wrong = new Set(await misspelledOf(words.map(({ word }) => word)));
    } catch {
      // The engine is being started again; the next change asks it.
      return;
    }
    if (round !== this.#round) return;
    const writing = document.activeElement === this.#field ? wordAtCursor(this.#field) : null;
    const found = words.filter((placed) => wrong.has(placed.word) && !isSame(placed, writing));
    this.#show(found.slice(0, most).flatMap(rangeOf));
  }

  #words(): PlacedWord[] {
    if (!this.#mirror) return wordsOf(this.#field);
    const node = this.#mirror.update();
    return wordsIn(node.data, node);
  }

  #show(ranges: Range[]): void {
    for (const range of this.#ranges) highlight.delete(range);
    for (const range of ranges) highlight.add(range);
    this.#ranges = ranges;
  }
}

/** The word that is being written, until the cursor leaves it. */
function isSame({ node, start, end }: PlacedWord, writing: PlacedWord | null): boolean {
  return writing?.start === start && writing.end === end && (writing.node === null || writing.node === node);
}

function rangeOf({ node, start, end }: PlacedWord): Range[] {
  if (!node?.isConnected || end > node.data.length) return [];
  const range = document.createRange();
  range.setStart(node, start);
  range.setEnd(node, end);
  return [range];
}

const marked = new Map<Field, MarkedField>();

/** Marks the field from now on, for as long as it is in the window. */
export function markSpelling(field: Field): void {
  for (const other of marked.values()) other.stopIfGone();
  if (!marked.has(field)) marked.set(field, new MarkedField(field, () => marked.delete(field)));
}
