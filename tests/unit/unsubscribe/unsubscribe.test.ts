import { randomBytes } from 'node:crypto';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { deflateSync } from 'node:zlib';
import { expect, it, vi } from 'vitest';
import { Reading } from '#engine/reading/reading.ts';
import { ContentFolder } from '#engine/store/content.ts';
import type { ListMail } from '#engine/unsubscribe/stored-lists.ts';
import { Unsubscribe } from '#engine/unsubscribe/unsubscribe.ts';
import { mimeInProcess } from '../mime/in-process.ts';

const BY_MAIL = 'List-Unsubscribe: <mailto:leave@lists.example>, <https://lists.example/page>';
const BY_PAGE = 'List-Unsubscribe: <https://lists.example/page>';

/** A thread whose newest received mails have these headers. */
function service(headers: string[], { junk = false, sample = false } = {}) {
  const mails = headers.map(
    (header, at): ListMail => ({
      ...{ messageId: `m${at}`, threadId: 't', accountId: 'a', sample, address: 'me@home.example' },
      ...{ from: { name: 'News', address: 'news@lists.example' }, list: 'digest', results: null },
      source: { deflated: deflateSync(`${header}\r\n\r\nbody`), file: null },
    }),
  );
  const answers: Record<string, (args: never) => unknown> = {
    'list.newestReceived': () => (junk ? [] : mails),
    'list.received': (id: string) => (junk ? null : mails.find(({ messageId }) => messageId === id)),
    'list.askedAt': () => null,
  };
  const store = {
    read: vi.fn(async (name: string, args: never) => answers[name]!(args)),
    write: vi.fn(),
  };
  const drafts = {
    create: vi.fn(async (draft: object) => ({ id: 'd', ...draft })),
    save: vi.fn(async (_content: object) => ({ revision: 2, savedAt: 0 })),
    send: vi.fn(async () => ({ actionId: 'action', holdUntil: 1, messageId: 'sent' })),
  };
  const unsubscribe = new Unsubscribe({
    store: store as never,
    reading: new Reading(store as never, null as never, mimeInProcess),
    drafts: drafts as never,
    testAuthority: null,
  });
  return { unsubscribe, drafts, store };
}

it('offers what the newest mail with a way off names, mail before a page', async () => {
  const { unsubscribe } = service(['Subject: an answer', BY_MAIL, BY_PAGE]);
  expect(await unsubscribe.offer('t')).toEqual({
    messageId: 'm1',
    list: 'News',
    address: 'me@home.example',
    how: { kind: 'mail', to: 'leave@lists.example', subject: 'unsubscribe', text: '' },
    page: 'https://lists.example/page',
    asked: null,
  });
  expect((await service([BY_PAGE]).unsubscribe.offer('t'))?.how).toEqual({
    kind: 'page',
    host: 'lists.example',
  });
  expect(await service(['Subject: none']).unsubscribe.offer('t')).toBeNull();
});

it('sends the mail that was shown, from the account the list wrote to, and remembers its action', async () => {
  const { unsubscribe, drafts, store } = service([BY_MAIL]);
  expect(await unsubscribe.ask('m0', 'mail')).toMatchObject({ sending: { actionId: 'action' } });
  expect(drafts.create).toHaveBeenCalledWith(expect.objectContaining({ accountId: 'a', mode: 'new' }));
  expect(drafts.save.mock.calls[0]?.[0]).toMatchObject({
    to: [{ name: '', address: 'leave@lists.example' }],
    subject: 'unsubscribe',
    text: '',
  });
  const noted = { accountId: 'a', list: 'digest', threadId: 't', actionId: 'action' };
  expect(store.write).toHaveBeenCalledExactlyOnceWith('list.noteAsked', noted);
});

it.each([
  ['another way than was confirmed', [BY_MAIL], {}, 'one-click', 'unsubscribe-gone'],
  ['a way that only a browser has', [BY_PAGE], {}, 'mail', 'unsubscribe-gone'],
  ['junk', [BY_MAIL], { junk: true }, 'mail', 'unsubscribe-gone'],
  ['the sample', [BY_MAIL], { sample: true }, 'mail', 'sample-account'],
] as const)('does nothing for %s', async (_what, headers, options, how, code) => {
  const { unsubscribe, drafts, store } = service([...headers], options);
  await expect(unsubscribe.ask('m0', how)).rejects.toMatchObject({ code });
  expect(drafts.create).not.toHaveBeenCalled();
  expect(store.write).not.toHaveBeenCalled();
});

it('reads the header of a source that is cut off, and of one that lies in a file', async () => {
  const profile = mkdtempSync(join(tmpdir(), 'skein-list-'));
  const content = new ContentFolder(profile);
  const reading = new Reading(null as never, content, mimeInProcess);
  const source = Buffer.concat([Buffer.from(`${BY_MAIL}\r\n\r\n`), randomBytes(300_000)]);
  const cut = deflateSync(source).subarray(0, 64 * 1024);
  expect(String(await reading.beginning({ deflated: cut, file: null }))).toContain(BY_MAIL);
  const file = await content.put(source);
  const read = await reading.beginning({ deflated: null, file });
  expect(String(read)).toContain(BY_MAIL);
  expect(read.byteLength).toBeLessThan(100_000);
  rmSync(profile, { recursive: true });
});
