/** What Gmail does differently: mailboxes are labels, and a message has one id in all of them. */
import { join } from 'node:path';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { ImapAccount } from '#engine/channels/mail/imap/account.ts';
import { createCa } from '#rig/ca.ts';
import { ALICE } from '#rig/dovecot.ts';
import { MemoryMailStore } from '#rig/memory-mail-store.ts';
import { ScriptedImap, type ScriptedInbox, type ScriptedMessage } from '#rig/scripted-imap.ts';
import { removeDirectory, rigDirectory } from '#rig/server-process.ts';
import { parseTiny, QUICK, type TinyParsed } from './mail-fixture.ts';

let directory: string;
let server: ScriptedImap;
let account: ImapAccount<TinyParsed>;
const store = new MemoryMailStore<TinyParsed>((parsed) => parsed.messageId);

const message = (uid: number, id: number): ScriptedMessage => ({
  uid,
  messageId: `m${id}@example.org`,
  gmail: { messageId: `${1278455344230334860n + BigInt(id)}`, threadId: '1266894439832287888' },
});
const holding = (...messages: ScriptedMessage[]): ScriptedInbox => ({ uidValidity: 3, messages });
const mailboxes = {
  INBOX: { attributes: '\\HasNoChildren', inbox: holding(message(1, 1), message(2, 2)) },
  '[Gmail]': { attributes: '\\HasChildren \\Noselect', inbox: holding() },
  '[Gmail]/All Mail': {
    attributes: '\\All \\HasNoChildren',
    inbox: holding(message(11, 1), message(12, 2), message(13, 3)),
  },
  Gärten: { attributes: '\\HasNoChildren', inbox: holding(message(7, 2), message(8, 3)) },
};

beforeAll(async () => {
  directory = rigDirectory('gmail');
  const ca = createCa(join(directory, 'ca'));
  server = await ScriptedImap.startAccount(ca.leaf, {
    capabilities: ['X-GM-EXT-1', 'SPECIAL-USE', 'UIDPLUS', 'MOVE', 'ENABLE', 'UTF8=ACCEPT'],
    mailboxes,
  });
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

it('a message with several labels is fetched and kept once, and lies in each of them', async () => {
  await account.syncNow();
  expect(server.commands).toContain('ENABLE UTF8=ACCEPT');
  expect(store.messageCount()).toBe(3);
  const fetched = server.commands.filter((command) => /BODY\.PEEK\[\]/.test(command));
  expect(fetched.map((command) => /FETCH (\S+)/.exec(command)?.[1])).toEqual(['1:2', '8']);
  const idsIn = (path: string) => store.places(path).map((place) => place.message.messageId);
  expect(idsIn('[Gmail]/All Mail')).toEqual(['m1@example.org', 'm2@example.org', 'm3@example.org']);
  expect(idsIn('Gärten')).toEqual(['m2@example.org', 'm3@example.org']);
  expect(store.places('Gärten')[0]?.message).toBe(store.places('INBOX')[1]?.message);
});

it('a label that is deleted takes no message along: they lie in All Mail', async () => {
  const { moved } = await account.mailboxChanges.remove(
    { path: 'Gärten', subscribed: true },
    '[Gmail]/Trash',
  );
  expect(moved).toBeNull();
  expect(server.commands).toContain('DELETE "Gärten"');
  expect(server.commands.filter((command) => /^(?:UID )?(?:MOVE|COPY|STORE)/.test(command))).toEqual([]);
});
