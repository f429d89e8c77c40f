import { useQuery } from '@tanstack/react-query';
import { useEffect, useState } from 'react';
import { markSeen } from '../../app/acts.ts';
import { CloseWindow } from '../../app/CloseWindow.tsx';
import { toErrorInfo } from '../../app/errors.ts';
import { firstItems, threadQuery } from '../../app/queries.ts';
import { queryClient } from '../../app/queryClient.ts';
import { useApp } from '../../app/store.ts';
import { strings } from '../../app/strings/index.ts';
import { Button } from '../../design/Button.tsx';
import { EmptyState } from '../../design/EmptyState.tsx';
import { ErrorState } from '../../design/ErrorState.tsx';
import { Skeleton } from '../../design/Skeleton.tsx';
import { ThreadComposer } from '../composer/ThreadComposer.tsx';
import { ThreadLabels } from '../labels/ThreadLabels.tsx';
import { partView } from '../threads/filter.ts';
import styles from './Conversation.module.css';
import { ConversationHead } from './ConversationHead.tsx';
import { JoinNotice } from './JoinNotice.tsx';
import { ThreadChoices } from './ThreadChoices.tsx';
import { Timeline } from './Timeline.tsx';

const t = strings.conversation;
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

/** The open thread: who it is with, its messages, and the way to answer. */
export default function Conversation({ id }: { id: string }) {
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
        if (document.hasFocus()) void markSeen(id);
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
  if (!thread)
    return (
      <EmptyState title={t.gone} action={<CloseWindow />}>
        {t.goneHelp}
      </EmptyState>
    );
  return (
    <>
      <div className={styles.headRoom}>
        <ConversationHead thread={thread} />
      </div>
      <ThreadLabels thread={thread} />
      <ThreadChoices thread={thread} />
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
