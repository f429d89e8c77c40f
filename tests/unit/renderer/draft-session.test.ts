import { beforeEach, expect, test, vi } from 'vitest';
import type { Draft } from '#shared/contract/drafts.ts';
import { FILE_PART } from '#shared/contract/file-parts.ts';

const drafts = vi.hoisted(() => ({
  create: vi.fn(),
  save: vi.fn(),
  attach: vi.fn(),
  attachPart: vi.fn(),
  detach: vi.fn(),
  discard: vi.fn(),
  send: vi.fn(),
}));
vi.mock('../../../renderer/app/engine.ts', () => ({ engine: { drafts } }));

const { DraftSession } = await import('../../../renderer/features/composer/DraftSession.ts');

const to = [{ name: 'Ana Ribeiro', address: '+14155550199' }];
const blank = {
  mode: 'reply' as const,
  channel: 'sms' as const,
  threadId: 't1',
  answers: 'mail-1',
  accountId: 'a2',
  to,
};

function made(input: Partial<Draft>): Draft {
  return {
    id: 'd1',
    channel: 'sms',
    accountId: 'a2',
    threadId: 't1',
    answers: null,
    mode: 'reply',
    to,
    cc: [],
    bcc: [],
    subject: '',
    text: '',
    html: null,
    senderId: null,
    signature: true,
    deliveryReport: false,
    quote: '',
    attachments: [],
    revision: 1,
    savedAt: 1,
    serverSavedAt: null,
    remindAt: null,
    error: null,
    ...input,
  };
}

let revision = 1;
beforeEach(() => {
  vi.resetAllMocks();
  revision = 1;
  let made_ = 0;
  drafts.create.mockImplementation(async (input) =>
    made({ ...input, id: `d${++made_}`, subject: input.answers ? 'Re: Roof survey' : '' }),
  );
  drafts.save.mockImplementation(async () => ({ revision: ++revision, savedAt: 5 }));
  drafts.discard.mockResolvedValue({ actionId: 'x' });
  drafts.send.mockResolvedValue({ actionId: 's', holdUntil: 9, messageId: 'm' });
});

test('nothing reaches the engine before something is typed', async () => {
  const session = DraftSession.blank(blank);
  session.leave();
  expect(await session.discard()).toBeNull();
  expect(drafts.create).not.toHaveBeenCalled();
});

test('what was typed while the draft was being made is in the revision that is sent', async () => {
  const session = DraftSession.blank(blank);
  let finish: (draft: Draft) => void = () => undefined;
  drafts.create.mockImplementation(() => new Promise((resolve) => (finish = resolve)));
  session.change({ text: 'See' });
  const sent = session.send();
  session.change({ text: 'See you' });
  await vi.waitFor(() => expect(drafts.create).toHaveBeenCalled());
  finish(made({}));
  await sent;
  expect(drafts.save).toHaveBeenLastCalledWith(expect.objectContaining({ id: 'd1', text: 'See you' }));
  expect(drafts.send).toHaveBeenCalledWith({ id: 'd1', revision, at: null, remindAt: null });
});

test('a reminder that is chosen is saved with the draft, and not sent once its time is past', async () => {
  const session = DraftSession.blank(blank);
  session.change({ text: 'See you', remindAt: 9_000_000_000_000 });
  await session.flush();
  expect(drafts.save).toHaveBeenLastCalledWith(expect.objectContaining({ remindAt: 9_000_000_000_000 }));
  session.change({ remindAt: 5 });
  await session.send();
  expect(drafts.send).toHaveBeenCalledWith(expect.objectContaining({ remindAt: null }));
});

test('a save that fails keeps the text, says so, and goes through later', async () => {
  const session = DraftSession.blank(blank);
  drafts.save.mockRejectedValueOnce(new Error('disk full'));
  session.change({ text: 'See you' });
  await expect(session.flush()).rejects.toThrow('disk full');
  expect(session.snapshot()).toMatchObject({ saving: 'failed', fields: { text: 'See you' } });
  // Typing on and trying again do not take back what was said.
  const said = session.snapshot().error;
  expect(said).not.toBeNull();
  session.change({ text: 'See you there' });
  expect(session.snapshot()).toMatchObject({ saving: 'waiting', error: said });
  const saidWhileTrying: unknown[] = [];
  session.subscribe(() => {
    const { saving, error } = session.snapshot();
    if (saving === 'running') saidWhileTrying.push(error);
  });
  await session.flush();
  expect(saidWhileTrying).toEqual([said]);
  expect(session.snapshot()).toMatchObject({ saving: 'saved', error: null });
});

