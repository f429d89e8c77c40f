import { BellOff, Check, Paperclip, Pin, Star } from 'lucide-react';
import { Fragment, memo } from 'react';
import type { Label } from '#shared/contract/labels.ts';
import type { ThreadRow as Row } from '#shared/contract/threads.ts';
import { formatFull, formatShort } from '../../app/format.ts';
import { labelsOf } from '../../app/labels.ts';
import { strings } from '../../app/strings/index.ts';
import { Avatar } from '../../design/Avatar.tsx';
import { cx } from '../../design/cx.ts';
import { Skeleton } from '../../design/Skeleton.tsx';
import { LabelChip } from '../labels/LabelChip.tsx';
import { chosenText, linesOf, participantsText, spokenSigns } from './rowText.ts';
import styles from './ThreadRow.module.css';

const t = strings.list;
const labelsShown = 2;

export const rowId = (threadId: string) => `thread-${threadId}`;

/** Keeps the parts of the row's spoken name apart. */
function Pause() {
  return <span className="visually-hidden">, </span>;
}

export interface ThreadRowProps {
  row: Row;
  index: number;
  total: number;
  top: number;
  height: number;
  /** The day the times are shown for; changes at midnight only. */
  today: number;
  labels: ReadonlyMap<string, Label>;
  open: boolean;
  cursor: boolean;
  checked: boolean;
  selecting: boolean;
  onPress: (row: Row, index: number, how: 'open' | 'check' | 'range' | 'own-window') => void;
  onHover: (index: number) => void;
  onDrag: (row: Row) => void;
}

/** One thread. Its keys and actions are the list's; the row itself is one option with one full name. */
export const ThreadRow = memo(function ThreadRow(props: ThreadRowProps) {
  const { row, index, total, top, height, today, open, cursor, checked, selecting } = props;
  const { title, below } = linesOf(row);
  const chosen = chosenText(row, today);
  const first = row.participants[0] ?? { name: '', address: '' };
  const labels = labelsOf(row.labels, props.labels);
  const mailboxes = row.mailboxes.slice(0, Math.max(0, labelsShown - labels.length));
  const extra =
    labels.length + row.mailboxes.length - Math.min(labels.length, labelsShown) - mailboxes.length;
  return (
    // biome-ignore lint/a11y/useFocusableInteractive: the listbox keeps the focus and names its active option
    // biome-ignore lint/a11y/useKeyWithClickEvents: the keys are handled by the listbox
    <div
      id={rowId(row.id)}
      role="option"
      aria-selected={selecting ? checked : open}
      aria-setsize={total}
      aria-posinset={index + 1}
      className={cx(styles.row, open && styles.open, cursor && styles.cursor, checked && styles.checked)}
      data-unread={row.unread > 0 || undefined}
      style={{ transform: `translateY(${top}px)`, height }}
      onClick={(event) => {
        const target = event.target as Element;
        const check = event.ctrlKey || event.metaKey || target.closest('[data-check]') !== null;
        props.onPress(row, index, event.shiftKey ? 'range' : check ? 'check' : 'open');
      }}
      onDoubleClick={(event) => {
        const plain = !event.shiftKey && !event.ctrlKey && !event.metaKey;
        if (plain && !(event.target as Element).closest('[data-check]'))
          props.onPress(row, index, 'own-window');
      }}
      draggable
      onDragStart={(event) => {
        // The shell drags files instead of what the page would.
        event.preventDefault();
        props.onDrag(row);
      }}
      onPointerEnter={() => props.onHover(index)}
    >
      <span className={styles.unreadDot} aria-hidden="true" />
      <span className={styles.face} data-check="" data-selecting={selecting || undefined}>
        <Avatar name={first.name} address={first.address} channels={selecting ? undefined : row.channels} />
        <span className={styles.tick} aria-hidden="true">
          {checked ? <Check /> : null}
        </span>
      </span>
      <span className={styles.text}>
        <span className={styles.line}>
          <span className={styles.names}>{participantsText(row)}</span>
          <Pause />
          {row.messageCount > 1 && row.kind === 'topic' ? (
            <span className={styles.number}>{row.messageCount}</span>
          ) : null}
          <span className={styles.marks}>
            {row.pinned ? <Pin className={styles.pin} aria-hidden /> : null}
            {row.muted ? <BellOff aria-hidden /> : null}
            {row.starred ? <Star className={styles.star} aria-hidden /> : null}
            {row.hasAttachments ? <Paperclip aria-hidden /> : null}
          </span>
          <time
            className={styles.time}
            dateTime={new Date(row.lastAt).toISOString()}
            title={formatFull(row.lastAt)}
          >
            {formatShort(row.lastAt, today)}
          </time>
          <Pause />
        </span>
        <span className={cx(styles.line, styles.title)}>
          <span className={styles.clip}>{title}</span>
          <Pause />
        </span>
        <span className={cx(styles.line, styles.below)}>
          {row.needsAttention ? (
            <span className={cx(styles.chip, styles.attention)}>
              {row.undelivered ? t.notDelivered : t.notSent}
            </span>
          ) : null}
          {chosen ? (
            <span className={cx(styles.chip, styles.chosen)}>
              {chosen}
              <Pause />
            </span>
          ) : null}
          {row.hasDraft ? <span className={cx(styles.chip, styles.draft)}>{t.draft}</span> : null}
          {labels.slice(0, labelsShown).map((label) => (
            <Fragment key={label.id}>
              <LabelChip label={label} />
              <Pause />
            </Fragment>
          ))}
          {mailboxes.map((mailbox) => (
            <span key={mailbox.mailboxId} className={styles.chip}>
              {mailbox.name}
              <Pause />
            </span>
          ))}
          {extra > 0 ? <span className={styles.chip}>{t.others(extra)}</span> : null}
          <span className={styles.clip}>{below}</span>
        </span>
        <span className="visually-hidden">, {spokenSigns(row)}</span>
      </span>
    </div>
  );
});

/** The shape of a row whose page has not come yet. */
export function ThreadRowSkeleton({ top, height }: { top: number; height: number }) {
  return (
    <div className={styles.row} style={{ transform: `translateY(${top}px)`, height }} aria-hidden="true">
      <span className={styles.unreadDot} />
      <span className={styles.face}>
        <Skeleton width="2.125rem" height="2.125rem" />
      </span>
      <span className={styles.text}>
        <Skeleton width="45%" />
        <Skeleton width="80%" />
        <Skeleton width="65%" />
      </span>
    </div>
  );
}
