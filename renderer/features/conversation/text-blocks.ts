/** Characters of a block of text: as much as is laid out at once without being noticed. */
const BLOCK = 20_000;

/** A text longer than this does not fit into the window at once, whatever its lines. */
const TALL_TEXT = 3000;
/** Nor does one of more lines. */
const TALL_LINES = 40;

/** Whether what stands below a text is out of sight at first. */
export function isTall(text: string): boolean {
  return text.length > TALL_TEXT || text.split('\n').length > TALL_LINES;
}

/** Cuts a long text at line ends into blocks; a line that is longer than a block is cut where it must be. */
export function textBlocks(text: string): string[] {
  const blocks: string[] = [];
  let from = 0;
  while (text.length - from > BLOCK) {
    const end = text.lastIndexOf('\n', from + BLOCK);
    const cut = end > from + BLOCK / 2 ? end : from + BLOCK;
    blocks.push(text.slice(from, cut));
    // The line break between two blocks is the one between their boxes.
    from = cut === end ? end + 1 : cut;
  }
  blocks.push(text.slice(from));
  return blocks;
}
