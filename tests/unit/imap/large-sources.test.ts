import type { ImapFlow } from 'imapflow';
import { expect, it } from 'vitest';
import { MailError } from '#engine/channels/mail/errors.ts';
import type { DownloadContext } from '#engine/channels/mail/imap/download.ts';
import { FetchPace } from '#engine/channels/mail/imap/fetch-pace.ts';
import { LargeSources } from '#engine/channels/mail/imap/large-sources.ts';

const lost = () => new MailError('connection-lost', 'Lost.', 'It is tried again.');
const never = () => false;

/** A mailbox whose mails are `bodies` by UID; `fail` throws in the place of an answer. */
function mailbox(bodies: Record<number, Buffer>, fail: (answer: number) => Error | null = () => null) {
  const asked: [uid: number, start: number][] = [];
  const committed: { source: string; parsed: string | null }[] = [];
  const open = new Set<number>();
  let answers = 0;
  const client = {
    usable: true,
    isClosed: false,
    mailbox: { path: 'INBOX', uidValidity: 1n, uidNext: 99, exists: 2 },
    fetchOne: async (uid: string, { source: { start, maxLength } }: { source: Record<string, number> }) => {
      asked.push([Number(uid), start!]);
      const body = bodies[Number(uid)];
      return body ? { source: body.subarray(start!, start! + maxLength!) } : false;
    },
  };
  const context = {
    lane: 'sync',
    ...{ mailboxId: 'm', path: 'INBOX', uidValidity: 1 },
    pace: Object.assign(new FetchPace(), { bytes: 1000, took: () => {} }),
    parse: async (source: Buffer) => source.toString(),
    session: {
      run: async (_lane: string, work: (client: ImapFlow) => Promise<unknown>) => {
        const error = fail(answers++);
        if (error) throw error;
        return work(client as unknown as ImapFlow);
      },
    },
    store: {
      openSource: async (_mailbox: string, _validity: number, uid: number) => {
        const chunks: Uint8Array[] = [];
        open.add(uid);
        return {
          write: async (chunk: Uint8Array) => void chunks.push(chunk),
          commit: async (parsed: string | null) => {
            open.delete(uid);
            committed.push({ source: Buffer.concat(chunks).toString(), parsed });
          },
          abort: async () => void open.delete(uid),
        };
      },
    },
  } as unknown as DownloadContext<string>;
  return { context, asked, committed, open };
}

const body = Buffer.from(Array.from({ length: 2500 }, (_, at) => (at % 10).toString()).join(''));
const mail = (uid: number) => ({ uid, size: body.length, internalDate: 0 });

it('goes on where the connection broke, or something went before it, and is whole then', async () => {
  const { context, asked, committed, open } = mailbox({ 7: body }, (answer) =>
    answer === 1 ? lost() : null,
  );
  const large = new LargeSources<string>();
  await expect(large.complete(context, mail(7), never)).rejects.toMatchObject({ code: 'connection-lost' });
  let looks = 0;
  expect(await large.complete(context, mail(7), () => looks++ > 0)).toBe(false);
  expect(await large.complete(context, mail(7), never)).toBe(true);
  expect(asked).toEqual([
    [7, 0],
    [7, 1000],
    [7, 2000],
  ]);
  expect(committed).toEqual([{ source: body.toString(), parsed: body.toString() }]);
  expect(open.size).toBe(0);
});

it('keeps the one that was cut last, and nothing when it is closed or something is wrong with the message', async () => {
  const wrong = new MailError('server-nonsense', 'Nonsense.', 'Wait.');
  let error: Error | null = null;
  const { context, asked, open } = mailbox({ 7: body, 8: body }, () => error);
  const large = new LargeSources<string>();
  const cut = async (uid: number) => {
    let looks = 0;
    expect(await large.complete(context, mail(uid), () => looks++ > 0)).toBe(false);
  };
  await cut(7);
  await cut(8);
  expect([...open]).toEqual([8]);
  await cut(7);
  expect(asked.map(([, start]) => start)).toEqual([0, 0, 0]);
  error = wrong;
  await expect(large.complete(context, mail(7), never)).rejects.toBe(wrong);
  expect([...open]).toEqual([]);
  error = null;
  await cut(8);
  await large.close();
  await cut(7);
  expect([...open]).toEqual([]);
});
