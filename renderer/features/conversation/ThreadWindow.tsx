import { useQuery } from '@tanstack/react-query';
import { lazy, Suspense, useEffect } from 'react';
import { bridge } from '../../app/bridge.ts';
import { PartFrame } from '../../app/PartFrame.tsx';
import { screens } from '../../app/preload.ts';
import { firstItems, settingsQuery, threadQuery } from '../../app/queries.ts';
import { useShellCommands } from '../../app/shellCommands.ts';
import { useApp } from '../../app/store.ts';
import { strings } from '../../app/strings/index.ts';
import { mediumWindow, useMedia } from '../../app/useMedia.ts';
import { EmptyState } from '../../design/EmptyState.tsx';
import { partView } from '../threads/filter.ts';
import Conversation from './Conversation.tsx';
import { titlesOf } from './ConversationHead.tsx';

const PersonPane = lazy(screens.person);
const t = strings.conversation;

/** A window that shows one thread and nothing else. */
export default function ThreadWindow() {
  useShellCommands();
  const id = useApp((app) => app.threadId);
  const view = useApp((app) => partView(app.place));
  const sheet = useApp((app) => app.personSheet);
  const medium = useMedia(mediumWindow);
  const { data: settings } = useQuery(settingsQuery());
  const { data: thread } = useQuery({ ...threadQuery(id ?? '', firstItems, view), enabled: id !== null });
  const found = thread === undefined ? null : thread !== null;
  useEffect(() => {
    if (found !== null) bridge()?.arrived(found);
  }, [found]);
  const personShown = thread && (medium ? sheet : (settings?.personPane ?? true));
  return (
    <PartFrame
      title={thread ? titlesOf(thread).title : ''}
      label={t.label}
      beside={
        personShown ? (
          <Suspense>
            <PersonPane sheet={medium} />
          </Suspense>
        ) : null
      }
    >
      {id ? <Conversation key={id} id={id} /> : <EmptyState title={t.gone}>{t.goneHelp}</EmptyState>}
    </PartFrame>
  );
}
