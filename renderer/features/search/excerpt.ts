export interface ExcerptPart {
  text: string;
  hit: boolean;
  /** Where the part starts in the excerpt, which makes it unique. */
  at: number;
}

const OPEN = '\u2402';
const CLOSE = '\u2403';

/** Cuts an excerpt at its marks (U+2402 opens a hit, U+2403 closes it); marks without a partner are dropped. */
export function excerptParts(excerpt: string): ExcerptPart[] {
  const parts: ExcerptPart[] = [];
  let hit = false;
  let from = 0;
  for (let at = 0; at <= excerpt.length; at += 1) {
    const character = excerpt[at];
    if (at < excerpt.length && character !== OPEN && character !== CLOSE) continue;
    const closed = !hit || character === CLOSE;
    if (at > from) parts.push({ text: excerpt.slice(from, at), hit: hit && closed, at: from });
    hit = character === OPEN;
    from = at + 1;
  }
  return parts;
}
