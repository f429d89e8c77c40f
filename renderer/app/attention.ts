import { useEffect } from 'react';
import { engine, watchConnection } from './engine.ts';
import { useApp } from './store.ts';

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
