import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import type { RenderedHtml } from '#engine/channels/mail/mime/html/frame-document.ts';
import { type Ingredients, RecentDocuments } from '#engine/reading/documents.ts';

beforeEach(() => void vi.useFakeTimers());
afterEach(() => void vi.useRealTimers());

const rendered = (html: string): RenderedHtml => ({
  html,
  blockedRemote: 0,
  trackers: 0,
  scheme: 'paper',
  links: [],
  asText: false,
});
const mail = (messageId: string, source = 'a', more: Partial<Ingredients> = {}): Ingredients => ({
  messageId,
  remote: false,
  stored: { deflated: Buffer.from(source) },
  parts: [],
  ...more,
});

/** Makes documents of so many characters and counts them. */
function kitchen(characters = 10) {
  const documents = new RecentDocuments();
  const made: string[] = [];
  const ask = (ingredients: Ingredients) =>
    documents.of(ingredients, async () => {
      made.push(ingredients.messageId);
      return rendered('x'.repeat(characters));
    });
  return { ask, made };
}

test('a document that is asked for while it is made, and soon after, is made once', async () => {
  const { ask, made } = kitchen();
  const [first, second] = await Promise.all([ask(mail('m')), ask(mail('m'))]);
  expect(second).toBe(first);
  expect(await ask(mail('m'))).toBe(first);
  expect(made).toEqual(['m']);
});

test('another source, another part, remote images or another message make another document', async () => {
  const { ask, made } = kitchen();
  const file = { deflated: null, file: { id: 'f', key: Buffer.alloc(0), size: 1 } };
  await ask(mail('m'));
  await ask(mail('m', 'b'));
  await ask(mail('m', 'a', { parts: ['logo@example.test'] }));
  await ask(mail('m', 'a', { remote: true }));
  await ask(mail('m', 'a', { stored: { source: file } }));
  await ask(mail('m', 'a', { stored: { source: { ...file, file: { ...file.file, id: 'g' } } } }));
  await ask(mail('n'));
  expect(made).toEqual(['m', 'm', 'm', 'm', 'm', 'm', 'n']);
});

test('one that could not be made is made again when it is asked for again', async () => {
  const documents = new RecentDocuments();
  await expect(documents.of(mail('m'), () => Promise.reject(new Error('gone')))).rejects.toThrow('gone');
  expect(await documents.of(mail('m'), async () => rendered('here'))).toEqual(rendered('here'));
});

test('what was asked for longest ago goes first, and what was asked for again stays', async () => {
  const { ask, made } = kitchen();
  for (let i = 0; i < 16; i++) await ask(mail(`m${i}`));
  await ask(mail('m0'));
  await ask(mail('new'));
  made.length = 0;
  for (const id of ['m0', 'new', 'm2']) await ask(mail(id));
  expect(made).toEqual([]);
  await ask(mail('m1'));
  expect(made).toEqual(['m1']);
});

test('large ones are few', async () => {
  const { ask, made } = kitchen(3_000_000);
  await ask(mail('a'));
  await ask(mail('b'));
  await ask(mail('b'));
  expect(made).toEqual(['a', 'b']);
  await ask(mail('a'));
  expect(made).toEqual(['a', 'b', 'a']);
});

test('nothing is kept for long after the last reading', async () => {
  const { ask, made } = kitchen();
  await ask(mail('m'));
  await vi.advanceTimersByTimeAsync(119_000);
  await ask(mail('m'));
  expect(made).toEqual(['m']);
  await vi.advanceTimersByTimeAsync(120_000);
  await ask(mail('m'));
  expect(made).toEqual(['m', 'm']);
});
