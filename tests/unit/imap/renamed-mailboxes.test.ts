/** Mailboxes with an id of the server's own (RFC 8474), which another program renames. */
import { join } from 'node:path';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { ImapAccount } from '#engine/channels/mail/imap/account.ts';
import { createCa } from '#rig/ca.ts';
import { ALICE } from '#rig/dovecot.ts';
import { MemoryMailStore } from '#rig/memory-mail-store.ts';
import { ScriptedImap, type ScriptedInbox } from '#rig/scripted-imap.ts';
import { removeDirectory, rigDirectory } from '#rig/server-process.ts';
import { parseTiny, QUICK, type TinyParsed } from '../../integration/mail-fixture.ts';

let directory: string;
let server: ScriptedImap;
let account: ImapAccount<TinyParsed>;
const store = new MemoryMailStore<TinyParsed>((parsed) => parsed.messageId);

const holding = (objectId: string, ...names: string[]): { attributes: string; inbox: ScriptedInbox } => ({
  attributes: '\\HasNoChildren',
  inbox: {
    uidValidity: 3,
    objectId,
    messages: names.map((name, i) => ({ uid: i + 1, messageId: `${name}@example.org` })),
  },
});
const mailboxes: Record<string, ReturnType<typeof holding>> = {
  INBOX: holding('F1', 'a'),
  Receipts: holding('F2', 'b', 'c'),
};

beforeAll(async () => {
  directory = rigDirectory('objectid');
  const ca = createCa(join(directory, 'ca'));
  server = await ScriptedImap.startAccount(ca.leaf, { capabilities: ['OBJECTID'], mailboxes });
  const elsewhere = { host: 'localhost', port: server.port, tls: 'implicit' } as const;
  account = new ImapAccount<TinyParsed>({
    accountId: 'a1',
    settings: { username: ALICE.address, imap: elsewhere, smtp: elsewhere, ca: ca.ca },
    secret: async () => ALICE.password,
    store,
    parse: parseTiny,
    observer: { status: () => {}, progress: () => {} },
    timings: { ...QUICK, poll: 3_600_000 },
  });
  account.start();
});
afterAll(async () => {
  await account?.stop();
  await server?.stop();
  removeDirectory(directory);
});

const idOf = async (path: string) =>
  (await store.listMailboxes('a1')).find((mailbox) => mailbox.path === path)?.id;

it('is the same mailbox under its new name, and nothing of it is asked for anew', async () => {
  await account.syncNow();
  const before = await idOf('Receipts');
  const { Receipts } = mailboxes;
  delete mailboxes.Receipts;
  mailboxes.Bills = Receipts!;
  mailboxes.Another = holding('F3', 'd');
  server.commands.length = 0;
  await account.syncNow();
  expect(before).toBeDefined();
  expect(await idOf('Bills')).toBe(before);
  expect(await idOf('Receipts')).toBeUndefined();
  expect(store.places('Bills').map(({ message }) => message.messageId)).toEqual([
    'b@example.org',
    'c@example.org',
  ]);
  expect(store.places('Another')).toHaveLength(1);
  const fetched = server.commands.filter((command) => /^UID FETCH .*(?:HEADER|BODY)/.test(command));
  expect(fetched.every((command) => command.startsWith('UID FETCH 1 '))).toBe(true);
});
