import { SquareArrowOutUpRight, X } from 'lucide-react';
import { useEffect, useState, useSyncExternalStore } from 'react';
import { tellBriefly, tellError } from '../../app/acts.ts';
import { shortcutsOf } from '../../app/commands.ts';
import { listControl } from '../../app/listControl.ts';
import { knownSettings } from '../../app/settings.ts';
import { useApp } from '../../app/store.ts';
import { strings } from '../../app/strings/index.ts';
import { blankMail, openWindow } from '../../app/windows.ts';
import { registerWriting } from '../../app/writing.ts';
import { IconButton } from '../../design/IconButton.tsx';
import styles from './Composer.module.css';
import { newWays } from './channels.ts';
import { callWriter, claim } from './claims.ts';
import { DraftEditor } from './DraftEditor.tsx';
import { DraftSession } from './DraftSession.ts';
import { moveOut } from './move-out.ts';
import { forgetSession, keepSession, sessionAtHand, sessionOfDraft, showDraft } from './sessions.ts';
import { useAccounts } from './useAccounts.ts';
import { useOpenDraft } from './useOpenDraft.ts';

const t = strings.composer;

interface Open {
  session: DraftSession;
  /** Another for each session: what is typed must not make the editor anew, which would move the focus. */
  round: number;
  /** Where writing begins. */
  focus: 'text' | 'to';
}

/** A message that starts something new, in the conversation's place. */
export default function NewMessage() {
  const asked = useApp((app) => app.newDraft);
  const accounts = useAccounts();
  const [open, setOpen] = useState<Open | null>(null);
  const setSession = (session: DraftSession) =>
    setOpen((before) => ({
      session,
      round: (before?.round ?? 0) + 1,
      focus: session.snapshot().fields.to.length > 0 ? 'text' : 'to',
    }));
  const ways = newWays(accounts);

  // biome-ignore lint/correctness/useExhaustiveDependencies: a new draft is made once for each request
  useEffect(() => {
    if (!asked) return;
    let current = true;
    if ('draftId' in asked) {
      const { draftId } = asked;
      const begin = async () => {
        const mine = await claim(draftId);
        const known = mine ? await sessionOfDraft(draftId) : null;
        if (!current) return;
        if (known) setSession(known);
        else useApp.getState().closeCompose();
        if (mine) return;
        callWriter(draftId);
        tellBriefly(strings.windows.draftElsewhere);
      };
      begin().catch(tellError);
    } else {
      const { mode, channel, threadId, answers, to, filled, serial } = asked.request;
      const atHand = sessionAtHand(`new ${serial}`);
      if (atHand) {
        setSession(atHand);
        return;
      }
      const way = ways.find((entry) => entry.channel === channel) ?? ways[0];
      const blank = DraftSession.blank({
        mode,
        channel: way?.channel ?? channel,
        threadId,
        answers,
        accountId: way?.accountId ?? null,
        to,
        rich: knownSettings()?.composeFormat !== 'plain',
      });
      if (filled) blank.change(filled);
      setSession(keepSession(`new ${serial}`, blank));
    }
    return () => {
      current = false;
    };
  }, [asked]);

  const leave = () => {
    useApp.getState().closeCompose();
    listControl().focus();
  };

  const session = open?.session ?? null;
  const draftId = useSyncExternalStore(
    (listener) => session?.subscribe(listener) ?? (() => undefined),
    () => session?.snapshot().id ?? null,
  );
  useOpenDraft(draftId);
  useEffect(() => {
    if (!draftId) return;
    void claim(draftId);
    return showDraft(draftId, () => session);
  }, [draftId, session]);

  const moveToOwnWindow = () => {
    if (!session) return;
    const { id, saving, fields } = session.snapshot();
    if (id === null && saving === 'none') {
      openWindow(blankMail(fields.channel, [...fields.to]));
      forgetSession(session);
      useApp.getState().closeCompose();
    } else
      void moveOut(session, {
        key: null,
        onMoved: () => {
          useApp.getState().closeCompose();
          tellBriefly(strings.windows.movedOut);
        },
      });
  };
  // biome-ignore lint/correctness/useExhaustiveDependencies: what it does is about the session
  useEffect(() => {
    if (session) return registerWriting({ active: () => true, moveOut: moveToOwnWindow });
  }, [session]);

  if (!open || !session) return null;
  const { round, focus } = open;
  const { fields } = session.snapshot();
  return (
    <div className={styles.page}>
      <header className={styles.pageHead}>
        <h2 className={styles.pageTitle}>{fields.channel === 'mail' ? t.newMail : t.newText}</h2>
        <IconButton
          className={styles.ownWindow}
          label={strings.windows.own}
          shortcut={shortcutsOf('own-window').at(-1)}
          icon={<SquareArrowOutUpRight aria-hidden />}
          onClick={moveToOwnWindow}
        />
        <IconButton
          label={strings.common.close}
          shortcut="Escape"
          icon={<X aria-hidden />}
          onClick={() => {
            session.leave();
            leave();
          }}
        />
      </header>
      <DraftEditor
        key={round}
        session={session}
        ways={ways}
        envelope
        tools
        placeholder={fields.channel === 'mail' ? t.placeholderNew : t.placeholderText}
        focus={focus}
        onLeave={leave}
        onDone={() => {
          forgetSession(session);
          leave();
        }}
      />
    </div>
  );
}
