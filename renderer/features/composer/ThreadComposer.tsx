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
import { knownSettings } from '../../app/settings.ts';
import { useApp } from '../../app/store.ts';
import { strings } from '../../app/strings/index.ts';
import { registerWriting } from '../../app/writing.ts';
import { Banner } from '../../design/Banner.tsx';
import { Button } from '../../design/Button.tsx';
import { IconButton } from '../../design/IconButton.tsx';
import { nameOf } from '../threads/rowText.ts';
import styles from './Composer.module.css';
import { threadWays } from './channels.ts';
import { callWriter, claim, release, useElsewhere } from './claims.ts';
import { DraftEditor } from './DraftEditor.tsx';
import { DraftSession } from './DraftSession.ts';
import { moveOut } from './move-out.ts';
import { forgetSession, keepSession, sessionOfThread, showDraft } from './sessions.ts';

const t = strings.composer;

const isRich = () => knownSettings()?.composeFormat !== 'plain';

function focusTimeline(): void {
  document.querySelector<HTMLElement>('[data-region="conversation"] [data-region-focus]')?.focus();
}

/** The mail that an answer by mail would answer: the one asked for, or the newest. */
function mailAnswered(thread: Thread, asked: string | null): string | null {
  const mails = thread.items.filter((item) => item.kind === 'mail' && !item.isReport);
  return (mails.find((item) => item.id === asked) ?? mails.at(-1))?.id ?? null;
}

/** A fresh answer on the channel of the last message; nothing is kept until something is typed. */
function freshReply(thread: Thread): DraftSession {
  const ways = threadWays(thread);
  const last = thread.items.at(-1);
  const way = ways.find((entry) => entry.channel === last?.kind) ?? ways[0];
  return keepSession(
    thread.id,
    DraftSession.blank({
      mode: 'reply',
      channel: way?.channel ?? 'mail',
      threadId: thread.id,
      answers: mailAnswered(thread, null),
      accountId: way?.accountId ?? null,
      to: [...(way?.to ?? [])],
      rich: isRich(),
    }),
  );
}

/** The composer at the foot of a thread. The draft belongs to the thread: leaving and coming back finds it. */
export function ThreadComposer({ thread }: { thread: Thread }) {
  const [session, setSession] = useState<DraftSession | null>(null);
  const [focus, setFocus] = useState<'text' | 'to' | null>(null);
  const [round, setRound] = useState(0);
  const [touched, setTouched] = useState(false);
  const request = useApp((app) => app.compose);
  const resume = useApp((app) => app.resumeDraft === thread.id);
  const elsewhere = useElsewhere(thread.id);
  const place = useRef<HTMLDivElement>(null);
  const ways = useMemo(() => threadWays(thread), [thread]);
  const state = useSyncExternalStore(
    useCallback((listener) => session?.subscribe(listener) ?? (() => undefined), [session]),
    () => session?.snapshot() ?? null,
  );

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
    sessionOfThread(thread.id)
      .then((known) => {
        if (!current) return;
        // What was opened is drawn before the place to answer it.
        startTransition(() => {
          setSession(known ?? freshReply(thread));
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
    const way = ways.find((entry) => entry.channel === request.channel) ?? ways[0];
    const same = session.snapshot().mode === request.mode;
    let next = session;
    if (!same || (session.empty && session.snapshot().id === null)) {
      if (session.empty) void session.discard().catch(tellError);
      next = keepSession(
        thread.id,
        DraftSession.blank({
          mode: request.mode,
          channel: way?.channel ?? request.channel,
          threadId: thread.id,
          answers: mailAnswered(thread, request.answers),
          accountId: way?.accountId ?? null,
          to: request.mode === 'reply' ? [...(way?.to ?? [])] : [],
          rich: isRich(),
        }),
      );
      next.begin().catch(tellError);
      setSession(next);
    } else if (way && session.snapshot().fields.channel !== way.channel) {
      session.switchTo({ channel: way.channel, accountId: way.accountId, to: [...way.to], cc: [], bcc: [] });
    }
    setTouched(true);
    setFocus(request.mode === 'forward' ? 'to' : 'text');
    setRound((before) => before + 1);
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
        placeholder={fields.channel === 'mail' ? t.startReply(who) : t.placeholderText}
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
          setSession(freshReply(thread));
          setTouched(false);
          setFocus(null);
          setRound((before) => before + 1);
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
