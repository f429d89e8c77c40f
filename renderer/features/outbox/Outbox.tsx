import { useQuery, useQueryClient } from '@tanstack/react-query';
import { Send } from 'lucide-react';
import type { OutboxEntry } from '#shared/contract/outbox.ts';
import { toErrorInfo } from '../../app/errors.ts';
import { outboxQuery } from '../../app/queries.ts';
import { keys } from '../../app/queryKeys.ts';
import { useApp } from '../../app/store.ts';
import { strings } from '../../app/strings/index.ts';
import { Banner } from '../../design/Banner.tsx';
import { Button } from '../../design/Button.tsx';
import { EmptyState } from '../../design/EmptyState.tsx';
import { ErrorState } from '../../design/ErrorState.tsx';
import { Page } from '../../design/Page.tsx';
import { Skeleton } from '../../design/Skeleton.tsx';
import { Entry } from './Entry.tsx';
import styles from './Outbox.module.css';

const words = strings.outbox;

const needsUser = (entry: OutboxEntry) => entry.state === 'failed' || entry.state === 'unsure';

function Entries({ title, entries }: { title: string; entries: OutboxEntry[] }) {
  if (entries.length === 0) return null;
  return (
    <section className={styles.group}>
      <h3 className={styles.groupTitle}>{title}</h3>
      <ul aria-label={title}>
        {entries.map((entry) => (
          <Entry key={entry.actionId} entry={entry} />
        ))}
      </ul>
    </section>
  );
}

/** What was done here and not yet confirmed by a server: what waits for the user first, then what is on its way. */
export default function Outbox() {
  const { data, error } = useQuery(outboxQuery());
  const online = useApp((app) => app.online);
  const client = useQueryClient();
  return (
    <Page title={words.title} intro={words.intro}>
      {!online && data && data.length > 0 ? (
        <div className={styles.offline}>
          <Banner>{words.offline}</Banner>
        </div>
      ) : null}
      {error ? (
        <ErrorState
          error={toErrorInfo(error)}
          action={
            <Button onClick={() => void client.invalidateQueries({ queryKey: keys.outbox })}>
              {strings.common.retry}
            </Button>
          }
        />
      ) : data === undefined ? (
        <div className={styles.loading}>
          <Skeleton height="4rem" />
          <Skeleton height="4rem" />
        </div>
      ) : data.length === 0 ? (
        <EmptyState icon={<Send aria-hidden />} title={words.empty}>
          {words.emptyHint}
        </EmptyState>
      ) : (
        <>
          <Entries title={words.attention} entries={data.filter(needsUser)} />
          <Entries title={words.waiting} entries={data.filter((entry) => !needsUser(entry))} />
        </>
      )}
    </Page>
  );
}
