import { useQuery } from '@tanstack/react-query';
import { useEffect, useState } from 'react';
import type { RuleCondition } from '#shared/contract/rules.ts';
import { toErrorInfo } from '../../app/errors.ts';
import { formatShort } from '../../app/format.ts';
import { rulePreviewQuery } from '../../app/queries.ts';
import { strings } from '../../app/strings/index.ts';
import { ErrorBanner } from '../../design/ErrorBanner.tsx';
import styles from './Rules.module.css';

const words = strings.rules;
const typingMs = 300;

/** The value once it has not changed for a moment. */
function useSettled<T>(value: T, same: string): T {
  const [settled, setSettled] = useState(value);
  // biome-ignore lint/correctness/useExhaustiveDependencies: what is the same by its key is the same
  useEffect(() => {
    const timer = setTimeout(() => setSettled(value), typingMs);
    return () => clearTimeout(timer);
  }, [same]);
  return settled;
}

/** What a rule would have hit of the newest mail in the inbox, while it is being written. */
export function Preview(props: { accountId: string | null; conditions: RuleCondition[] | null }) {
  const { accountId, conditions } = useSettled(props, JSON.stringify(props));
  const { data, error } = useQuery(rulePreviewQuery(accountId, conditions));
  if (error) return <ErrorBanner error={toErrorInfo(error)} />;
  if (conditions === null) return <p className={styles.meta}>{words.previewWait}</p>;
  if (!data) return <p className={styles.meta}>{words.previewing}</p>;
  return (
    <>
      <p className={styles.found} role="status">
        {words.found(data.matched, data.looked, data.hasOlder)}
      </p>
      {data.newest.length > 0 ? (
        // biome-ignore lint/a11y/noNoninteractiveTabindex: a scrolling region must be reachable to be scrolled by keys
        <ul className={styles.hits} aria-label={words.newest} tabIndex={0}>
          {data.newest.map(({ messageId, from, subject, date }) => (
            <li key={messageId} className={styles.hit}>
              <span className={styles.clip}>{from.name || from.address}</span>
              <span className={styles.clip}>{subject || words.noSubject}</span>
              <span className={styles.meta}>{formatShort(date)}</span>
            </li>
          ))}
        </ul>
      ) : null}
    </>
  );
}
