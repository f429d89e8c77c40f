import { Ellipsis } from 'lucide-react';
import { useState } from 'react';
import type { MailItem } from '#shared/contract/timeline.ts';
import { strings } from '../../app/strings/index.ts';
import styles from './MailCard.module.css';
import { MessageText } from './MessageText.tsx';

const t = strings.conversation;

function words(folded: MailItem['folded']): string {
  const quotes = folded.filter((fold) => fold.kind === 'quote').length;
  const others = (['signature', 'disclaimer'] as const).filter((kind) =>
    folded.some((fold) => fold.kind === kind),
  );
  return [quotes > 0 ? t.quoted(quotes) : '', ...others.map((kind) => t[kind])].filter(Boolean).join(' · ');
}

/** Quoted history, signature and disclaimer as one quiet line that opens. */
export function Folded({ folded }: { folded: MailItem['folded'] }) {
  const [open, setOpen] = useState(false);
  if (folded.length === 0) return null;
  return (
    <div>
      <button
        type="button"
        className={styles.foldLine}
        aria-expanded={open}
        onClick={() => setOpen((before) => !before)}
      >
        <Ellipsis aria-hidden />
        {words(folded)}
      </button>
      {open ? (
        <div className={styles.folded}>
          {folded.map((fold, index) => (
            // biome-ignore lint/suspicious/noArrayIndexKey: folds are parts of one message and never move
            <MessageText key={index} text={fold.text} quiet />
          ))}
        </div>
      ) : null}
    </div>
  );
}
