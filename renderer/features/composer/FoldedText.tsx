import { Ellipsis, X } from 'lucide-react';
import { type ReactNode, useState } from 'react';
import { IconButton } from '../../design/IconButton.tsx';
import styles from './Composer.module.css';

/** What will follow the text: folded to a line, and left out with a press. */
export function FoldedText({
  label,
  showLabel,
  dropLabel,
  text,
  onDrop,
  children,
}: {
  label: string;
  showLabel: string;
  dropLabel: string;
  text: string;
  onDrop: () => void;
  /** More that can be done with it. */
  children?: ReactNode;
}) {
  const [open, setOpen] = useState(false);
  return (
    <div className={styles.quote}>
      <button
        type="button"
        className={styles.quoteLine}
        aria-expanded={open}
        title={showLabel}
        onClick={() => setOpen((before) => !before)}
      >
        <Ellipsis aria-hidden />
        <span className={styles.quoteLabel}>{label}</span>
      </button>
      {children}
      <IconButton label={dropLabel} icon={<X aria-hidden />} onClick={onDrop} />
      {open ? (
        // biome-ignore lint/a11y/noNoninteractiveTabindex: a scrolling region must be reachable to be scrolled by keys
        <div className={styles.quoteText} tabIndex={0} data-selectable="" dir="auto">
          {text}
        </div>
      ) : null}
    </div>
  );
}
