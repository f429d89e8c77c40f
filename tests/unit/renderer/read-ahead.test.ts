import { beforeEach, expect, test, vi } from 'vitest';
import type { Thread, ThreadRow } from '#shared/contract/threads.ts';
import type { MailItem } from '#shared/contract/timeline.ts';

const threads = { get: vi.fn() };
const lists = { wayOff: vi.fn(async () => null) };
const messages = { layout: vi.fn(async () => ({ blockedRemote: 0, trackers: 0, scheme: 'paper' })) };
vi.mock('../../../renderer/app/engine.ts', () => ({ engine: { threads, lists, messages } }));

const { readAhead } = await import('../../../renderer/features/conversation/readAhead.ts');
const { queryClient } = await import('../../../renderer/app/queryClient.ts');
const { firstItems, threadQuery } = await import('../../../renderer/app/queries.ts');

const row = (id: string, messageCount = 1) => ({ id, messageCount }) as ThreadRow;
const mail = (id: string, more: Partial<MailItem> = {}) =>
  ({ kind: 'mail', id, hasHtml: true, text: 'Words', folded: [], bytesToCome: null, ...more }) as MailItem;
const thread = (id: string, items: MailItem[], more: Partial<Thread> = {}) =>
  ({ id, kind: 'topic', participantCount: 1, channels: ['mail'], items, ...more }) as Thread;
const asked = (id: string) => queryClient.getQueryState(threadQuery(id, firstItems, undefined).queryKey);

beforeEach(() => {
  queryClient.clear();
  vi.clearAllMocks();
});

test('a thread and the layout of its newest mail are here before somebody opens it, and are asked for once', async () => {
  threads.get.mockImplementation(async ({ id }) => thread(id, [mail('old'), mail('new')]));
  await readAhead(row('t'), undefined);
  await readAhead(row('t'), undefined);
  expect(threads.get.mock.calls).toEqual([[{ id: 't', limit: firstItems, ahead: true }]]);
  expect(asked('t')).toMatchObject({ status: 'success', isInvalidated: false });
  expect(lists.wayOff).toHaveBeenCalledWith({ threadId: 't' });
  expect(messages.layout.mock.calls).toEqual([[{ id: 'new' }]]);
});

test('of a conversation between people no layout is asked for, and of a text no way off a list', async () => {
  threads.get.mockImplementation(async ({ id }) => thread(id, [mail('m')], { participantCount: 2 }));
  await readAhead(row('people'), undefined);
  threads.get.mockImplementation(async ({ id }) => thread(id, [], { channels: ['sms'] }));
  await readAhead(row('texts'), undefined);
  expect(messages.layout).not.toHaveBeenCalled();
  expect(lists.wayOff).toHaveBeenCalledTimes(1);
});

test('a mail that is not here whole is asked for again when it is opened', async () => {
  threads.get.mockImplementation(async ({ id }) => thread(id, [mail('m', { bytesToCome: 5_000_000 })]));
  await readAhead(row('t'), undefined);
  expect(asked('t')).toMatchObject({ status: 'success', isInvalidated: true });
});

test('a thread of many messages waits until it is opened', async () => {
  await readAhead(row('t', 21), undefined);
  expect(threads.get).not.toHaveBeenCalled();
});

test('what goes wrong is left to the opening', async () => {
  threads.get.mockRejectedValue(new Error('gone'));
  await expect(readAhead(row('t'), undefined)).resolves.toBeUndefined();
  expect(asked('t')?.data).toBeUndefined();
});
