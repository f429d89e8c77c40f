/** The field for recipients where time matters: what is typed faster than it is completed. */
import { QueryClient, QueryClientProvider } from '@tanstack/react-query';
import { type DOMWindow, JSDOM } from 'jsdom';
import { beforeEach, expect, test, vi } from 'vitest';
import type { Address } from '#shared/contract/model.ts';

const complete = vi.fn<(asked: { text: string }) => Promise<Address[]>>();
vi.mock('../../../renderer/app/engine.ts', () => ({ engine: { people: { complete } } }));
vi.mock('../../../renderer/app/queries.ts', () => ({
  groupsQuery: () => ({ queryKey: ['groups'], queryFn: async () => [] }),
}));
vi.mock('../../../renderer/app/announce.tsx', () => ({ announce: () => undefined }));

const bob = { name: 'Bob', address: 'bob@example.org' };
let page: DOMWindow;
let value: readonly Address[];

beforeEach(async () => {
  page = new JSDOM('<!doctype html><div></div>').window;
  page.HTMLElement.prototype.scrollIntoView = () => undefined;
  for (const name of ['document', 'navigator', 'HTMLElement', 'HTMLIFrameElement', 'Node'] as const)
    vi.stubGlobal(name, page[name]);
  vi.stubGlobal('window', page);
  complete.mockReset().mockResolvedValue([]);
  value = [];
  const { useState } = await import('react');
  const { createRoot } = await import('react-dom/client');
  const { ChipField } = await import('../../../renderer/features/composer/ChipField.tsx');
  function Field() {
    const [chosen, setChosen] = useState<readonly Address[]>([]);
    value = chosen;
    return (
      <QueryClientProvider client={new QueryClient()}>
        <ChipField label="To" value={chosen} channel="mail" country={null} onChange={setChosen} />
      </QueryClientProvider>
    );
  }
  createRoot(page.document.querySelector('div')!).render(<Field />);
  await vi.waitFor(() => input().focus());
});

const input = () => page.document.querySelector('input')!;
const press = (key: string) =>
  page.document.activeElement!.dispatchEvent(
    new page.KeyboardEvent('keydown', { key, bubbles: true, cancelable: true }),
  );
function type(text: string): void {
  Object.getOwnPropertyDescriptor(page.HTMLInputElement.prototype, 'value')!.set!.call(input(), text);
  input().dispatchEvent(new page.Event('input', { bubbles: true }));
}

test('who is faster than the answer gets the one for all that was typed, not the one for less', async () => {
  const asked: ((found: Address[]) => void)[] = [];
  complete.mockImplementation(() => new Promise((answer) => asked.push(answer)));
  type('bo');
  await vi.waitFor(() => expect(asked).toHaveLength(1));
  press('Enter');
  await vi.waitFor(() => expect(input().value).toBe(''));
  expect(value).toEqual([]);
  for (const answer of asked) answer([bob]);
  await vi.waitFor(() => expect(value).toEqual([bob]));
});

test('a whole address is taken as it is typed where nothing is known of it yet', async () => {
  complete.mockImplementation(() => new Promise(() => undefined));
  type('bo@example.org');
  await vi.waitFor(() => expect(complete).toHaveBeenCalled());
  press('Enter');
  await vi.waitFor(() => expect(value).toEqual([{ name: '', address: 'bo@example.org' }]));
});

test('what nothing completes stays as it was typed, to be put right', async () => {
  type('nobody');
  await vi.waitFor(() => expect(complete).toHaveBeenCalled());
  press('Enter');
  await vi.waitFor(() => expect(value).toEqual([{ name: '', address: 'nobody' }]));
});
