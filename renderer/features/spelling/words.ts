/** Words in a text field: a text box, or an element whose content is edited. */

export type Field = HTMLInputElement | HTMLTextAreaElement | HTMLElement;

/** A word where it stands. In a text box `node` is null and the offsets are those of its value. */
export interface PlacedWord {
  word: string;
  node: Text | null;
  start: number;
  end: number;
}

const WORD = /[\p{L}\p{M}]+(?:['’][\p{L}\p{M}]+)*/gu;

export const isBox = (field: Field): field is HTMLInputElement | HTMLTextAreaElement =>
  field instanceof HTMLInputElement || field instanceof HTMLTextAreaElement;

/** The words of a text, and where they stand in it. */
export function wordsIn(text: string, node: Text | null): PlacedWord[] {
  return [...text.matchAll(WORD)].map(({ 0: word, index }) => ({
    word,
    node,
    start: index,
    end: index + word.length,
  }));
}

/** All of its words, in their order. */
export function wordsOf(field: Field): PlacedWord[] {
  if (isBox(field)) return wordsIn(field.value, null);
  const found: PlacedWord[] = [];
  const walker = document.createTreeWalker(field, NodeFilter.SHOW_TEXT);
  for (let node = walker.nextNode(); node; node = walker.nextNode())
    found.push(...wordsIn((node as Text).data, node as Text));
  return found;
}

/** Where the selection begins and ends; `node` is null in a text box. */
function selected(field: Field): { node: Node | null; start: number; end: number } | null {
  if (isBox(field)) return { node: null, start: field.selectionStart ?? 0, end: field.selectionEnd ?? 0 };
  const selection = getSelection();
  if (!selection || selection.rangeCount === 0) return null;
  const { startContainer, startOffset, endContainer, endOffset } = selection.getRangeAt(0);
  return { node: startContainer, start: startOffset, end: startContainer === endContainer ? endOffset : -1 };
}

/** The word that is selected or that the cursor is in or beside; null when there is none, or more. */
export function wordAtCursor(field: Field): PlacedWord | null {
  const at = selected(field);
  if (!at) return null;
  const words = isBox(field)
    ? wordsIn(field.value, null)
    : at.node instanceof Text
      ? wordsIn(at.node.data, at.node)
      : [];
  return words.find(({ start, end }) => start <= at.start && at.end <= end && at.end >= at.start) ?? null;
}

/** Its words from the one after the cursor on, and round to the beginning. */
export function wordsFromCursor(field: Field): PlacedWord[] {
  const words = wordsOf(field);
  const at = selected(field);
  if (!at) return words;
  const isAfter = ({ node, start }: PlacedWord) => {
    if (node === at.node) return start >= at.end;
    return (
      node !== null &&
      at.node !== null &&
      Boolean(at.node.compareDocumentPosition(node) & Node.DOCUMENT_POSITION_FOLLOWING)
    );
  };
  const first = words.findIndex(isAfter);
  return first < 0 ? words : [...words.slice(first), ...words.slice(0, first)];
}

export function selectWord(field: Field, { node, start, end }: PlacedWord): void {
  field.focus();
  if (isBox(field)) field.setSelectionRange(start, end);
  else if (node) getSelection()?.setBaseAndExtent(node, start, node, end);
}

/** Puts other words in its place, as if they were typed: the field's own undo takes it back. */
export function replaceWord(field: Field, placed: PlacedWord, words: string): void {
  selectWord(field, placed);
  document.execCommand('insertText', false, words);
}

/** Where a menu about the word belongs. */
export function placeOf(field: Field, { node, start, end }: PlacedWord): { x: number; y: number } {
  const box = field.getBoundingClientRect();
  if (!node) return { x: box.left, y: box.bottom };
  const range = document.createRange();
  range.setStart(node, start);
  range.setEnd(node, end);
  const { left, bottom } = range.getBoundingClientRect();
  return { x: left, y: Math.min(bottom, box.bottom) };
}
