/** Asks the user for a time, and does with it what it is for. */
import { actOnThreads, sendAtAnotherTime } from './acts.ts';
import { cachedRow } from './cachedThreads.ts';
import { useApp } from './store.ts';

/** Asks for the time of an act on threads. */
export function askWhen(purpose: 'later' | 'remind', ids: string[]): void {
  const only = ids.length === 1 ? cachedRow(ids[0] ?? '') : null;
  const current = (purpose === 'later' ? only?.laterUntil : only?.remindAt) ?? null;
  useApp.getState().showOverlay({
    kind: 'when',
    purpose,
    count: ids.length,
    current,
    choose: (until) => void actOnThreads(ids, purpose, { until }),
    ...(current === null
      ? {}
      : { clear: () => void actOnThreads(ids, purpose === 'later' ? 'inbox' : 'unremind') }),
  });
}

/** Asks for another time of a message that waits for its own. */
export function askSendTime(actionId: string, current: number | null): void {
  useApp.getState().showOverlay({
    kind: 'when',
    purpose: 'send',
    count: 1,
    current,
    choose: (at) => void sendAtAnotherTime(actionId, at),
  });
}
