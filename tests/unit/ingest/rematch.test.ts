import { expect, it } from 'vitest';
import type { MessageSummary } from '#engine/channels/mail/ports.ts';
import { createMailStore } from '#engine/ingest/mail-store.ts';
import { ingestCommands } from '#engine/ingest/registry.ts';
import { World } from '../threads/support/world.ts';
import { preparedMail } from './support/prepared-mail.ts';

const DATE = Date.UTC(2026, 4, 3);
const arrived = (uid: number, text: string, internalDate = DATE) =>
  preparedMail(text, {
    uid,
    internalDate,
    messageId: '<one@x>',
    subject: 'One',
    date: DATE,
    from: [{ name: '', address: 'ana@example.com' }],
    source: { sha256: text, deflated: Buffer.from(text), content: null },
  });

/** As a server describes it: the Message-ID without its brackets. */
const summary: MessageSummary = {
  uid: 7,
  flags: ['\\Seen'],
  modseq: null,
  messageId: 'one@x',
  size: 1000,
  internalDate: DATE,
  emailId: null,
};

/** The inbox holds these when it loses its UIDs; resolves to the UIDs that need not be fetched again. */
async function found(before: ReturnType<typeof arrived>[], of: MessageSummary[]): Promise<number[]> {
  const world = new World();
  const write = async (name: keyof typeof ingestCommands, args: never) =>
    world.command(ingestCommands[name] as never, args);
  const store = createMailStore({
    store: { write } as never,
    content: null as never,
    arrived: () => {},
    compared: () => {},
  });
  world.command(ingestCommands['mail.ingest'], { mailboxId: 'box-inbox', uidValidity: 1, batch: before });
  await store.resetMailbox('box-inbox', 2);
  return store.rematch('box-inbox', 2, of);
}

it('finds a message again whose mailbox lost its UIDs, without its text', async () => {
  expect(await found([arrived(1, 'hello')], [summary])).toEqual([7]);
});

it('finds as many as there were', async () => {
  expect(await found([arrived(1, 'hello')], [summary, { ...summary, uid: 8 }])).toEqual([7]);
});

it('takes none for another that came at another time', async () => {
  expect(await found([arrived(1, 'hello')], [{ ...summary, internalDate: DATE + 1000 }])).toEqual([]);
});

it('asks for the text when there are several that it can be', async () => {
  expect(await found([arrived(1, 'hello'), arrived(2, 'howdy')], [summary])).toEqual([]);
});
