import { QueryClient } from '@tanstack/react-query';
import { beforeEach, expect, test, vi } from 'vitest';
import type { View } from '#shared/contract/model.ts';
import type { ThreadRow } from '#shared/contract/threads.ts';

const threads = vi.hoisted(() => ({ page: vi.fn() }));
vi.mock('../../../renderer/app/engine.ts', () => ({ engine: { threads } }));

const { sendAway } = await import('../../../renderer/app/leaving.ts');
const { inbox, threadsQuery } = await import('../../../renderer/app/queries.ts');

let client: QueryClient;
/** What the engine would list now. */
let listed: string[];
let serial = 0;

const pageOf = (ids: readonly string[]) => ({
  rows: ids.map((id) => ({ id }) as ThreadRow),
  total: ids.length,
});
const of = (view: View) => threadsQuery({ ...inbox, view }, 0);
const ask = (view: View = 'inbox') =>
  client
    .fetchQuery({ ...of(view), staleTime: 0 })
    .then(({ rows, total }) => [rows.map(({ id }) => id), total]);
const shown = (view: View) => client.getQueryData(of(view).queryKey)?.rows.map(({ id }) => id);

beforeEach(() => {
  client = new QueryClient();
  // Departures outlive a client: each test has threads of its own.
  serial++;
  listed = ['a', 'b', 'c'].map((name) => `${name}${serial}`);
  threads.page.mockImplementation(async () => pageOf(listed));
});

test('threads sent away leave the list at once, and its total', async () => {
  await ask();
  sendAway(client, [listed[1]!], 'archive');
  expect(client.getQueryData(of('inbox').queryKey)).toMatchObject({
    rows: [{ id: listed[0] }, { id: listed[2] }],
    total: 2,
  });
});

test('they stay in the lists that the act does not take them from', async () => {
  await ask('starred');
  await ask('archive');
  sendAway(client, listed, 'archive');
  expect(shown('starred')).toEqual(listed);
  expect(shown('archive')).toEqual(listed);
  sendAway(client, listed, 'trash');
  expect(shown('starred')).toEqual([]);
  expect(shown('archive')).toEqual([]);
});

test('an answer asked for before the engine did it does not bring them back', async () => {
  const [first, ...others] = listed;
  let answer: (page: unknown) => void = () => undefined;
  threads.page.mockImplementationOnce(() => new Promise((resolve) => (answer = resolve)));
  const asked = ask();
  const away = sendAway(client, [first!], 'trash');
  away.done();
  answer(pageOf(listed));
  expect(await asked).toEqual([others, 2]);
});

test('what is asked after the engine did it is true, whatever it says', async () => {
  await ask();
  sendAway(client, [listed[0]!], 'archive').done();
  expect(await ask()).toEqual([listed, 3]);
});

test('threads that could not be sent away come back', async () => {
  await ask();
  const away = sendAway(client, listed, 'junk');
  expect(shown('inbox')).toEqual([]);
  away.failed();
  expect(client.getQueryState(of('inbox').queryKey)?.isInvalidated).toBe(true);
  expect(await ask()).toEqual([listed, 3]);
});
