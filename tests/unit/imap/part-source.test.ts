import fc from 'fast-check';
import type { ImapFlow } from 'imapflow';
import { expect, it } from 'vitest';
import { MailError } from '#engine/channels/mail/errors.ts';
import { FetchPace } from '#engine/channels/mail/imap/fetch-pace.ts';
import { fetchPart } from '#engine/channels/mail/imap/part-source.ts';
import type { ImapSession } from '#engine/channels/mail/imap/session.ts';
import { mimeInProcess } from '../mime/in-process.ts';

const place = { path: 'INBOX', uidValidity: 1, uid: 7, section: '2' };
const steady = () => Object.assign(new FetchPace(), { bytes: 1000, took: () => {} });

/** A server with one part, whose connection breaks before the answers with these numbers. */
function serverWith(body: Buffer, encoding: string, breaks: readonly number[] = [], claimed = body.length) {
  const asked: number[] = [];
  let answers = 0;
  const client = {
    usable: true,
    isClosed: false,
    mailbox: { path: 'INBOX', uidValidity: 1n, uidNext: 8, exists: 1 },
    fetchOne: async (
      _uid: string,
      query: { bodyStructure?: true; bodyParts?: { start: number; maxLength: number }[] },
    ) => {
      if (query.bodyStructure) {
        const leaf = { part: '2', type: 'application/pdf', encoding, size: claimed };
        return {
          bodyStructure: { type: 'multipart/mixed', childNodes: [{ part: '1', type: 'text/plain' }, leaf] },
        };
      }
      const [{ start, maxLength } = { start: 0, maxLength: 0 }] = query.bodyParts ?? [];
      asked.push(start);
      return { bodyParts: new Map([['2', body.subarray(start, start + maxLength)]]) };
    },
  };
  const session = {
    run: async (lane: string, work: (client: ImapFlow) => Promise<unknown>) => {
      expect(lane).toBe('look');
      if (breaks.includes(answers++)) throw new MailError('connection-lost', 'Lost.', 'It is tried again.');
      return work(client as unknown as ImapFlow);
    },
  } as unknown as ImapSession;
  return { session, asked };
}

const course = (more: object = {}) => ({
  pace: steady(),
  signal: new AbortController().signal,
  progress: () => {},
  ...more,
});

async function contentOf(part: Buffer | null): Promise<Buffer> {
  const { attachments } = await mimeInProcess.parse(part!);
  expect(attachments).toHaveLength(1);
  return Buffer.from(attachments[0]!.content);
}

it('brings the bytes of the file, whatever they are', async () => {
  await fc.assert(
    fc.asyncProperty(fc.uint8Array({ minLength: 1, maxLength: 9000 }), async (bytes) => {
      const content = Buffer.from(bytes);
      const body = Buffer.from(content.toString('base64').replace(/.{76}/g, '$&\r\n'));
      const { session } = serverWith(body, 'BASE64');
      expect((await contentOf(await fetchPart(session, place, course()))).equals(content)).toBe(true);
    }),
    { numRuns: 40 },
  );
});

it('goes on after a break where it was, and says that it waits', async () => {
  const body = Buffer.from('x'.repeat(2500));
  const { session, asked } = serverWith(body, '7bit', [2]);
  const told: [number, boolean][] = [];
  const part = await fetchPart(
    session,
    place,
    course({ progress: (share: number, waiting: boolean) => told.push([share, waiting]) }),
  );
  expect(await contentOf(part)).toEqual(body);
  expect(asked).toEqual([0, 1000, 2000]);
  expect(told).toEqual([
    [0.4, false],
    [0.4, true],
    [0.8, false],
    [1, false],
  ]);
});

it('ends when nobody waits any more, also while the server cannot be reached', async () => {
  const { session } = serverWith(Buffer.from('x'.repeat(2500)), '7bit', [2, 3, 4, 5, 6, 7, 8]);
  const stop = new AbortController();
  const progress = (_share: number, waiting: boolean) => waiting && stop.abort();
  await expect(fetchPart(session, place, course({ signal: stop.signal, progress }))).rejects.toThrow();
});

it('has nothing of a part that is not there, is empty, or is said to be larger than any', async () => {
  const { session } = serverWith(Buffer.from('x'), '7bit');
  expect(await fetchPart(session, { ...place, section: '9' }, course())).toBeNull();
  expect(await fetchPart(serverWith(Buffer.alloc(0), '7bit', [], 500).session, place, course())).toBeNull();
  expect(await fetchPart(serverWith(Buffer.alloc(9), '7bit', [], 1e12).session, place, course())).toBeNull();
});
