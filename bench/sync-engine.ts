/** The engine in a process of its own brings a profile's account in line with its server, and tells what it measured. */
import type { Engine } from '#engine/engine.ts';
import { openProfile, PASSPHRASE } from './profile.ts';
import { type Usage, usage } from './usage.ts';

/** Times in milliseconds since the process began. */
export interface EngineFigures extends Usage {
  openedMs: number;
  /** When the newest 50 threads of the inbox could be listed and each be read; null when there are fewer. */
  newestReadableMs: number | null;
  /** How many of those are among the newest 50 at the end. */
  stillNewest: number;
  syncedMs: number;
  closedMs: number;
  messages: number;
}

const NEWEST = 50;
const LOOK_EVERY_MS = 20;
/** Messages of a thread that the window asks for when it opens it. */
const OPENED_MESSAGES = 50;

const sinceStart = () => performance.now();

function newestThreads(engine: Engine) {
  const choice = { view: 'inbox', channel: null, accountId: null, mailboxId: null } as const;
  return engine.store.read('threads.page', { ...choice, offset: 0, limit: NEWEST });
}

async function sync(profile: string): Promise<EngineFigures> {
  const session = await openProfile(profile);
  await session.unlock(PASSPHRASE);
  const engine = await session.engine();
  const openedMs = sinceStart();
  const ended = new AbortController();
  const newest = watchNewest(engine, ended.signal);
  await engine.connect();
  const [account] = await engine.store.read('account.list', null);
  const mail = engine.supervisor.mail(account!.id);
  if (!mail) throw new Error('The account does not run.');
  await mail.imap.syncNow();
  const syncedMs = sinceStart();
  ended.abort();
  const first = await newest;
  const last = new Set((await newestThreads(engine)).rows.map(({ id }) => id));
  const { messages } = await engine.store.read('doctor.counts', null);
  await session.close();
  return {
    openedMs,
    newestReadableMs: first?.atMs ?? null,
    stillNewest: first?.ids.filter((id) => last.has(id)).length ?? 0,
    syncedMs,
    closedMs: sinceStart(),
    messages,
    ...usage(),
  };
}

async function watchNewest(engine: Engine, ended: AbortSignal) {
  for (;;) {
    const { rows } = await newestThreads(engine);
    if (rows.length === NEWEST) {
      await Promise.all(
        rows.map(({ id }) => engine.store.read('threads.get', { id, limit: OPENED_MESSAGES })),
      );
      return { atMs: sinceStart(), ids: rows.map(({ id }) => id) };
    }
    if (ended.aborted) return null;
    await new Promise((resolve) => setTimeout(resolve, LOOK_EVERY_MS));
  }
}

process.once('message', (profile: string) => {
  sync(profile).then(
    (figures) => process.send!(figures, () => process.disconnect()),
    (error) => {
      console.error(error);
      process.exit(1);
    },
  );
});
