import { memo } from 'react';
import type { TextItem } from '#shared/contract/timeline.ts';
import { formatFull, formatTime } from '../../app/format.ts';
import { strings } from '../../app/strings/index.ts';
import { cx } from '../../design/cx.ts';
import { nameOf } from '../threads/rowText.ts';
import { Attachments } from './Attachments.tsx';
import { ItemActions } from './ItemActions.tsx';
import { MessageText } from './MessageText.tsx';
import { Hold, SendTrouble } from './SendState.tsx';
import styles from './TextBubble.module.css';

const t = strings.conversation;

/** "Text · delivered 10:42 · 1 segment" for mine, the time for theirs. */
function metaOf(item: TextItem): string {
  if (!item.fromMe) return formatTime(item.date);
  return [t.text, `${t.delivery[item.status]} ${formatTime(item.date)}`, t.segments(item.segments)].join(
    ' · ',
  );
}

/** One text message: mine on the right in green, theirs on the left; its status in words below. */
export const TextBubble = memo(function TextBubble({
  item,
  threadId,
  endsRun,
  naming,
}: {
  item: TextItem;
  threadId: string;
  /** The last of several in a row carries the time for all. */
  endsRun: boolean;
  /** Say who wrote it, where several may have. */
  naming: boolean;
}) {
  const who = item.fromMe ? t.you : nameOf(item.from);
  const trouble = ['failed', 'undelivered', 'unsure'].includes(item.status);
  const held = item.holdUntil !== null && item.holdUntil > Date.now();
  return (
    <article
      className={cx(styles.message, item.fromMe && styles.mine, trouble && styles.trouble)}
      aria-label={`${who}, ${metaOf(item)}`}
      data-message={item.id}
    >
      {naming && !item.fromMe ? <p className={styles.who}>{who}</p> : null}
      <div className={styles.line}>
        <div className={styles.bubble} title={formatFull(item.date)}>
          {item.text ? <MessageText text={item.text} /> : null}
          <Attachments files={item.attachments} pictures />
        </div>
        <ItemActions item={item} threadId={threadId} />
      </div>
      {held ? (
        <Hold item={item} />
      ) : endsRun || trouble ? (
        <p className={styles.meta}>{metaOf(item)}</p>
      ) : null}
      <SendTrouble item={item} />
    </article>
  );
});
