import { createHash, randomBytes } from 'node:crypto';
import { mkdtempSync, readdirSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Readable } from 'node:stream';
import { afterAll, describe, expect, it } from 'vitest';
import { parseMessage } from '#engine/channels/mail/mime/parse.ts';
import {
  composeMessage,
  composeSource,
  composeStream,
  type FileBytes,
  type OutgoingMessage,
} from '#engine/channels/mail/smtp/compose.ts';
import { composeDraft } from '#engine/drafts/compose.ts';
import { Uploads } from '#engine/drafts/uploads.ts';
import { prepareOwnMail } from '#engine/ingest/prepare-own-mail.ts';
import { ContentFolder } from '#engine/store/content.ts';
import { StoreError } from '#engine/store/errors.ts';
import type { Draft } from '#shared/contract/drafts.ts';

const profile = mkdtempSync(join(tmpdir(), 'skein-files-'));
const content = new ContentFolder(profile);
afterAll(() => rmSync(profile, { recursive: true }));
const sha256 = (bytes: Uint8Array) => createHash('sha256').update(bytes).digest('hex');
const waitingFiles = () => readdirSync(join(profile, 'content')).filter((name) => name.endsWith('.new'));

const plans = randomBytes(300_000);
const letter = Buffer.from('Subject: within\r\n\r\nA mail as a file.\r\n'.repeat(3000));
const file = (bytes: Buffer): FileBytes => ({
  size: bytes.length,
  sha256: sha256(bytes),
  open: () =>
    Readable.from(
      (function* () {
        for (let at = 0; at < bytes.length; at += 1000) yield bytes.subarray(at, at + 1000);
      })(),
    ),
});
const ana = { name: 'Ana Ribeiro', address: 'ana@example.com' };
const message = (attachments: OutgoingMessage['attachments']): OutgoingMessage => ({
  ...{ from: ana, to: [ana], cc: [], bcc: [], subject: 'Plans' },
  ...{ text: 'Here they are.', html: '<p>Here <b>they</b> are. <img src="cid:p1@x"></p>' },
  ...{ attachments, inReplyTo: null, references: [], messageId: 'm1@example.com', date: 1_700_000_000_000 },
});
const named = (bytes: Buffer | FileBytes) => [
  { filename: 'small.txt', contentType: 'text/plain', content: Buffer.from('small') },
  { filename: 'plans.pdf', contentType: 'application/pdf', content: bytes },
  { filename: 'p.png', contentType: 'image/png', content: Buffer.from('picture'), contentId: 'p1@x' },
];

describe('a message with large files', () => {
  it('is the same bytes whether its files are at hand or read, and each time it is read', async () => {
    const atHand = await composeMessage(message(named(plans)));
    const open = await composeStream(message(named(file(plans))));
    for (let time = 0; time < 2; time++)
      expect(Buffer.concat(await open().toArray()).equals(atHand)).toBe(true);
    expect((await composeSource(message(named(file(plans))))).size).toBe(atHand.length);
  });

  it('has the rows it would have if it were read whole', async () => {
    const attachments = [
      ...named(file(plans)),
      { filename: 'within.eml', contentType: 'message/rfc822', content: file(letter) },
    ];
    const draft = {
      ...{ mode: 'new', to: [ana], cc: [], bcc: [ana], subject: 'Plans', html: '<p>Here.</p>' },
      ...{ text: 'Here.', quote: '', signature: false },
    } as unknown as Draft;
    const sender = { name: 'Sam', address: 'sam@example.com', replyTo: '' } as never;
    const date = 1_700_000_000_000;
    const input = { draft, messageId: '<m1@example.com>', sender, answered: null, quoted: null, date };
    const prepared = await composeDraft({ ...input, files: attachments }, content);
    const source = await content.read(prepared.source!.content!);
    const whole = await prepareOwnMail(source, date, content);
    expect(prepared.source?.sha256).toBe(sha256(source));
    const { body, source: _source, ...rest } = whole;
    expect(prepared).toMatchObject({ ...rest, bcc: [ana], body: { ...body, html: expect.anything() } });
    const { attachments: read } = await parseMessage(source);
    expect(read.map(({ filename }) => filename)).toContain('within.eml');
    expect(read.find(({ filename }) => filename === 'plans.pdf')?.sha256).toBe(sha256(plans));
  });
});

describe('a file that comes in parts', () => {
  const parts = (upload: string) =>
    [0, 100_000, 200_000].map((offset) => ({
      ...{ upload, offset },
      content: plans.subarray(offset, offset + 100_000),
    }));

  it('is stored as it comes, whole when its last part is there', async () => {
    const uploads = new Uploads(content);
    const [first, second, last] = parts('one');
    await uploads.add(first!);
    await uploads.add(second!);
    const stored = await uploads.end(last!);
    expect((await content.read(stored)).equals(plans)).toBe(true);
    await expect(uploads.end(last!)).rejects.toMatchObject({ code: 'file-broken' });
  });

  it('is refused with the reason when the disk is full, also a part that comes while that is found out', async () => {
    const full = new StoreError('store-full', 'The disk is full.');
    let fail = () => {};
    const put = async (parts: AsyncIterable<Uint8Array>) => {
      for await (const _ of parts) break;
      await new Promise<void>((resolve) => (fail = resolve));
      throw full;
    };
    const uploads = new Uploads({ put } as unknown as ContentFolder);
    const [first, second, last] = parts('full');
    const added = uploads.add(first!).catch((error: unknown) => error);
    await new Promise(setImmediate);
    const next = uploads.add(second!).catch((error: unknown) => error);
    const ended = uploads.end(last!).catch((error: unknown) => error);
    await new Promise(setImmediate);
    fail();
    expect(await Promise.all([added, next, ended])).toEqual([undefined, full, full]);
  });

  it('is refused and removed when a part is missing, comes twice, or belongs to no file', async () => {
    const uploads = new Uploads(content);
    const [first, second, last] = parts('two');
    await uploads.add(first!);
    await expect(uploads.end(last!)).rejects.toMatchObject({ code: 'file-broken' });
    await expect(uploads.add(second!)).rejects.toMatchObject({ code: 'file-broken' });
    await uploads.add(first!);
    await expect(uploads.add(first!)).rejects.toMatchObject({ code: 'file-broken' });
    // Before its file is even open.
    const small = { upload: 'small', offset: 0, content: plans.subarray(0, 10) };
    const twice = await Promise.allSettled([uploads.add(small), uploads.add(small)]);
    expect(twice.map(({ status }) => status)).toEqual(['fulfilled', 'rejected']);
    await expect.poll(waitingFiles).toEqual([]);
  });
});
