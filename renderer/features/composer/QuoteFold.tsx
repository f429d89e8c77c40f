import { Ellipsis, X } from 'lucide-react';
import { useState } from 'react';
import { strings } from '../../app/strings/index.ts';
import { IconButton } from '../../design/IconButton.tsx';
import styles from './Composer.module.css';

const t = strings.composer;

/** The quoted history that will follow the text: folded to a line, and dropped with a press. */
export function QuoteFold({ quote, onDrop }: { quote: string; onDrop: () => void }) {
  const [open, setOpen] = useState(false);
  return (
    <div className={styles.quote}>
      <button
        type="button"
        className={styles.quoteLine}
        aria-expanded={open}
        title={t.quoteShow}
        onClick={() => setOpen((before) => !before)}
      >
        <Ellipsis aria-hidden />
        {t.quoteKept}
      </button>
      <IconButton label={t.quoteDrop} icon={<X aria-hidden />} onClick={onDrop} />
      {open ? (
        // biome-ignore lint/a11y/noNoninteractiveTabindex: a scrolling region must be reachable to be scrolled by keys
        <div className={styles.quoteText} tabIndex={0} data-selectable="" dir="auto">
          {quote}
        </div>
      ) : null}
    </div>
  );
}
