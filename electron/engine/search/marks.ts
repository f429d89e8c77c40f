/** Noncharacters (Unicode 23.7) that FTS5 puts around matched words; stored text never holds them. */
export const MARK_START = '\uFDD0';
export const MARK_END = '\uFDD1';

/** What the window gets instead: SYMBOL FOR START OF TEXT and SYMBOL FOR END OF TEXT. */
const SHOWN_START = '\u2402';
const SHOWN_END = '\u2403';

/** Turns FTS5's marks into those of the contract; the contract's marks in the text itself are dropped. */
export function showMarks(excerpt: string): string {
  return excerpt
    .replaceAll(SHOWN_START, '')
    .replaceAll(SHOWN_END, '')
    .replaceAll(MARK_START, SHOWN_START)
    .replaceAll(MARK_END, SHOWN_END);
}
