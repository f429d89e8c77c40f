import { engine } from '../../app/engine.ts';
import { DraftSession } from './DraftSession.ts';

/** The drafts being written, by the thread they belong to (or their own id), so that coming back finds them. */
const sessions = new Map<string, DraftSession>();

/** The session of a thread: the one at hand, the saved one, or null when nothing was begun there. */
export async function sessionOfThread(threadId: string): Promise<DraftSession | null> {
  const known = sessions.get(threadId);
  if (known) return known;
  const draft = await engine.drafts.forThread({ threadId });
  const raced = sessions.get(threadId);
  if (raced) return raced;
  if (!draft) return null;
  return keepSession(threadId, DraftSession.from(draft));
}

/** The session of a draft that belongs to no thread; null when the draft is gone. */
export async function sessionOfDraft(draftId: string): Promise<DraftSession | null> {
  const known = sessions.get(draftId);
  if (known) return known;
  const draft = await engine.drafts.get({ id: draftId });
  return draft ? keepSession(draftId, DraftSession.from(draft)) : null;
}

export function keepSession(key: string, session: DraftSession): DraftSession {
  sessions.set(key, session);
  return session;
}

export function forgetSession(session: DraftSession): void {
  for (const [key, value] of sessions) if (value === session) sessions.delete(key);
}

window.addEventListener('pagehide', () => {
  for (const session of sessions.values()) session.leave();
});
