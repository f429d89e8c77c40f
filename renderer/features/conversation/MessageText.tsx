import { Fragment, useMemo } from 'react';
import { cx } from '../../design/cx.ts';
import styles from './MessageText.module.css';

const link = /\bhttps?:\/\/[^\s<>"'\u2018-\u201f]+/gi;
const trailing = /[.,;:!?)\]}]+$/;

interface Piece {
  at: number;
  text: string;
  href: string | null;
}

function piecesOf(text: string): Piece[] {
  const pieces: Piece[] = [];
  let from = 0;
  for (const match of text.matchAll(link)) {
    const url = match[0].replace(trailing, '');
    if (!URL.canParse(url)) continue;
    pieces.push({ at: from, text: text.slice(from, match.index), href: null });
    pieces.push({ at: match.index, text: url, href: url });
    from = match.index + url.length;
  }
  pieces.push({ at: from, text: text.slice(from), href: null });
  return pieces;
}

/** A message's words as written, with web addresses as links that open in the browser. */
export function MessageText({ text, quiet = false }: { text: string; quiet?: boolean }) {
  const pieces = useMemo(() => piecesOf(text), [text]);
  return (
    <div className={cx(styles.text, quiet && styles.quiet)} data-selectable="" dir="auto">
      {pieces.map((piece) =>
        piece.href ? (
          <a key={piece.at} href={piece.href} target="_blank" rel="noreferrer noopener">
            {piece.text}
          </a>
        ) : (
          <Fragment key={piece.at}>{piece.text}</Fragment>
        ),
      )}
    </div>
  );
}
