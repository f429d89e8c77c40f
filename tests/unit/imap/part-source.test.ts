import fc from 'fast-check';
import type { ImapFlow } from 'imapflow';
import { expect, it } from 'vitest';
import { MailError } from '#engine/channels/mail/errors.ts';
import { FetchPace } from '#engine/channels/mail/imap/fetch-pace.ts';
import { fetchPart } from '#engine/channels/mail/imap/part-source.ts';
import type { ImapSession } from '#engine/channels/mail/imap/session.ts';

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

async function contentOf(part: AsyncIterable<Uint8Array>): Promise<Buffer | null> {
  const pieces: Uint8Array[] = [];
  for await (const piece of part) pieces.push(piece);
  return pieces.length > 0 ? Buffer.concat(pieces) : null;
}

it('brings the bytes of the file, whatever they are', async () => {
  await fc.assert(
    fc.asyncProperty(fc.uint8Array({ minLength: 1, maxLength: 9000 }), async (bytes) => {
      const content = Buffer.from(bytes);
      const body = Buffer.from(content.toString('base64').replace(/.{76}/g, '$&\r\n'));
      const { session } = serverWith(body, 'BASE64');
      expect((await contentOf(fetchPart(session, place, course())))?.equals(content)).toBe(true);
    }),
    { numRuns: 40 },
  );
});

it('goes on after a break where it was, and says that it waits', async () => {
  const body = Buffer.from('x'.repeat(2500));
  const { session, asked } = serverWith(body, '7bit', [2]);
  const told: [number, boolean][] = [];
  const part = fetchPart(
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
  await expect(
    contentOf(fetchPart(session, place, course({ signal: stop.signal, progress }))),
  ).rejects.toThrow();
});

it('has nothing of a part that is not there, is empty, or is said to be larger than any', async () => {
  const { session } = serverWith(Buffer.from('x'), '7bit');
  const nothing = [
    fetchPart(session, { ...place, section: '9' }, course()),
    fetchPart(serverWith(Buffer.alloc(0), '7bit', [], 500).session, place, course()),
    fetchPart(serverWith(Buffer.alloc(9), '7bit', [], 1e12).session, place, course()),
  ];
  for (const part of nothing) expect(await contentOf(part)).toBeNull();
});

it('holds a piece of a file of 200 MB at a time', async () => {
  const piece = Buffer.from(`${'A'.repeat(76)}\r\n`.repeat(13));
  const size = 200 * 1024 * 1024;
  const { session } = serverWith(
    { length: size, subarray: (start: number) => piece.subarray(0, Math.min(1000, size - start)) } as Buffer,
    'base64',
  );
  const pace = Object.assign(new FetchPace(), { bytes: 1000, took: () => {} });
  let most = 0;
  let pieces = 0;
  for await (const bytes of fetchPart(session, place, course({ pace }))) {
    most = Math.max(most, bytes.length);
    if (++pieces === 5000) break;
  }
  expect(pieces).toBe(5000);
  expect(most).toBeLessThan(1000);
});
