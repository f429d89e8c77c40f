import { useQuery } from '@tanstack/react-query';
import { memo } from 'react';
import type { SearchHit } from '#shared/contract/search.ts';
import { formatFull, formatShort } from '../../app/format.ts';
import { accountsQuery } from '../../app/queries.ts';
import { strings } from '../../app/strings/index.ts';
import { Avatar } from '../../design/Avatar.tsx';
import { cx } from '../../design/cx.ts';
import { nameOf } from '../threads/rowText.ts';
import { excerptParts } from './excerpt.ts';
import styles from './Search.module.css';

const words = strings.search;

export const hitId = (id: string) => `hit-${id}`;

/** One message that matches: who, when, what about, and the words around the match. */
export const Hit = memo(function Hit({
  hit,
  index,
  total,
  open,
  cursor,
  onPress,
}: {
  hit: SearchHit;
  index: number;
  total: number;
  open: boolean;
  cursor: boolean;
  onPress: (index: number) => void;
}) {
  const { data: accounts = [] } = useQuery(accountsQuery());
  const mine = accounts.some((account) => account.address.toLowerCase() === hit.from.address.toLowerCase());
  const subject = hit.channel === 'sms' ? words.text : hit.subject || words.noSubject;
  return (
    // biome-ignore lint/a11y/useFocusableInteractive: the listbox keeps the focus and names its active option
    // biome-ignore lint/a11y/useKeyWithClickEvents: the keys are handled by the listbox
    <div
      id={hitId(hit.id)}
      role="option"
      aria-selected={open}
      aria-setsize={total}
      aria-posinset={index + 1}
      className={cx(styles.hit, open && styles.open, cursor && styles.cursor)}
      onClick={() => onPress(index)}
    >
      <Avatar name={hit.from.name} address={hit.from.address} channels={[hit.channel]} />
      <div className={styles.hitText}>
        <div className={styles.hitLine}>
          <span className={styles.clip}>{mine ? strings.list.you : nameOf(hit.from)}</span>
          <time dateTime={new Date(hit.date).toISOString()} title={formatFull(hit.date)}>
            {formatShort(hit.date)}
          </time>
        </div>
        <div className={cx(styles.clip, hit.channel === 'sms' && styles.quiet)}>{subject}</div>
        <div className={styles.excerpt}>
          {excerptParts(hit.excerpt).map((part) =>
            part.hit ? <mark key={part.at}>{part.text}</mark> : <span key={part.at}>{part.text}</span>,
          )}
        </div>
      </div>
    </div>
  );
});
