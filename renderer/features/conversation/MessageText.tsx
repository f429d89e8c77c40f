import { Fragment, memo, useEffect, useMemo, useState } from 'react';
import { cx } from '../../design/cx.ts';
import styles from './MessageText.module.css';
import { textBlocks } from './text-blocks.ts';

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

const Block = memo(function Block({ text }: { text: string }) {
  return piecesOf(text).map((piece) =>
    piece.href ? (
      <a key={piece.at} href={piece.href} target="_blank" rel="noreferrer noopener">
        {piece.text}
      </a>
    ) : (
      <Fragment key={piece.at}>{piece.text}</Fragment>
    ),
  );
});

/** Blocks that are made before a text is first shown, and in each pause afterwards. */
const AT_ONCE = 2;

/** How many of so many blocks are there by now. */
function useGrowing(total: number): number {
  const [shown, setShown] = useState(AT_ONCE);
  useEffect(() => {
    if (shown >= total) return;
    const pause = requestIdleCallback(() => setShown(shown + AT_ONCE), { timeout: 500 });
    return () => cancelIdleCallback(pause);
  }, [shown, total]);
  return shown;
}

/** A message's words as written, with web addresses as links that open in the browser. A long text comes bit by bit. */
export function MessageText({ text, quiet = false }: { text: string; quiet?: boolean }) {
  const blocks = useMemo(() => textBlocks(text), [text]);
  const shown = useGrowing(blocks.length);
  return (
    <div className={cx(styles.text, quiet && styles.quiet)} data-selectable="" dir="auto">
      {blocks.length === 1 ? (
        <Block text={text} />
      ) : (
        blocks.slice(0, shown).map((block, index) => (
          // biome-ignore lint/suspicious/noArrayIndexKey: blocks of one text never move
          <div key={index} className={styles.block}>
            <Block text={block} />
          </div>
        ))
      )}
    </div>
  );
}
