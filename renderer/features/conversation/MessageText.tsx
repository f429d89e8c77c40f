import { Fragment, memo, useEffect, useMemo, useState } from 'react';
import { cx } from '../../design/cx.ts';
import styles from './MessageText.module.css';
import { hasColumns, textBlocks } from './text-blocks.ts';
import { piecesOf } from './text-links.ts';

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

/** A message's words as written, with addresses as links: pages open in the browser, people in a new message. A long text comes bit by bit. */
export function MessageText({ text, quiet = false }: { text: string; quiet?: boolean }) {
  const blocks = useMemo(() => textBlocks(text), [text]);
  const columns = useMemo(() => hasColumns(text), [text]);
  const shown = useGrowing(blocks.length);
  return (
    <div
      className={cx(styles.text, quiet && styles.quiet, columns && styles.columns)}
      data-selectable=""
      dir="auto"
    >
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
