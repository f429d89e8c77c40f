import { bridge } from '../../app/bridge.ts';
import { engine } from '../../app/engine.ts';
import { release } from './claims.ts';
import { DraftSession } from './DraftSession.ts';

/** The drafts being written, by the thread they belong to (or their own id), so that coming back finds them. */
const sessions = new Map<string, DraftSession>();

/** Whether what this window knows of a draft is what is saved: another window may have written it meanwhile. */
async function isCurrent(session: DraftSession): Promise<boolean> {
  const { id } = session.snapshot();
  if (id === null || session.unsaved) return true;
  return (await engine.drafts.get({ id }))?.revision === session.revision;
}

async function knownSession(key: string): Promise<DraftSession | null> {
  const known = sessions.get(key);
  return known && (await isCurrent(known)) ? known : null;
}

/**
 * The session of a thread: the one at hand, the one saved last, or null when nothing was begun there. `draftId`: of this
 * draft, where it is still there.
 */
export async function sessionOfThread(
  threadId: string,
  draftId: string | null = null,
): Promise<DraftSession | null> {
  const known = await knownSession(threadId);
  const at = known?.snapshot().id;
  const asked = draftId && at !== draftId ? await engine.drafts.get({ id: draftId }) : null;
  // What cannot be saved stays.
  if (asked && known && !(await known.settle())) return known;
  if (asked) return keepSession(threadId, DraftSession.from(asked));
  if (at) return known;
  const draft = await engine.drafts.forThread({ threadId });
  if (!draft) return known;
  return known?.unsaved ? known : keepSession(threadId, DraftSession.from(draft));
}

/** The session of a draft that belongs to no thread; null when the draft is gone. */
export async function sessionOfDraft(draftId: string): Promise<DraftSession | null> {
  const known = await knownSession(draftId);
  if (known) return known;
  const draft = await engine.drafts.get({ id: draftId });
  return draft ? keepSession(draftId, DraftSession.from(draft)) : null;
}

/** The session of something new that was begun in this window. */
export function sessionAtHand(key: string): DraftSession | null {
  return sessions.get(key) ?? null;
}

export function keepSession(key: string, session: DraftSession): DraftSession {
  sessions.set(key, session);
  return session;
}

export function forgetSession(session: DraftSession): void {
  for (const [key, value] of sessions) if (value === session) sessions.delete(key);
}

/** Drafts on screen; a component that comes and goes counts as one that stays. */
const shown = new Map<string, number>();

/** A draft is on screen until the returned function is called; then it is saved, and other windows may write it. */
export function showDraft(key: string, session: () => DraftSession | null): () => void {
  shown.set(key, (shown.get(key) ?? 0) + 1);
  return () => {
    shown.set(key, (shown.get(key) ?? 1) - 1);
    const left = session();
    void (left?.settle() ?? Promise.resolve(true)).then((saved) => {
      if (shown.get(key)) return;
      shown.delete(key);
      if (left && !left.begun) forgetSession(left);
      if (saved) release(key);
    });
  };
}

window.addEventListener('pagehide', () => {
  for (const session of sessions.values()) session.leave();
});

bridge()?.onSettle(async () => {
  const saved = await Promise.all([...sessions.values()].map((session) => session.settle()));
  return saved.every(Boolean);
});
