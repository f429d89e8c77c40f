import { beforeEach, expect, test, vi } from 'vitest';
import type { Draft } from '#shared/contract/drafts.ts';
import type { Thread } from '#shared/contract/threads.ts';

const drafts = vi.hoisted(() => ({
  answerAs: vi.fn(),
  attach: vi.fn(),
  create: vi.fn(),
  detach: vi.fn(),
  discard: vi.fn(),
  forThread: vi.fn(),
  outline: vi.fn(),
  save: vi.fn(),
}));
vi.mock('../../../renderer/app/engine.ts', () => ({ engine: { drafts } }));

const { draftFor: goOn, freshReply } = await import('../../../renderer/features/composer/answering.ts');

const ana = { name: 'Ana', address: 'ana@example.com' };
const bob = { name: 'Bob', address: 'bob@example.com' };
const file = { id: 'f-mail', filename: 'plan.pdf', contentType: 'application/pdf', size: 10, inline: false };
const thread = {
  id: 't1',
  items: [{ kind: 'mail', id: 'm1', isReport: false }],
  replyChannels: [
    { channel: 'mail', accountId: 'a1', from: 'me@home.example', to: [ana] },
    { channel: 'sms', accountId: 'a2', from: '+12025550100', to: [{ name: 'Ana', address: '+14155550199' }] },
  ],
} as unknown as Thread;

const draftFor = async (...asked: Parameters<typeof goOn>) => {
  const { session, addressed } = await goOn(...asked);
  await addressed;
  return session;
};

/** What the engine has. */
let kept: Draft[];
const outlineOf = ({ mode, to }: { mode: Draft['mode']; to: Draft['to'] }) => ({
  accountId: 'a1',
  to: to.length > 0 ? to : mode === 'forward' ? [] : [ana],
  cc: mode === 'reply-all' ? [bob] : [],
  subject: mode === 'forward' ? 'Fwd: Roof' : 'Re: Roof',
  quote: '> Ready?',
  senderId: null,
  attachments: mode === 'forward' ? [file] : [],
});

beforeEach(() => {
  vi.resetAllMocks();
  kept = [];
  drafts.outline.mockImplementation(async (input) => outlineOf(input));
  drafts.create.mockImplementation(async (input) => {
    const outline = outlineOf(input);
    const draft = {
      ...{ ...input, ...outline, id: `d${kept.length + 1}`, bcc: [], text: '', html: '', signature: true },
      ...{ deliveryReport: false, revision: 1, savedAt: 1, serverSavedAt: null, remindAt: null, error: null },
      cc: input.to.length > 0 ? [] : outline.cc,
      attachments: outline.attachments.map((one) => ({ ...one, id: `${one.id}-copy` })),
    };
    kept.push(draft);
    return draft;
  });
  const change = (id: string, part: Partial<Draft>) => {
    const at = kept.findIndex((draft) => draft.id === id);
    kept[at] = { ...kept[at]!, ...part, revision: kept[at]!.revision + 1 };
    return kept[at]!;
  };
  drafts.save.mockImplementation(async ({ id, base: _, ...fields }) => change(id, fields));
  drafts.answerAs.mockImplementation(async ({ id, mode }) => {
    const { to, cc, subject, quote } = outlineOf({ mode, to: [] });
    return change(id, { mode, to, cc, subject, quote });
  });
  drafts.detach.mockImplementation(async ({ id, attachmentId }) => {
    const { attachments } = kept.find((draft) => draft.id === id)!;
    change(id, { attachments: attachments.filter((one) => one.id !== attachmentId) });
  });
  drafts.discard.mockImplementation(async ({ id }) => {
    kept = kept.filter((draft) => draft.id !== id);
    return { actionId: 'x' };
  });
  drafts.forThread.mockImplementation(
    async ({ forwards }) =>
      kept.findLast(({ mode, answers }) => (mode === 'forward' ? answers : null) === forwards) ?? null,
  );
});

const ask = (mode: 'reply' | 'reply-all' | 'forward', channel: 'mail' | 'sms' = 'mail') => ({
  ...{ mode, channel, answers: 'm1' },
});
const fields = (session: { snapshot(): { fields: { to: unknown; cc: unknown; text: string } } }) => {
  const { to, cc, text } = session.snapshot().fields;
  return { to, cc, text };
};

test('what is only opened shows whom it goes to and keeps nothing', async () => {
  let session = freshReply(thread);
  for (const mode of ['reply', 'reply-all', 'forward', 'reply-all'] as const)
    session = await draftFor(ask(mode), thread, session);
  expect(session.snapshot()).toMatchObject({ id: null, mode: 'reply-all', saving: 'none' });
  expect(fields(session)).toEqual({ to: [ana], cc: [bob], text: '' });
  expect(await session.settle()).toBe(true);
  expect(drafts.create).not.toHaveBeenCalled();
  // With the first word it is kept, to whom it showed.
  session.change({ text: 'Yes' });
  await session.flush();
  expect(kept).toMatchObject([{ mode: 'reply-all', to: [ana], cc: [bob], text: 'Yes', subject: 'Re: Roof' }]);
});

