import { useQuery } from '@tanstack/react-query';
import { useEffect, useRef, useState, useSyncExternalStore } from 'react';
import { textToHtml } from '#shared/text/draft-html.ts';
import { tellBriefly } from '../../app/acts.ts';
import { CloseWindow } from '../../app/CloseWindow.tsx';
import { PartFrame } from '../../app/PartFrame.tsx';
import { threadQuery } from '../../app/queries.ts';
import { strings } from '../../app/strings/index.ts';
import { leaveWindow } from '../../app/windows.ts';
import { Button } from '../../design/Button.tsx';
import { EmptyState } from '../../design/EmptyState.tsx';
import { openSettings } from '../settings/open-settings.ts';
import styles from './Composer.module.css';
import { newWays, threadWays } from './channels.ts';
import { onTyped } from './claims.ts';
import { DraftEditor } from './DraftEditor.tsx';
import type { DraftSession } from './DraftSession.ts';
import type { RichTextHandle } from './rich/RichText.tsx';
import { forgetSession } from './sessions.ts';
import { useAccounts } from './useAccounts.ts';
import { useOwnDraft } from './useOwnDraft.ts';

const t = strings.composer;
const words = strings.windows;

/** A window that shows one draft and nothing else. */
export default function DraftWindow() {
  const own = useOwnDraft();
  if (own.state === 'open') return <Open session={own.session} threadId={own.threadId} />;
  return (
    <PartFrame title={words.draft} label={words.draft}>
      {own.state === 'gone' ? (
        <EmptyState title={words.draftGone} action={<CloseWindow />}>
          {words.draftGoneHelp}
        </EmptyState>
      ) : null}
      {own.state === 'no-account' ? (
        <EmptyState
          title={words.needsMailAccount}
          action={
            <Button variant="primary" onClick={() => openSettings('accounts')}>
              {words.connect}
            </Button>
          }
        >
          {words.needsMailAccountHelp}
        </EmptyState>
      ) : null}
    </PartFrame>
  );
}

function Open({ session, threadId }: { session: DraftSession; threadId: string | null }) {
  const { fields, mode } = useSyncExternalStore(session.subscribe, session.snapshot);
  const accounts = useAccounts();
  const { data: thread } = useQuery({
    ...threadQuery(threadId ?? '', 1, undefined),
    enabled: threadId !== null,
  });
  const body = useRef<RichTextHandle>(null);
  const focus = useRef<'text' | 'to'>(fields.to.length > 0 ? 'text' : 'to').current;
  const mail = fields.channel === 'mail';
  const [done, setDone] = useState<'sent' | 'discarded' | null>(null);

  const id = session.snapshot().id;
  const key = threadId ?? id;
  useEffect(() => {
    if (key) return onTyped(key, (text) => body.current?.insert({ text, html: textToHtml(text) }));
  }, [key]);

  // While nobody can see the inbox, what can be taken back stands here.
  if (done)
    return (
      <PartFrame title={words.draft} label={words.draft}>
        <EmptyState title={words.done[done]}>{words.doneHelp}</EmptyState>
      </PartFrame>
    );
  if (threadId !== null && thread === undefined) return null;
  const answering = thread ? threadWays(thread) : [];
  const ways =
    answering.length === 0
      ? newWays(accounts)
      : mode === 'reply'
        ? answering
        : answering.filter((way) => way.channel === 'mail');
  const heading =
    mode === 'new' ? (mail ? t.newMail : t.newText) : mode === 'forward' ? words.newForward : words.newReply;
  return (
    <PartFrame title={fields.subject || heading} label={heading}>
      <div className={styles.page}>
        <header className={styles.pageHead}>
          <h1 className={styles.pageTitle}>{heading}</h1>
        </header>
        <DraftEditor
          session={session}
          ways={ways}
          envelope={mail || mode === 'new'}
          tools
          placeholder={mail ? t.placeholderNew : t.placeholderText}
          focus={focus}
          body={body}
          onLeave={() => {
            // Said where somebody may look for it.
            if (session.snapshot().id) tellBriefly(words.savedInDrafts);
            void leaveWindow(false);
          }}
          onDone={(how) => {
            forgetSession(session);
            setDone(how);
            void leaveWindow();
          }}
        />
      </div>
    </PartFrame>
  );
}
