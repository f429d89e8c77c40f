import { useEffect } from 'react';
import { engine, watchConnection } from './engine.ts';
import { isTyping } from './keyboard.ts';
import { type PlaceRef, useApp } from './store.ts';

/** What people do to the window. Typing is left out: it is quick whatever else runs, and may go on for minutes. */
const uses = ['pointerdown', 'click', 'keydown', 'wheel', 'scroll'] as const;
const useEveryMs = 50;

/** Tells the engine while somebody uses the window, so that a sync gives way. */
export function useUseNotes(ready: boolean): void {
  useEffect(() => {
    if (!ready) return;
    let told = 0;
    const tell = ({ target, timeStamp }: Event) => {
      if (isTyping(target) || timeStamp - told < useEveryMs) return;
      told = timeStamp;
      // A lost call does not matter.
      engine.session.noteUse({}).catch(() => undefined);
    };
    for (const name of uses) window.addEventListener(name, tell, { capture: true, passive: true });
    return () => {
      for (const name of uses) window.removeEventListener(name, tell, { capture: true });
    };
  }, [ready]);
}

const roles = ['inbox', 'drafts', 'sent', 'archive', 'junk', 'trash'] as const;

/** The mailboxes whose mail a place shows. */
function mailboxesOf(place: PlaceRef) {
  return {
    mailboxId: place.kind === 'mailbox' ? place.mailboxId : null,
    role: roles.find((role) => role === (place.kind === 'view' ? place.view : place.kind)) ?? null,
  };
}

/** Tells the engine which mailboxes the window shows, so that they are synced first. */
export function useLooks(ready: boolean): void {
  const place = useApp((app) => app.place);
  useEffect(() => {
    // A lost call costs a moment.
    if (ready) engine.mailboxes.look(mailboxesOf(place)).catch(() => undefined);
  }, [ready, place]);
}

/** Tells the engine whether someone looks at the window and whether there is a network. */
export function useAttention(ready: boolean): void {
  useEffect(() => {
    if (!ready) return;
    const tell = () => {
      const online = navigator.onLine;
      useApp.getState().set({ online });
      // A lost call does not matter: the next change of focus tells again.
      engine.accounts.attend({ focused: document.hasFocus(), online }).catch(() => undefined);
    };
    const stop = watchConnection((state) => state === 'connected' && tell());
    const events = ['focus', 'blur', 'online', 'offline'];
    for (const name of events) window.addEventListener(name, tell);
    return () => {
      stop();
      for (const name of events) window.removeEventListener(name, tell);
    };
  }, [ready]);
}
