import { useQuery } from '@tanstack/react-query';
import { lazy, type ReactNode, Suspense } from 'react';
import { NoConversation } from '../features/conversation/NoConversation.tsx';
import { Hints } from '../features/hints/Hints.tsx';
import { Places } from '../features/places/Places.tsx';
import { StatusLine } from '../features/status/StatusLine.tsx';
import { ThreadList } from '../features/threads/ThreadList.tsx';
import { ErrorBoundary } from './ErrorBoundary.tsx';
import { useKeyboard } from './keyboard.ts';
import { ListResizer, useListWidth } from './ListResizer.tsx';
import { screens } from './preload.ts';
import { settingsQuery } from './queries.ts';
import styles from './Shell.module.css';
import { useShellCommands } from './shellCommands.ts';
import { type PlaceRef, useApp } from './store.ts';
import { strings } from './strings/index.ts';
import { TitleBar } from './TitleBar.tsx';
import { mediumWindow, narrowWindow, useMedia } from './useMedia.ts';

const Conversation = lazy(screens.conversation);
const NewMessage = lazy(screens.newMessage);
const PersonPane = lazy(screens.person);
const DraftList = lazy(screens.drafts);
const SearchResults = lazy(screens.search);
const Settings = lazy(screens.settings);
const Outbox = lazy(screens.outbox);
const Activity = lazy(screens.activity);

/** Screens that take the list's and the conversation's room together. */
const pages: Partial<Record<PlaceRef['kind'], () => ReactNode>> = {
  settings: () => <Settings />,
  outbox: () => <Outbox />,
  activity: () => <Activity />,
};

function List() {
  const kind = useApp((app) => app.place.kind);
  if (kind === 'search') return <SearchResults />;
  if (kind === 'drafts') return <DraftList />;
  return <ThreadList />;
}

/** The window: title bar, places, list, conversation, person, status line. */
export function Shell() {
  useKeyboard();
  useShellCommands();
  const place = useApp((app) => app.place);
  const writingNew = useApp((app) => app.newDraft !== null);
  const threadId = useApp((app) => app.threadId);
  const narrowPane = useApp((app) => app.narrowPane);
  const personSheet = useApp((app) => app.personSheet);
  const narrow = useMedia(narrowWindow);
  const medium = useMedia(mediumWindow);
  const { data: settings } = useQuery(settingsQuery());
  const listWidth = useListWidth(settings?.listWidth);
  const page = writingNew ? undefined : pages[place.kind];
  // In a narrow window the one pane is the list unless there is something to read or write.
  const reading = writingNew || (narrowPane === 'conversation' && threadId !== null);
  const listShown = !page && !(narrow && reading);
  const conversationShown = !page && (!narrow || reading);
  const personShown =
    !page && !writingNew && threadId !== null && (medium ? personSheet : (settings?.personPane ?? true));

  return (
    <div className={styles.shell}>
      <TitleBar />
      <div className={styles.columns}>
        <Places />
        {page ? (
          <main className={styles.page} data-region="conversation" tabIndex={-1}>
            <ErrorBoundary key={place.kind}>
              <Suspense>{page()}</Suspense>
            </ErrorBoundary>
          </main>
        ) : null}
        {listShown ? (
          <section
            className={styles.list}
            style={narrow ? undefined : { width: `${listWidth / 16}rem` }}
            aria-label={strings.list.label}
            data-region="list"
            tabIndex={-1}
          >
            <ErrorBoundary>
              <Suspense>
                <List />
              </Suspense>
            </ErrorBoundary>
            <Hints />
            {conversationShown ? <ListResizer width={listWidth} /> : null}
          </section>
        ) : null}
        {conversationShown ? (
          <main
            className={styles.conversation}
            aria-label={strings.conversation.label}
            data-region="conversation"
            tabIndex={-1}
          >
            <ErrorBoundary key={threadId}>
              <Suspense>
                {writingNew ? (
                  <NewMessage />
                ) : threadId ? (
                  <Conversation key={threadId} id={threadId} />
                ) : (
                  <NoConversation />
                )}
              </Suspense>
            </ErrorBoundary>
          </main>
        ) : null}
        {personShown && (conversationShown || !narrow) ? (
          <Suspense>
            <PersonPane sheet={medium} />
          </Suspense>
        ) : null}
      </div>
      <StatusLine />
    </div>
  );
}
