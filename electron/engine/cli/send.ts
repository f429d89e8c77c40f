/** `skein send` and `skein outbox` */
import { createReadStream } from 'node:fs';
import { open } from 'node:fs/promises';
import { basename } from 'node:path';
import type { Draft } from '#shared/contract/drafts.ts';
import type { Address } from '#shared/contract/model.ts';
import type { OutboxEntry } from '#shared/contract/outbox.ts';
import { sniffMime } from '../channels/sms/mime-sniff.ts';
import type { Engine } from '../engine.ts';
import { findAccount } from './accounts.ts';
import { type Command, CommandError, EXIT, readArguments, UsageError } from './command.ts';
import { readInput } from './input.ts';
import { isoTime, print, tell, tellError } from './output.ts';
import { type Opened, withProfile } from './profile.ts';

/** How long a send is waited for; what has not left until then stays in the outbox. */
const PATIENCE_MS = 60_000;

const OPTIONS = {
  from: { type: 'string' },
  to: { type: 'string', multiple: true },
  cc: { type: 'string', multiple: true },
  bcc: { type: 'string', multiple: true },
  subject: { type: 'string' },
  attach: { type: 'string', multiple: true },
} as const;

export const send: Command = {
  usage: [
    '--from ACCOUNT --to ADDRESS [--cc ADDRESS] [--bcc ADDRESS] [--subject SUBJECT] [--attach FILE] < BODY',
  ],
  summary:
    'Sends a mail, or a text from a number, and waits for what becomes of it. Options may be repeated.',
  async run(args) {
    const { values } = readArguments(args, OPTIONS);
    const { from, to } = values;
    if (!from || !to?.length) throw new UsageError('--from and --to are needed.');
    const files = await Promise.all((values.attach ?? []).map(readAttachment));
    const body = (await readInput()).toString('utf8');
    return withProfile(values.profile, async (opened) => {
      const { engine } = opened;
      const account = await findAccount(engine, from);
      const draft = await engine.drafts.create({
        mode: 'new',
        channel: account.channel,
        threadId: null,
        answers: null,
        accountId: account.id,
        to: addresses(to),
      });
      const queued = await queue(engine, draft, files, {
        cc: addresses(values.cc ?? []),
        bcc: addresses(values.bcc ?? []),
        subject: values.subject ?? '',
        text: body,
      });
      await engine.connect(account.id);
      const result = await outcome(opened, queued.actionId);
      // The copy in Sent follows the send.
      await engine.outbox.idle();
      return report(engine, queued, result);
    });
  },
};

type File = { path: string; filename: string; contentType: string };

/** Bytes by which it is seen what a file is. */
const HEAD_BYTES = 64 * 1024;

async function readAttachment(path: string): Promise<File> {
  try {
    const file = await open(path);
    try {
      const { buffer, bytesRead } = await file.read(Buffer.alloc(HEAD_BYTES), 0, HEAD_BYTES, 0);
      return { path, filename: basename(path), contentType: sniffMime(buffer.subarray(0, bytesRead)) };
    } finally {
      await file.close();
    }
  } catch (error) {
    throw new CommandError(
      'file-unreadable',
      `${path} cannot be read.`,
      'Nothing was sent.',
      (error as Error).message,
    );
  }
}

const addresses = (list: string[]): Address[] =>
  list.map((address) => ({ name: '', address: address.trim() }));

/** A message that cannot be queued leaves no draft behind. */
async function queue(
  engine: Engine,
  draft: Draft,
  files: File[],
  content: Pick<Draft, 'cc' | 'bcc' | 'subject' | 'text'>,
) {
  const { drafts } = engine;
  const { id, channel, accountId, to, quote, senderId } = draft;
  try {
    for (const { path, ...file } of files)
      await drafts.attach({ id, ...file, content: createReadStream(path) });
    const { revision } = await drafts.save({
      id,
      channel,
      accountId,
      to,
      quote,
      html: null,
      senderId,
      signature: false,
      deliveryReport: false,
      remindAt: null,
      ...content,
    });
    return await drafts.send({ id, revision, atOnce: true });
  } catch (error) {
    await drafts.discard(id);
    throw error;
  }
}

type Outcome = { state: 'sent' } | OutboxEntry;

/** Resolves when the send is over, when somebody has to decide, or after a while. */
async function outcome({ engine, signal }: Opened, actionId: string): Promise<Outcome> {
  const patience = AbortSignal.any([signal, AbortSignal.timeout(PATIENCE_MS)]);
  let look = () => {};
  const stop = engine.store.onChange(() => look());
  patience.addEventListener('abort', () => look(), { once: true });
  try {
    for (;;) {
      const changed = new Promise<void>((resolve) => {
        look = resolve;
      });
      const entry = (await engine.store.read('outbox.list', null)).find((one) => one.actionId === actionId);
      if (!entry) return { state: 'sent' };
      const undecided = entry.state === 'unsure' && entry.nextAttemptAt !== null;
      const over = entry.state === 'failed' || (entry.state === 'unsure' && !undecided);
      if (over || patience.aborted) return entry;
      await changed;
    }
  } finally {
    stop();
  }
}

async function report(
  engine: Engine,
  { actionId, messageId: id }: { actionId: string; messageId: string },
  result: Outcome,
): Promise<number> {
  const record = await engine.store.read('export.record', id);
  const error = 'error' in result ? result.error : null;
  await print({
    actionId,
    id,
    threadId: record?.threadId ?? null,
    messageId: record?.messageId ?? null,
    state: result.state,
    error,
  });
  if (result.state === 'sent') return EXIT.done;
  if (error) tellError(error);
  tell(
    result.state === 'failed' || result.state === 'unsure'
      ? 'skein: It waits in the outbox for you to decide.'
      : 'skein: It has not left yet. It stays in the outbox and leaves with the next sync.',
  );
  return EXIT.failed;
}

export const outbox: Command = {
  usage: [''],
  summary: 'What has not reached a server or a carrier yet.',
  async run(args) {
    const { values } = readArguments(args, {});
    return withProfile(values.profile, async ({ engine }) => {
      for (const entry of await engine.store.read('outbox.list', null)) {
        const { holdUntil, nextAttemptAt } = entry;
        await print({ ...entry, holdUntil: isoTime(holdUntil), nextAttemptAt: isoTime(nextAttemptAt) });
      }
      return EXIT.done;
    });
  },
};
