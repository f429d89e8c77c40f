import { useEffect, useState } from 'react';
import type { ShellCommand } from '#shared/contract/bridge.ts';
import { formatWindowContent } from '#shared/contract/window-content.ts';
import { tellError } from '../../app/acts.ts';
import { bridge } from '../../app/bridge.ts';
import { engine } from '../../app/engine.ts';
import { accountsQuery } from '../../app/queries.ts';
import { queryClient } from '../../app/queryClient.ts';
import { knownSettings } from '../../app/settings.ts';
import { canWriteMail, useShellCommands } from '../../app/shellCommands.ts';
import { leaveWindow, windowContent } from '../../app/windows.ts';
import { newWays } from './channels.ts';
import { callWriter, claim, takeOver } from './claims.ts';
import { DraftSession } from './DraftSession.ts';
import { keepSession, sessionAtHand, showDraft } from './sessions.ts';

export type OwnDraft =
  | { state: 'loading' | 'gone' | 'no-account' }
  | { state: 'open'; session: DraftSession; threadId: string | null };

/** What the session of a mail that is begun in this window is kept under, until it has an id. */
const BEGUN = 'begun here';

type Asked = Extract<ShellCommand, { command: 'compose-to' }>;

/** A mail as the window was asked for; null when no account can send it. */
async function begin({ channel, mail }: Asked): Promise<DraftSession | null> {
  const accounts = await queryClient.fetchQuery(accountsQuery());
  const way = newWays(accounts).find((entry) => entry.channel === channel);
  if (!way || (channel === 'mail' && !canWriteMail(accounts))) return null;
  const { to, ...filled } = mail;
  const session = DraftSession.blank({
    ...{ mode: 'new', channel, accountId: way.accountId, to, threadId: null, answers: null },
    rich: knownSettings()?.composeFormat !== 'plain',
  });
  if (filled.subject || filled.text || filled.cc.length + filled.bcc.length > 0) session.change(filled);
  return keepSession(BEGUN, session);
}

/** The draft that this window's address names, once no other window writes it. */
async function fetchDraft(draftId: string): Promise<OwnDraft> {
  const named = await engine.drafts.get({ id: draftId });
  if (!named) return { state: 'gone' };
  const key = named.threadId ?? draftId;
  if (!(await takeOver(key))) {
    callWriter(key);
    await leaveWindow();
    return { state: 'loading' };
  }
  // As the window that had it left it.
  const draft = await engine.drafts.get({ id: draftId });
  if (!draft) return { state: 'gone' };
  const session = keepSession(key, DraftSession.from(draft));
  return { state: 'open', session, threadId: draft.threadId };
}

/** The one draft of this window: the one its address names, or the one it was asked for when it was opened. */
export function useOwnDraft(): OwnDraft {
  const [own, setOwn] = useState<OwnDraft>({ state: 'loading' });

  useEffect(() => {
    let current = true;
    const show = (found: OwnDraft) => {
      if (current) setOwn(found);
    };
    const content = windowContent();
    if (content.kind === 'draft') {
      fetchDraft(content.draftId).then(show, tellError);
    } else {
      const atHand = sessionAtHand(BEGUN);
      if (atHand) show({ state: 'open', session: atHand, threadId: null });
    }
    return () => {
      current = false;
    };
  }, []);

  useShellCommands((asked) => {
    begin(asked).then(
      (session) => setOwn(session ? { state: 'open', session, threadId: null } : { state: 'no-account' }),
      tellError,
    );
  });

  const session = own.state === 'open' ? own.session : null;
  const threadId = own.state === 'open' ? own.threadId : null;
  useEffect(() => {
    if (!session) return;
    let leave = () => {};
    let shown: string | null = null;
    const follow = () => {
      const { id } = session.snapshot();
      if (id === null || shown !== null) return;
      shown = threadId ?? id;
      void claim(shown);
      leave = showDraft(shown, () => session);
      // Loaded anew, the window goes on with it.
      history.replaceState(null, '', `#${formatWindowContent({ kind: 'draft', draftId: id })}`);
    };
    follow();
    const stop = session.subscribe(follow);
    return () => {
      stop();
      leave();
    };
  }, [session, threadId]);

  useEffect(() => {
    if (own.state !== 'loading') bridge()?.arrived(own.state !== 'gone');
  }, [own.state]);
  return own;
}
