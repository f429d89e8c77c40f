import { X } from 'lucide-react';
import { useEffect, useState } from 'react';
import { tellError } from '../../app/acts.ts';
import { listControl } from '../../app/listControl.ts';
import { knownSettings } from '../../app/settings.ts';
import { useApp } from '../../app/store.ts';
import { strings } from '../../app/strings/index.ts';
import { IconButton } from '../../design/IconButton.tsx';
import styles from './Composer.module.css';
import { newWays } from './channels.ts';
import { DraftEditor } from './DraftEditor.tsx';
import { DraftSession } from './DraftSession.ts';
import { forgetSession, sessionOfDraft } from './sessions.ts';
import { useAccounts } from './useAccounts.ts';

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
      sessionOfDraft(asked.draftId)
        .then((known) => {
          if (!current) return;
          if (known) setSession(known);
          else useApp.getState().closeCompose();
        })
        .catch(tellError);
    } else {
      const { mode, channel, threadId, answers, to, filled } = asked.request;
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
      setSession(blank);
    }
    return () => {
      current = false;
    };
  }, [asked]);

  const leave = () => {
    useApp.getState().closeCompose();
    listControl().focus();
  };

  if (!open) return null;
  const { session, round, focus } = open;
  const { fields } = session.snapshot();
  return (
    <div className={styles.page}>
      <header className={styles.pageHead}>
        <h2 className={styles.pageTitle}>{fields.channel === 'mail' ? t.newMail : t.newText}</h2>
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