test('an answer to an older mail goes to whom that asks, not to the author of the newest', async () => {
  const items = ['m0', 'm1'].map((id) => ({ kind: 'mail', id, isReport: false }));
  const longer = { ...thread, items } as unknown as Thread;
  await draftFor({ mode: 'reply', channel: 'mail', answers: 'm0' }, longer, freshReply(longer));
  expect(drafts.outline).toHaveBeenLastCalledWith(
    expect.objectContaining({ answers: 'm0', to: [], accountId: null }),
  );
  await draftFor({ mode: 'reply', channel: 'mail', answers: 'm1' }, longer, freshReply(longer));
  expect(drafts.outline).toHaveBeenLastCalledWith(
    expect.objectContaining({ answers: 'm1', to: [ana], accountId: 'a1' }),
  );
});

test('an answer can be typed in before the engine said whom it goes to', async () => {
  let say = () => {};
  drafts.outline.mockImplementation(
    (input) => new Promise((resolve) => (say = () => resolve(outlineOf(input)))),
  );
  const { session, addressed } = await goOn(ask('reply-all'), thread, freshReply(thread));
  session.change({ text: 'Yes' });
  await vi.waitFor(() => expect(drafts.outline).toHaveBeenCalled());
  say();
  await addressed;
  await session.flush();
  expect(kept).toMatchObject([{ to: [ana], cc: [bob], text: 'Yes' }]);
});

test('a begun answer becomes one to all, and back, and stays the only draft', async () => {
  const reply = await draftFor(ask('reply'), thread, freshReply(thread));
  reply.change({ text: 'Yes' });
  const all = await draftFor(ask('reply-all'), thread, reply);
  expect(all).toBe(reply);
  expect(fields(all)).toEqual({ to: [ana], cc: [bob], text: 'Yes' });
  expect(kept).toMatchObject([{ mode: 'reply-all', cc: [bob], text: 'Yes' }]);
  await draftFor(ask('reply'), thread, all);
  expect(kept).toMatchObject([{ mode: 'reply', cc: [], text: 'Yes' }]);
});

test('a forward stands beside the begun answer, which is gone on with afterwards', async () => {
  const reply = await draftFor(ask('reply'), thread, freshReply(thread));
  reply.change({ text: 'Yes' });
  const forward = await draftFor(ask('forward'), thread, reply);
  expect(forward.snapshot()).toMatchObject({ mode: 'forward', attachments: [file] });
  // Nothing was done in it: it is not kept, and what was begun is.
  const back = await draftFor(ask('reply'), thread, forward);
  expect(fields(back)).toMatchObject({ text: 'Yes' });
  expect(kept).toMatchObject([{ mode: 'reply', text: 'Yes' }]);
  // Written in, it is there again, too.
  const again = await draftFor(ask('forward'), thread, back);
  again.change({ to: [bob] });
  const second = await draftFor(ask('reply-all'), thread, again);
  expect(kept).toMatchObject([{ mode: 'reply-all' }, { mode: 'forward', to: [bob] }]);
  const found = await draftFor(ask('forward'), thread, second);
  expect(found.snapshot()).toMatchObject({ id: 'd2', fields: { to: [bob] } });
});

test('what cannot be saved is not left for something else', async () => {
  vi.useFakeTimers();
  try {
    const reply = freshReply(thread);
    reply.change({ text: 'Yes' });
    drafts.save.mockRejectedValue(new Error('the disk is full'));
    const asked = draftFor(ask('forward'), thread, reply);
    await vi.advanceTimersByTimeAsync(4000);
    expect(await asked).toBe(reply);
    reply.end();
  } finally {
    vi.useRealTimers();
  }
});

test('a text that is begun becomes a mail to all with its words', async () => {
  const text = await draftFor(ask('reply', 'sms'), thread, freshReply(thread));
  text.change({ text: 'Yes' });
  await text.flush();
  const all = await draftFor(ask('reply-all'), thread, text);
  expect(all.snapshot()).toMatchObject({
    mode: 'reply-all',
    fields: { channel: 'mail', cc: [bob], text: 'Yes' },
  });
  expect(kept).toMatchObject([{ channel: 'mail', mode: 'reply-all', text: 'Yes' }]);
});

test('a file that is taken out of a forward before anything is kept is taken out of what is kept', async () => {
  const forward = await draftFor(ask('forward'), thread, freshReply(thread));
  await forward.detach(file.id);
  expect(forward.snapshot().attachments).toEqual([]);
  expect(kept).toMatchObject([{ mode: 'forward', attachments: [], subject: 'Fwd: Roof' }]);
});
