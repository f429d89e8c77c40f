const BRACKETS = [
  ['(', ')'],
  ['[', ']'],
  ['{', '}'],
] as const;

const count = (text: string, character: string) => text.split(character).length - 1;

/**
 * An address found in a text, without what belongs to the sentence around it: signs that match `ends`, such as a full
 * stop, and a bracket that was opened before.
 */
export function withoutEnd(link: string, ends: RegExp): string {
  // How many of each bracket are closed that were not opened.
  const spare = new Map<string, number>(
    BRACKETS.map(([open, close]) => [close, count(link, close) - count(link, open)]),
  );
  let end = link.length;
  for (; end > 0; end--) {
    const last = link.charAt(end - 1);
    const unopened = spare.get(last);
    if (unopened !== undefined && unopened > 0) spare.set(last, unopened - 1);
    else if (!ends.test(last)) break;
  }
  return link.slice(0, end);
}
