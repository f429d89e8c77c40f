/** Addresses in a text: of pages, and of people. */
import { withoutEnd } from '#shared/text/link-end.ts';

export interface Piece {
  /** Where it begins in the text. */
  at: number;
  text: string;
  /** `null` for words. */
  href: string | null;
}

/** With a scheme, as "www." alone, or an address of mail, with "mailto:" or without. */
const LINK =
  /\bhttps?:\/\/[^\s<>"'\u2018-\u201f]+|\bwww\.[^\s<>"'\u2018-\u201f]+|\b(?:mailto:)?[\p{L}\p{N}._%+-]{1,64}@[\p{L}\p{N}-]+(?:\.[\p{L}\p{N}-]+)+/giu;
const ENDS = /[.,;:!?*_\u2026]/;

function hrefOf(link: string): string | null {
  const href = /^(?:https?|mailto):/i.test(link)
    ? link
    : link.includes('@') && !/^www\.[^@]*\//i.test(link)
      ? `mailto:${link}`
      : `https://${link}`;
  // "www." of one word names nothing.
  return URL.canParse(href) && /\w\.\p{L}/u.test(link.replace(/^www\./i, '')) ? href : null;
}

/** The text in pieces, with what can be opened apart from the words around it. */
export function piecesOf(text: string): Piece[] {
  const pieces: Piece[] = [];
  let from = 0;
  for (const match of text.matchAll(LINK)) {
    const link = withoutEnd(match[0], ENDS);
    const href = hrefOf(link);
    if (href === null) continue;
    pieces.push({ at: from, text: text.slice(from, match.index), href: null });
    pieces.push({ at: match.index, text: link, href });
    from = match.index + link.length;
  }
  pieces.push({ at: from, text: text.slice(from), href: null });
  return pieces;
}
