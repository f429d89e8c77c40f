import { useQuery } from '@tanstack/react-query';
import { MessagesSquare } from 'lucide-react';
import { useEffect, useState } from 'react';
import { actOnThreads } from '../../app/acts.ts';
import { shortcutOf } from '../../app/commands.ts';
import { toErrorInfo } from '../../app/errors.ts';
import { draftsQuery, threadQuery, threadsQuery } from '../../app/queries.ts';
import { queryClient } from '../../app/queryClient.ts';
import { useApp } from '../../app/store.ts';
import { strings } from '../../app/strings/index.ts';
import { Button } from '../../design/Button.tsx';
import { EmptyState } from '../../design/EmptyState.tsx';
import { ErrorState } from '../../design/ErrorState.tsx';
import { Kbd } from '../../design/Kbd.tsx';
import { Skeleton } from '../../design/Skeleton.tsx';
import { ThreadComposer } from '../composer/ThreadComposer.tsx';
import { filterOf, partView } from '../threads/filter.ts';
import styles from './Conversation.module.css';
import { ConversationHead } from './ConversationHead.tsx';
import { JoinNotice } from './JoinNotice.tsx';
import { Timeline } from './Timeline.tsx';

const t = strings.conversation;
const firstItems = 60;
const mostItems = 2000;
/** How long a thread must be looked at before it counts as read. */
const readAfterMs = 700;

function Loading() {
  return (
    <div className={styles.loading} aria-busy="true">
      <Skeleton width="40%" height="1rem" />
      <Skeleton width="70%" height="4rem" />
      <Skeleton width="55%" height="2.5rem" />
    </div>
  );
}

function OpenThread({ id }: { id: string }) {
  const [limit, setLimit] = useState(firstItems);
  const sought = useApp((app) => app.messageId);
  const view = useApp((app) => partView(app.place));
  const { data: thread, error, isPending, isFetching } = useQuery(threadQuery(id, limit, view));
  const kept = useApp((app) => app.keptUnread === id);
  const unread = (thread?.unread ?? 0) > 0 && !kept;

  useEffect(() => {
    if (!unread) return;
    let timer: ReturnType<typeof setTimeout> | undefined;
    // Only what someone can be looking at is being read.
    const look = () => {
      clearTimeout(timer);
      timer = setTimeout(() => {
        if (document.hasFocus()) void actOnThreads([id], 'read');
      }, readAfterMs);
    };
    look();
    window.addEventListener('focus', look);
    return () => {
      clearTimeout(timer);
      window.removeEventListener('focus', look);
    };
  }, [id, unread]);

  // A message found by search may be older than what is loaded.
  useEffect(() => {
    if (!sought || !thread?.hasOlder || isFetching) return;
    if (!thread.items.some((item) => item.id === sought)) setLimit((now) => Math.min(mostItems, now * 3));
  }, [sought, thread, isFetching]);

  if (error && !thread) {
    const retry = () => void queryClient.invalidateQueries({ queryKey: ['thread', id] });
    return (
      <ErrorState
        error={toErrorInfo(error)}
        action={<Button onClick={retry}>{strings.common.retry}</Button>}
      />
    );
  }
  if (isPending) return <Loading />;
  if (!thread) return <EmptyState title={t.gone}>{t.goneHelp}</EmptyState>;
  return (
    <>
      <ConversationHead thread={thread} />
      {thread.joinNotice ? <JoinNotice evidence={thread.joinNotice.evidence} /> : null}
      <Timeline
        thread={thread}
        loadingOlder={isFetching}
        onOlder={() => setLimit((now) => Math.min(mostItems, now * 2))}
      />
      <ThreadComposer thread={thread} />
    </>
  );
}

/** Whether the list beside it has anything to choose from. */
function useChoice(): boolean {
  const place = useApp((app) => app.place);
  const channel = useApp((app) => app.channel);
  const filter = filterOf(place, channel);
  const threads = useQuery({ ...threadsQuery(filter ?? nowhere, 0), enabled: filter !== null });
  const drafts = useQuery({ ...draftsQuery(), enabled: place.kind === 'drafts' });
  if (place.kind === 'drafts') return (drafts.data?.length ?? 0) > 0;
  return filter === null || (threads.data?.total ?? 0) > 0;
}

const nowhere = { view: 'inbox', channel: null, accountId: null, mailboxId: null } as const;

/** Said where a conversation would be; nothing where there is none to choose. */
function NothingOpen() {
  const choice = useChoice();
  if (!choice) return null;
  const keys = (['next', 'previous', 'open'] as const).map((id) => ({ id, keys: shortcutOf(id) }));
  return (
    <EmptyState icon={<MessagesSquare aria-hidden />} title={t.none}>
      <p>{t.noneHelp}</p>
      <ul className={styles.keys}>
        {keys.map((entry) =>
          entry.keys ? (
            <li key={entry.id}>
              <Kbd keys={entry.keys} /> {t.noneKeys[entry.id]}
            </li>
          ) : null,
        )}
      </ul>
    </EmptyState>
  );
}

/** The open thread: who it is with, its messages, and the way to answer. */
export function Conversation() {
  const threadId = useApp((app) => app.threadId);
  if (!threadId) return <NothingOpen />;
  return <OpenThread key={threadId} id={threadId} />;
}