test('a text that becomes a mail keeps its words and learns what it answers', async () => {
  const session = DraftSession.blank(blank);
  session.change({ text: 'See you' });
  await session.flush();
  expect(drafts.create).toHaveBeenLastCalledWith(expect.objectContaining({ channel: 'sms', answers: null }));
  session.switchTo({ channel: 'mail', accountId: 'a1', to: [], cc: [], bcc: [] });
  await session.flush();
  expect(drafts.discard).toHaveBeenCalledWith({ id: 'd1' });
  expect(drafts.create).toHaveBeenLastCalledWith(
    expect.objectContaining({ channel: 'mail', answers: 'mail-1' }),
  );
  expect(session.snapshot()).toMatchObject({
    id: 'd2',
    fields: { text: 'See you', subject: 'Re: Roof survey', channel: 'mail' },
  });
});

test('before its window closes everything typed is saved, also what a first attempt could not save', async () => {
  const session = DraftSession.blank(blank);
  expect(await session.settle()).toBe(true);
  expect(drafts.create).not.toHaveBeenCalled();
  drafts.save.mockRejectedValueOnce(new Error('the engine is starting again'));
  session.change({ text: 'See you' });
  expect(await session.settle()).toBe(true);
  expect(drafts.save).toHaveBeenLastCalledWith(expect.objectContaining({ id: 'd1', text: 'See you' }));
  expect(session.unsaved).toBe(false);
});

test('what cannot be saved keeps its window', async () => {
  vi.useFakeTimers();
  try {
    drafts.save.mockRejectedValue(new Error('the disk is full'));
    const session = DraftSession.blank(blank);
    session.change({ text: 'See you' });
    const settled = session.settle();
    await vi.advanceTimersByTimeAsync(4000);
    expect(await settled).toBe(false);
    expect(session.unsaved).toBe(true);
    session.end();
  } finally {
    vi.useRealTimers();
  }
});

test('a large file comes in parts, what is typed is saved between them, and closing waits for it', async () => {
  const file = new File([new Uint8Array(2 * FILE_PART + 10)], 'plans.pdf');
  let goOn = () => {};
  drafts.attachPart.mockImplementation(() => new Promise<void>((resolve) => (goOn = () => resolve())));
  drafts.attach.mockResolvedValue({ id: 'f1', filename: 'plans.pdf' });
  const session = DraftSession.blank(blank);
  session.change({ text: 'See' });
  const attached = session.attach(file);
  await vi.waitFor(() => expect(drafts.attachPart).toHaveBeenCalledTimes(1));
  await session.flush();
  let closed = false;
  const closing = session.settle().then(() => (closed = true));
  goOn();
  await vi.waitFor(() => expect(drafts.attachPart).toHaveBeenCalledTimes(2));
  expect(session.snapshot().attaching[0]).toEqual({ name: 'plans.pdf', done: expect.closeTo(0.5, 1) });
  expect(closed).toBe(false);
  goOn();
  expect(await attached).toMatchObject({ id: 'f1' });
  await closing;
  const [id] = drafts.attachPart.mock.calls.map(([part]) => part.id);
  expect(drafts.attachPart.mock.calls.map(([part]) => [part.id, part.offset])).toEqual([
    [id, 0],
    [id, FILE_PART],
  ]);
  const [last] = drafts.attach.mock.calls[0]!;
  expect([last.upload, last.content.size]).toEqual([{ id, offset: 2 * FILE_PART }, 10]);
  expect(session.snapshot()).toMatchObject({ attaching: [], attachments: [{ id: 'f1' }] });
});

test('a file on its way into a draft that is thrown away goes no further', async () => {
  let goOn = () => {};
  drafts.attachPart.mockImplementation(() => new Promise<void>((resolve) => (goOn = () => resolve())));
  const session = DraftSession.blank(blank);
  const attached = session.attach(new File([new Uint8Array(3 * FILE_PART)], 'plans.pdf'));
  await vi.waitFor(() => expect(drafts.attachPart).toHaveBeenCalledTimes(1));
  await session.discard();
  goOn();
  expect(await attached).toBeNull();
  expect(drafts.attachPart).toHaveBeenCalledTimes(1);
  expect(drafts.attach).not.toHaveBeenCalled();
});
