/** The engine in a process of its own sends one mail with a file, and tells how much memory each step took. */
import { createReadStream } from 'node:fs';
import type { Engine } from '#engine/engine.ts';
import { openProfile, PASSPHRASE } from './profile.ts';

export interface SendTask {
  profile: string;
  file: string;
  to: string;
}

/** Resident bytes above those before the step, at its highest. */
export interface SendFigures {
  baseBytes: number;
  /** Into the draft. */
  attach: StepFigures;
  /** The draft's copy in the server's Drafts mailbox. */
  draftCopy: StepFigures;
  /** From the click until it is in Sent. */
  send: StepFigures;
}

export interface StepFigures {
  peakBytes: number;
  ms: number;
}

const LOOK_EVERY_MS = 2;
const DRAFT_COPY_MS = 120_000;

async function measured(base: number, step: () => Promise<unknown>): Promise<StepFigures> {
  let peak = 0;
  const look = () => {
    peak = Math.max(peak, process.memoryUsage.rss());
  };
  const timer = setInterval(look, LOOK_EVERY_MS);
  const began = performance.now();
  await step();
  look();
  clearInterval(timer);
  return { peakBytes: peak - base, ms: performance.now() - began };
}

/** Resolves when what is asked of the store is so. */
async function until(engine: Engine, so: () => Promise<boolean>): Promise<void> {
  const deadline = Date.now() + DRAFT_COPY_MS;
  while (!(await so())) {
    if (Date.now() > deadline) throw new Error('The server did not get it in time.');
    await new Promise((resolve) => setTimeout(resolve, 20));
    engine.outbox.wake();
  }
}

async function send({ profile, file, to }: SendTask): Promise<SendFigures> {
  const session = await openProfile(profile);
  await session.unlock(PASSPHRASE);
  const engine = await session.engine();
  await engine.connect();
  const [account] = await engine.store.read('account.list', null);
  await engine.supervisor.mail(account!.id)!.imap.syncNow();
  const { drafts } = engine;
  const write = async (subject: string) => {
    const recipient = [{ name: '', address: to }];
    const start = { mode: 'new', channel: 'mail', threadId: null, answers: null } as const;
    const draft = await drafts.create({ ...start, accountId: account!.id, to: recipient });
    const text = {
      text: 'The plans.',
      html: null,
      quote: '',
      signature: false,
      deliveryReport: false,
      remindAt: null,
    };
    const { id, senderId } = draft;
    const channel = 'mail' as const;
    const change = { id, channel, accountId: account!.id, to: recipient, cc: [], bcc: [], senderId, subject };
    return { id, save: () => drafts.save({ ...change, ...text }) };
  };
  const leave = async (id: string, revision: number) => {
    await drafts.send({ id, revision, atOnce: true });
    await until(engine, async () => (await engine.store.read('outbox.list', null)).length === 0);
    await engine.outbox.idle();
  };
  // Everything is loaded, and every connection was there once.
  const first = await write('Before');
  await leave(first.id, (await first.save()).revision);

  const { id, save } = await write('Plans');
  globalThis.gc?.();
  const base = process.memoryUsage.rss();
  const attach = await measured(base, () =>
    drafts.attach({
      id,
      filename: 'plans.bin',
      contentType: 'application/octet-stream',
      content: createReadStream(file),
    }),
  );
  const { revision } = await save();
  const draftCopy = await measured(base, () =>
    until(engine, async () => (await drafts.get(id))?.serverSavedAt !== null),
  );
  const sent = await measured(base, () => leave(id, revision));
  await session.close();
  return { baseBytes: base, attach, draftCopy, send: sent };
}

process.once('message', (task: SendTask) => {
  send(task).then(
    (figures) => process.send!(figures, () => process.disconnect()),
    (error) => {
      console.error(error);
      process.exit(1);
    },
  );
});
