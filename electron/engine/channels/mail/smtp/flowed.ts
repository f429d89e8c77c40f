/** Columns at which a line is broken (RFC 3676 section 4.2 recommends at most 78 with the space at its end). */
const WIDTH = 76;

/**
 * Text as format=flowed (RFC 3676, DelSp=no): long lines are broken at spaces so that a reader joins them again, and
 * lines that would be taken for something else are space-stuffed. Lines that start with ">" are quotes (section 4.5).
 */
export function encodeFlowed(text: string): string {
  return text
    .split(/\r\n?|\n/)
    .flatMap((line) => encodeLine(line))
    .join('\n');
}

function encodeLine(line: string): string[] {
  if (line === '-- ') return [line];
  const [marks = ''] = /^>*/.exec(line)!;
  const content = marks === '' ? line : line.slice(marks.length).replace(/^ /, '');
  const pieces = wrap(content.replace(/ +$/, ''), WIDTH - marks.length - 1);
  return pieces.map((piece) => marks + (needsStuffing(piece, marks !== '') ? ` ${piece}` : piece));
}

function needsStuffing(piece: string, quoted: boolean): boolean {
  return (quoted && piece !== '') || /^(?: |>|From )/.test(piece);
}

/** Pieces that end in a space but for the last; a word longer than the width stays whole. */
function wrap(text: string, width: number): string[] {
  const pieces: string[] = [];
  let rest = text;
  while (rest.length > width) {
    let at = rest.lastIndexOf(' ', width - 1);
    // The mark before a signature would end the paragraph.
    if (at < 0 || rest.slice(0, at + 1) === '-- ') at = rest.indexOf(' ', width);
    if (at < 0) break;
    pieces.push(rest.slice(0, at + 1));
    rest = rest.slice(at + 1);
  }
  return [...pieces, rest];
}
