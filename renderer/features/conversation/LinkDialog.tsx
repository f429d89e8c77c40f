import { useRef } from 'react';
import { linkParts } from '../../app/linkTarget.ts';
import { strings } from '../../app/strings/index.ts';
import { Button } from '../../design/Button.tsx';
import { Dialog } from '../../design/Dialog.tsx';
import styles from './LinkDialog.module.css';

const t = strings.trust.link;

export interface MisleadingLink {
  href: string;
  /** The host its text names; `null` for a link of a document, whose text nobody knows. */
  shows: string | null;
}

/** Asks before a link is opened whose text names another domain than it leads to, or that a document holds. */
export default function LinkDialog({ link, onClose }: { link: MisleadingLink; onClose: () => void }) {
  const cancel = useRef<HTMLButtonElement>(null);
  const parts = linkParts(link.href);
  if (!parts) return null;
  return (
    <Dialog
      open
      onOpenChange={onClose}
      onOpenAutoFocus={(event) => {
        event.preventDefault();
        cancel.current?.focus();
      }}
      title={link.shows === null ? t.fromFileTitle : t.title}
      footer={
        <>
          <Button ref={cancel} onClick={onClose}>
            {strings.common.cancel}
          </Button>
          <Button
            onClick={() => {
              // Main opens it in the system's browser; the window itself goes nowhere.
              window.open(link.href);
              onClose();
            }}
          >
            {t.open(parts.host)}
          </Button>
        </>
      }
    >
      <p>{link.shows === null ? t.fromFile(parts.host) : t.body(link.shows, parts.host)}</p>
      {/* biome-ignore lint/a11y/noNoninteractiveTabindex: a scrolling region must be reachable to be scrolled by keys */}
      <p className={styles.target} tabIndex={0} data-selectable="">
        {parts.before}
        <strong>{parts.host}</strong>
        {parts.after}
      </p>
      {link.shows === null ? null : <p className={styles.meta}>{t.advice}</p>}
    </Dialog>
  );
}
