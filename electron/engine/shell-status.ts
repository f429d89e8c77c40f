/** Keeps true what main shows of the store: the badge, the tray's icon and menu. */

import type { Change } from '#shared/contract/changes.ts';
import type { EngineToMainInput } from '#shared/contract/engine-messages.ts';
import { hasServer } from '#shared/contract/providers.ts';
import type { Session } from './session.ts';

/** A sync changes threads many times a second; an icon need not follow each. */
const MIN_INTERVAL_MS = 500;

const concerns = ({ threads, accounts, settings }: Change) =>
  threads === 'all' || threads.length > 0 || accounts || settings;

/** Tells main where things stand now and whenever it changed, whichever store the session has open. */
export async function reportStatus(
  session: Session,
  send: (message: EngineToMainInput) => void,
): Promise<never> {
  let told = '';
  const report = async () => {
    const engine = await session.engine();
    const [{ inboxUnread }, { closeToTray }, accounts] = await Promise.all([
      engine.store.read('places.counts', null),
      engine.store.read('settings.get', null),
      engine.accounts.list(),
    ]);
    const remote = accounts.filter(hasServer);
    const paused = remote.length > 0 && remote.every(({ sync }) => sync.state === 'paused');
    const status = { unread: inboxUnread, canPause: remote.length > 0, paused, closeToTray };
    if (JSON.stringify(status) === told) return;
    told = JSON.stringify(status);
    send({ type: 'status', ...status });
  };
  const changes = session.changes.subscribe(undefined);
  for (;;) {
    // A store that is locked, or was just erased, answers nothing; the one that opens next is told as a change.
    await report().catch(() => {});
    await new Promise((resolve) => setTimeout(resolve, MIN_INTERVAL_MS));
    let change: Change;
    do change = (await changes.next()).value!;
    while (!concerns(change));
  }
}

/** Pauses or resumes every account that has a server. */
export async function pauseAll(session: Session, paused: boolean): Promise<void> {
  const { accounts } = await session.engine();
  for (const account of await accounts.list())
    if (hasServer(account)) await accounts.setPaused(account.id, paused);
}
