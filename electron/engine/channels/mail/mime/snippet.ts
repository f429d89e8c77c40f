/** Runs of characters without width that newsletters pad their first line with. */
const INVISIBLE_FILLER = /(?:\u034f|[\u200b-\u200d\u00ad\u2007\ufeff])+(?=\s|\u034f|$)/g;

/** Text read before a snippet is cut, in UTF-16 units: mostly the first is enough; a long quote at the top is skipped. */
const READ = [2_000, 20_000];

/** Quotes with an answer below them stay in the visible text, but a line of a list has no room for them. */
function withoutQuotedLines(visible: string): string {
  const lines = visible.split('\n');
  const kept = lines.filter((line, at) => {
    const isQuote = line.startsWith('>');
    const isAttribution = /[:：]\s*$/.test(line) && lines[at + 1]?.startsWith('>');
    return !isQuote && !isAttribution;
  });
  return kept.join('\n').trim();
}

/**
 * The first characters of what a message says, white space folded.
 * @param visibleText the text with its quotes and signature folded away
 * @param length longest result in UTF-16 units; never cut inside a surrogate pair
 */
export function snippet(visibleText: string, length = 200): string {
  let own = '';
  for (const units of READ) {
    own = onOneLine(withoutQuotedLines(visibleText.slice(0, units)));
    if (own.length > length || visibleText.length <= units) break;
  }
  const folded = own || onOneLine(visibleText.slice(0, READ[0]));
  if (folded.length <= length) return folded;
  const end = /[\ud800-\udbff]/.test(folded[length - 1] ?? '') ? length - 1 : length;
  return folded.slice(0, end).trimEnd();
}

const onOneLine = (text: string) => text.replace(INVISIBLE_FILLER, '').replace(/\s+/g, ' ').trim();
