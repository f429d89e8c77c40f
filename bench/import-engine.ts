/** Reads an mbox file in a process of its own: into a profile as the app does, or only parsing what is in it. */
import { MimePool } from '#engine/channels/mail/mime/pool.ts';
import type { Engine } from '#engine/engine.ts';
import { readMailFile } from '#engine/import/mail-file.ts';
import { findMail } from '#engine/import/sources.ts';
import { openProfile, PASSPHRASE } from './profile.ts';
import { type Usage, usage } from './usage.ts';

export interface ImportTask {
  file: string;
  /** `null`: nothing is stored. */
  profile: string | null;
}

export interface ImportFigures extends Usage {
  messages: number;
  /** From the first byte read to the last message stored. */
  tookMs: number;
  /** Milliseconds that a list, and an act of the user's, took meanwhile. */
  lists: number[];
  acts: number[];
}

const WORKER = new URL('../engine/mime-worker.js', import.meta.url);
const BATCH = 32;
const LOOK_EVERY_MS = 250;

async function parseOnly(file: string): Promise<Pick<ImportFigures, 'messages' | 'tookMs'>> {
  const mime = new MimePool({ workerUrl: WORKER });
  const started = performance.now();
  let messages = 0;
  let batch: Promise<unknown>[] = [];
  for await (const found of findMail([file])) {
    if (!('kind' in found)) throw new Error(`${found.path} cannot be read.`);
    for await (const { source, whole } of readMailFile(found)) {
      messages++;
      batch.push(mime.condense(source, { whole }));
      if (batch.length < BATCH) continue;
      await Promise.all(batch);
      batch = [];
    }
  }
  await Promise.all(batch);
  const tookMs = performance.now() - started;
  await mime.close();
  return { messages, tookMs };
}

async function importAll({ file, profile }: ImportTask): Promise<Omit<ImportFigures, keyof Usage>> {
  const session = await openProfile(profile!);
  await session.unlock(PASSPHRASE);
  const engine = await session.engine();
  const ended = new AbortController();
  const started = performance.now();
  await engine.imports.start([file]);
  const meanwhile = workMeanwhile(engine, ended.signal);
  await engine.imports.idle();
  const tookMs = performance.now() - started;
  ended.abort();
  const state = await engine.imports.state();
  if (state?.state !== 'done' || state.leftOut > 0)
    throw new Error(`The import ended ${JSON.stringify(state)}.`);
  const figures = { messages: state.added + state.known, tookMs, ...(await meanwhile) };
  await session.close();
  return figures;
}

/** Somebody looks at a list and stars a thread, again and again. */
async function workMeanwhile(engine: Engine, ended: AbortSignal) {
  const times = { lists: [] as number[], acts: [] as number[] };
  const choice = { view: 'archive', channel: null, accountId: null, mailboxId: null } as const;
  const timed = async <T>(into: number[], work: () => Promise<T>) => {
    const started = performance.now();
    const result = await work();
    into.push(performance.now() - started);
    return result;
  };
  while (!ended.aborted) {
    const { rows } = await timed(times.lists, () =>
      engine.store.read('threads.page', { ...choice, offset: 0, limit: 300 }),
    );
    const ids = rows.slice(0, 1).map(({ id }) => id);
    const act = times.acts.length % 2 === 0 ? 'star' : 'unstar';
    if (ids.length > 0)
      await timed(times.acts, () => engine.store.write('threads.act', { ids, act, mailboxId: null }));
    await new Promise((resolve) => setTimeout(resolve, LOOK_EVERY_MS));
  }
  return times;
}

process.once('message', (task: ImportTask) => {
  const work = task.profile === null ? parseOnly(task.file) : importAll(task);
  work.then(
    (done) => {
      const figures: ImportFigures = { lists: [], acts: [], ...done, ...usage() };
      process.send!(figures, () => process.disconnect());
    },
    (error) => {
      console.error(error);
      process.exit(1);
    },
  );
});
