import { SquareArrowOutUpRight } from 'lucide-react';
import {
  startTransition,
  useCallback,
  useEffect,
  useMemo,
  useRef,
  useState,
  useSyncExternalStore,
} from 'react';
import type { Thread } from '#shared/contract/threads.ts';
import { tellError } from '../../app/acts.ts';
import { shortcutsOf } from '../../app/commands.ts';
import { useApp } from '../../app/store.ts';
import { strings } from '../../app/strings/index.ts';
import { registerWriting } from '../../app/writing.ts';
import { Banner } from '../../design/Banner.tsx';
import { Button } from '../../design/Button.tsx';
import { IconButton } from '../../design/IconButton.tsx';
import { nameOf } from '../threads/rowText.ts';
import { draftFor, freshReply } from './answering.ts';
import styles from './Composer.module.css';
import { threadWays } from './channels.ts';
import { callWriter, claim, release, useElsewhere } from './claims.ts';
import { DraftEditor } from './DraftEditor.tsx';
import type { DraftSession } from './DraftSession.ts';
import { moveOut } from './move-out.ts';
import { forgetSession, keepSession, sessionOfThread, showDraft } from './sessions.ts';
import { useOpenDraft } from './useOpenDraft.ts';

const t = strings.composer;

function focusTimeline(): void {
  document.querySelector<HTMLElement>('[data-region="conversation"] [data-region-focus]')?.focus();
}

/** The composer at the foot of a thread. The draft belongs to the thread: leaving and coming back finds it. */
export function ThreadComposer({ thread }: { thread: Thread }) {
  const [session, setSession] = useState<DraftSession | null>(null);
  const [focus, setFocus] = useState<'text' | 'to' | null>(null);
  const [round, setRound] = useState(0);
  const [touched, setTouched] = useState(false);
  const request = useApp((app) => app.compose);
  const resume = useApp((app) => (app.resumeDraft?.threadId === thread.id ? app.resumeDraft.id : null));
  const elsewhere = useElsewhere(thread.id);
  const place = useRef<HTMLDivElement>(null);
  const ways = useMemo(() => threadWays(thread), [thread]);
  const state = useSyncExternalStore(
    useCallback((listener) => session?.subscribe(listener) ?? (() => undefined), [session]),
    () => session?.snapshot() ?? null,
  );

  useOpenDraft(state?.id ?? null);

  const latest = useRef(session);
  latest.current = session;
  useEffect(() => showDraft(thread.id, () => latest.current), [thread.id]);

  /** What is about to be written is written here alone: where another window has it, that comes to the front. */
  const write = useCallback(() => {
    void claim(thread.id).then((mine) => {
      if (!mine) callWriter(thread.id);
    });
  }, [thread.id]);
  const busy = state !== null && (state.saving === 'waiting' || state.attaching.length > 0);
  useEffect(() => {
    if (busy) write();
  }, [busy, write]);

  useEffect(() => {
    if (!elsewhere) return;
    setSession(null);
    const app = useApp.getState();
    if (!resume && request?.threadId !== thread.id) return;
    app.set({ compose: null, resumeDraft: null });
    callWriter(thread.id);
  }, [elsewhere, resume, request, thread.id]);

  // biome-ignore lint/correctness/useExhaustiveDependencies: a fresh reply is made from the thread of that moment, once
  useEffect(() => {
    if (elsewhere !== false) return;
    let current = true;
    // What comes back (an undone send) is saved in the engine; an untouched reply must not hide it.
    if (resume && session?.empty) forgetSession(session);
    sessionOfThread(thread.id, resume)
      .then((known) => {
        if (!current) return;
        // What was opened is drawn before the place to answer it.
        startTransition(() => {
          setSession(known ?? keepSession(thread.id, freshReply(thread)));
          setTouched(known !== null && !known.empty);
        });
        if (!resume) return;
        setFocus('text');
        setRound((before) => before + 1);
        useApp.getState().set({ resumeDraft: null });
      })
      .catch(tellError);
    return () => {
      current = false;
    };
  }, [thread.id, resume, elsewhere]);

  // biome-ignore lint/correctness/useExhaustiveDependencies: each request is answered once, by its serial
  useEffect(() => {
    if (!request || request.threadId !== thread.id || !session) return;
    useApp.getState().set({ compose: null });
    write();
    draftFor(request, thread, session)
      .then(({ session: next, addressed }) => {
        addressed.catch(tellError);
        if (next !== session) keepSession(thread.id, next);
        setSession(next);
        setTouched(true);
        setFocus(request.mode === 'forward' ? 'to' : 'text');
        setRound((before) => before + 1);
      })
      .catch(tellError);
  }, [request?.serial, session]);

  const moveToOwnWindow = useCallback(() => {
    if (latest.current) void moveOut(latest.current, { key: thread.id, onMoved: () => setSession(null) });
  }, [thread.id]);
  useEffect(
    () =>
      registerWriting({
        active: () => place.current?.contains(document.activeElement) ?? false,
        moveOut: moveToOwnWindow,
      }),
    [moveToOwnWindow],
  );

  if (elsewhere)
    return (
      <div className={styles.inline}>
        <Banner
          tone="info"
          actions={
            <Button size="small" onClick={() => callWriter(thread.id)}>
              {strings.windows.showIt}
            </Button>
          }
        >
          {strings.windows.writingElsewhere}
        </Banner>
      </div>
    );
  if (!session || !state) return <div className={styles.reserve} />;
  if (ways.length === 0) return null;
  const { fields, mode } = state;
  const who = thread.person?.name || (thread.participants[0] ? nameOf(thread.participants[0]) : '');
  const full = touched && (mode !== 'reply' || fields.channel === 'mail');
  return (
    <div ref={place} className={styles.inline}>
      <DraftEditor
        key={round}
        session={session}
        ways={mode === 'reply' ? ways : ways.filter((way) => way.channel === 'mail')}
        envelope={full}
        tools={touched}
        placeholder={
          mode === 'forward'
            ? t.placeholderNew
            : fields.channel === 'mail'
              ? t.startReply(who)
              : t.placeholderText
        }
        focus={focus}
        onFocus={() => {
          setTouched(true);
          write();
        }}
        onBlur={() => {
          // Nothing is written here: another window may.
          if (session.empty && !session.unsaved) release(thread.id);
        }}
        onLeave={focusTimeline}
        onDone={() => {
          forgetSession(session);
          // What was begun beside it comes back.
          sessionOfThread(thread.id).then((beside) => {
            setSession(beside ?? keepSession(thread.id, freshReply(thread)));
            setTouched(beside !== null && !beside.empty);
            setRound((before) => before + 1);
          }, tellError);
          setFocus(null);
          focusTimeline();
        }}
      >
        {touched ? (
          <IconButton
            className={styles.ownWindow}
            label={strings.windows.own}
            shortcut={shortcutsOf('own-window').at(-1)}
            icon={<SquareArrowOutUpRight aria-hidden />}
            onClick={moveToOwnWindow}
          />
        ) : null}
      </DraftEditor>
    </div>
  );
}
