import { QueryClient } from '@tanstack/react-query';
import { beforeEach, expect, test, vi } from 'vitest';
import type { Settings } from '#shared/contract/settings.ts';

const settings = vi.hoisted(() => ({ get: vi.fn(), set: vi.fn() }));
vi.mock('../../../renderer/app/engine.ts', () => ({ engine: { settings } }));

const { settingsQuery } = await import('../../../renderer/app/queries.ts');
const { keepSettings } = await import('../../../renderer/app/settingChanges.ts');

let client: QueryClient;
/** What the engine has. */
let stored: Partial<Settings>;

const ask = () => client.fetchQuery({ ...settingsQuery(), staleTime: 0 });
const shown = () => client.getQueryData(settingsQuery().queryKey) as Partial<Settings>;

/** The next answer is what the engine has at the time of the question, and comes when the returned function is called. */
function hold(call: typeof settings.get): () => void {
  let said: Partial<Settings> = {};
  let answer: (settings: Partial<Settings>) => void = () => undefined;
  call.mockImplementationOnce((part: Partial<Settings>) => {
    stored = { ...stored, ...part };
    said = stored;
    return new Promise((resolve) => {
      answer = resolve;
    });
  });
  return () => answer(said);
}

beforeEach(async () => {
  client = new QueryClient();
  stored = { listWidth: 300, personPane: true };
  settings.get.mockImplementation(async () => stored);
  settings.set.mockImplementation(async (part) => {
    stored = { ...stored, ...part };
    return stored;
  });
  await ask();
});

test('the answer to an earlier change does not take back a later one', async () => {
  const first = hold(settings.set);
  const keptFirst = keepSettings(client, { listWidth: 400 });
  const second = hold(settings.set);
  const keptSecond = keepSettings(client, { listWidth: 500, personPane: false });
  expect(shown()).toEqual({ listWidth: 500, personPane: false });
  first();
  await keptFirst;
  expect(shown()).toEqual({ listWidth: 500, personPane: false });
  second();
  await keptSecond;
  expect(shown()).toEqual({ listWidth: 500, personPane: false });
});

test('an answer that was asked for before the change does not take it back', async () => {
  const answer = hold(settings.get);
  const asked = ask();
  await keepSettings(client, { listWidth: 400 });
  answer();
  expect(await asked).toMatchObject({ listWidth: 400 });
  // Another window changes it later: what was said here counts no more.
  stored = { ...stored, listWidth: 600 };
  expect(await ask()).toMatchObject({ listWidth: 600 });
});

test('what could not be kept shows as it was, and what was changed beside it stays', async () => {
  settings.set.mockRejectedValueOnce(new Error('full'));
  const refused = keepSettings(client, { listWidth: 400 });
  const kept = keepSettings(client, { personPane: false });
  await expect(refused).rejects.toThrow('full');
  await kept;
  expect(shown()).toEqual({ listWidth: 300, personPane: false });
});

test('what the engine made of it is what shows', async () => {
  settings.set.mockResolvedValueOnce({ listWidth: 640, personPane: true });
  await keepSettings(client, { listWidth: 9000 });
  expect(shown()).toEqual({ listWidth: 640, personPane: true });
});
