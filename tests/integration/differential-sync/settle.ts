import { waitFor } from '#rig/wait-for.ts';
import type { RunningEngine } from '../engine-fixture.ts';

const PATIENCE_MS = 60_000;

/** The mailbox it should go to is not there any more: what the server says stands. */
const REFUSED = ['mailbox-missing'];

export interface Settling {
  /** Skein must notice by itself what changed, as after a network change; else the user presses Refresh. */
  bySelf: boolean;
  isSame: () => Promise<boolean>;
  /** For what is said when it fails. */
  seen: string;
}

/** Waits until Skein has done all it was told to and says that it is up to date. */
export async function settle(
  running: RunningEngine & { accountId: string },
  { bySelf, isSame, seen }: Settling,
): Promise<void> {
  const { engine, accountId } = running;
  await waitFor(`an empty outbox (${seen})`, () => outboxEmpty(running), {
    timeoutMs: PATIENCE_MS,
    everyMs: 250,
  }).catch(async (cause) => {
    const left = await engine.store.read('outbox.list', null);
    throw new Error(`Skein does not get done (${seen}): ${JSON.stringify(left.slice(0, 3))}`, { cause });
  });
  const imap = engine.supervisor.mail(accountId)?.imap;
  if (bySelf) {
    imap?.networkChanged();
    // What differs when time is up is told by the comparison that follows.
    await waitFor('both sides to be the same', isSame, { timeoutMs: PATIENCE_MS, everyMs: 500 }).catch(
      () => {},
    );
  } else
    await waitFor(`a sync (${seen})`, () => imap?.syncNow().then(() => true), { timeoutMs: PATIENCE_MS });
}

async function outboxEmpty({ engine }: RunningEngine): Promise<boolean> {
  const entries = await engine.store.read('outbox.list', null);
  for (const { actionId, state, error } of entries) {
    if (state === 'waiting') await engine.outbox.retry(actionId).catch(() => {});
    else if (state === 'failed' && REFUSED.includes(error?.code ?? ''))
      await engine.store.write('actions.undo', { actionId });
  }
  await engine.outbox.idle();
  return (await engine.store.read('outbox.list', null)).length === 0;
}
