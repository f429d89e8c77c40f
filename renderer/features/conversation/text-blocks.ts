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

/** A gap between words that is there to put what follows below what stands above it, or a line drawn with signs. */
const GAP = /\S(?: {3,}|\t+)\S/;
const RULE = /^[+|][-+|=\s]{4,}$/;
/** What stands before a line that is quoted or one of a list. */
const BEFORE = /^[>\s]*(?:(?:[-*\u2022\u00b7]|\w{1,3}[.)])\s+)?/;
const FEWEST_LINES = 3;

/** Whether a text is laid out in columns, which stay in line only where all letters have one width. */
export function hasColumns(text: string): boolean {
  const lines = text
    .slice(0, BLOCK)
    .split('\n')
    .map((line) => line.replace(BEFORE, ''))
    .filter((line) => line !== '');
  const inColumns = lines.filter((line) => GAP.test(line) || RULE.test(line)).length;
  return inColumns >= FEWEST_LINES && inColumns * 4 >= lines.length;
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
