import { QueryClient, QueryObserver } from '@tanstack/react-query';
import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import type { Change } from '#shared/contract/changes.ts';

vi.mock('../../../renderer/app/engine.ts', () => ({ engine: {} }));

const { Refresher } = await import('../../../renderer/app/refresher.ts');
const { keys } = await import('../../../renderer/app/queryKeys.ts');

const nothing: Change = {
  threads: [],
  accounts: false,
  drafts: false,
  outbox: false,
  settings: false,
  people: false,
};
const changed = (...threads: string[]): Change => ({ ...nothing, threads });

beforeEach(() => void vi.useFakeTimers());
afterEach(() => void vi.useRealTimers());

/** A screen whose question takes `ms`; answers with how many changes the engine had made when it was asked. */
function screen(client: QueryClient, ms: number) {
  const state = { made: 0, asked: 0, shown: -1 };
  const observer = new QueryObserver(client, {
    queryKey: keys.threads,
    queryFn: async () => {
      state.asked++;
      const { made } = state;
      await new Promise((resolve) => setTimeout(resolve, ms));
      return made;
    },
  });
  observer.subscribe(({ data }) => {
    state.shown = data ?? -1;
  });
  return state;
}

test('a screen whose answer takes longer than the changes are apart is still answered, and ends with the last', async () => {
  const client = new QueryClient();
  const state = screen(client, 300);
  await vi.advanceTimersByTimeAsync(300);
  const refresher = new Refresher(client);
  const shown = new Set<number>();
  for (let i = 0; i < 100; i++) {
    state.made++;
    refresher.note(changed('t1'));
    await vi.advanceTimersByTimeAsync(90);
    shown.add(state.shown);
  }
  // 9 s of changes: 300 ms for an answer and as long between two.
  expect(shown.size).toBeGreaterThan(10);
  expect(state.asked).toBeLessThan(20);
  await vi.advanceTimersByTimeAsync(1000);
  expect(state.shown).toBe(100);
});

test('a change after a quiet time is shown at once', async () => {
  const client = new QueryClient();
  const state = screen(client, 5);
  await vi.advanceTimersByTimeAsync(5);
  const refresher = new Refresher(client);
  for (const made of [1, 2]) {
    state.made = made;
    refresher.note(changed('t1'));
    await vi.advanceTimersByTimeAsync(50);
    expect(state.shown).toBe(made);
    await vi.advanceTimersByTimeAsync(10_000);
  }
});

test('changes that come together are told of all they name', async () => {
  const client = new QueryClient();
  const refresher = new Refresher(client);
  const stale = vi.spyOn(client, 'invalidateQueries');
  refresher.note(changed('t1'));
  refresher.note(changed('t2'));
  refresher.note({ ...nothing, drafts: true });
  await vi.advanceTimersByTimeAsync(100);
  const names = stale.mock.calls.map(([filters]) => JSON.stringify(filters?.queryKey));
  for (const key of [keys.thread('t1'), keys.thread('t2'), keys.threads, keys.drafts, keys.counts])
    expect(names).toContain(JSON.stringify(key));
  expect(names).not.toContain(JSON.stringify(keys.accounts));
});

test('an answer that was asked for ahead, before a change, is not shown as new', async () => {
  const client = new QueryClient({ defaultOptions: { queries: { staleTime: Number.POSITIVE_INFINITY } } });
  let made = 0;
  const query = {
    queryKey: keys.threads,
    queryFn: async () => {
      const answer = made;
      await new Promise((resolve) => setTimeout(resolve, 300));
      return answer;
    },
  };
  void client.prefetchQuery(query);
  await vi.advanceTimersByTimeAsync(100);
  made = 1;
  new Refresher(client).note(changed('t1'));
  await vi.advanceTimersByTimeAsync(500);
  const observer = new QueryObserver(client, query);
  observer.subscribe(() => {});
  await vi.advanceTimersByTimeAsync(500);
  expect(observer.getCurrentResult().data).toBe(1);
});
