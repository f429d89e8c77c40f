import { mkdtempSync, readdirSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { putFetched } from '#engine/ingest/attachment-rows.ts';
import { ingestMail } from '#engine/ingest/mail.ts';
import { FileFetches, type PartSource } from '#engine/reading/file-fetches.ts';
import { Reading } from '#engine/reading/reading.ts';
import { readingQueries } from '#engine/reading/stored-mail.ts';
import { ContentFolder } from '#engine/store/content.ts';
import { runQuery } from '#engine/store/transaction.ts';
import { mimeInProcess } from '../mime/in-process.ts';
import { World } from '../threads/support/world.ts';
import { preparedMail } from './support/prepared-mail.ts';

const PART = Buffer.from('Plan');

let directory: string;
let fetches: FileFetches;
let reading: Reading;
let id: string;
/** What was asked of the account, to be answered. */
let asked: { course: Parameters<PartSource['fetchPart']>[1]; answer: (part: Buffer | null) => void }[];

beforeEach(() => {
  directory = mkdtempSync(join(tmpdir(), 'skein-fetches-'));
  const world = new World();
  const file = {
    ...{ partIndex: 0, filename: 'plan.pdf', contentType: 'application/pdf', contentId: null },
    ...{ size: 900, sha256: null, section: '2', inline: false },
  };
  const mail = preparedMail('The plans', {
    ...{ uid: 7, messageId: '<large@x>', subject: 'Plans', date: 1, source: null },
    ...{ from: [{ name: '', address: 'ana@example.com' }], attachments: [file] },
  });
  world.command(ingestMail, { mailboxId: 'box-inbox', uidValidity: 1, batch: [mail] });
  id = world.get<{ id: string }>('SELECT id FROM attachment').id;
  const queries = readingQueries as unknown as Record<string, never>;
  const store = {
    read: async (name: string, args: unknown) => runQuery(world.db, queries[name]!, args as never),
    write: async (_name: string, args: unknown) => world.command(putFetched, args as never),
  } as never;
  asked = [];
  const content = new ContentFolder(directory);
  reading = new Reading(store, content, mimeInProcess);
  fetches = new FileFetches({
    store,
    content,
    account: () => ({
      async *fetchPart(_place, course) {
        const part = await new Promise<Buffer | null>((answer, reject) => {
          asked.push({ course, answer });
          course.signal.addEventListener('abort', () => reject(new Error('stopped')));
        });
        if (part) yield part;
      },
    }),
  });
});
afterEach(() => rmSync(directory, { recursive: true, force: true }));

const untilAsked = (count: number) => expect.poll(() => asked.length).toBe(count);

it('fetches a file once for all who wait, tells them how far it is, and keeps it', async () => {
  await expect(reading.attachment(id)).rejects.toMatchObject({ code: 'not-here' });
  const [one, two] = [fetches.fetch(id), fetches.fetch(id)];
  expect((await one.next()).value).toEqual({ share: 0, waiting: false });
  expect((await two.next()).value).toEqual({ share: 0, waiting: false });
  await untilAsked(1);
  asked[0]!.course.progress(0.5, true);
  expect((await one.next()).value).toEqual({ share: 0.5, waiting: true });
  expect((await two.next()).value).toEqual({ share: 0.5, waiting: true });
  asked[0]!.answer(PART);
  expect((await one.next()).done).toBe(true);
  expect((await two.next()).done).toBe(true);
  expect(Buffer.from((await reading.attachment(id)).content).toString()).toBe('Plan');
  // It is here: nobody is asked.
  for await (const _ of fetches.fetch(id)) {
    // Ends by itself.
  }
  expect(asked).toHaveLength(1);
});

it('ends the fetch when the last one does not wait any more, and leaves nothing behind', async () => {
  const stop = new AbortController();
  const [one, two] = [fetches.fetch(id, stop.signal), fetches.fetch(id)];
  await Promise.all([one.next(), two.next()]);
  await untilAsked(1);
  const ended = one.next();
  stop.abort();
  expect((await ended).done).toBe(true);
  expect(asked[0]!.course.signal.aborted).toBe(false);
  await two.return();
  expect(asked[0]!.course.signal.aborted).toBe(true);
  await expect.poll(() => readdirSync(join(directory, 'content'))).toEqual([]);
  const again = fetches.fetch(id);
  await again.next();
  await untilAsked(2);
  asked[1]!.answer(null);
  await expect(again.next()).rejects.toMatchObject({ code: 'not-by-itself' });
});
