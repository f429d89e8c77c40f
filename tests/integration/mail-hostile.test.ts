import { join } from 'node:path';
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { ImapAccount } from '#engine/channels/mail/imap/account.ts';
import { createCa, type RigCa } from '#rig/ca.ts';
import { ALICE } from '#rig/dovecot.ts';
import { MemoryMailStore } from '#rig/memory-mail-store.ts';
import { ScriptedImap, type ScriptedInbox } from '#rig/scripted-imap.ts';
import { removeDirectory, rigDirectory } from '#rig/server-process.ts';
import { parseTiny, QUICK, type TinyParsed } from './mail-fixture.ts';

describe('syncing with a server that lies', () => {
  let directory: string;
  let ca: RigCa;
  const started: { stop(): Promise<unknown> }[] = [];

  beforeAll(() => {
    directory = rigDirectory('hostile');
    ca = createCa(join(directory, 'ca'));
  });
  afterEach(async () => {
    for (const one of started.splice(0).reverse()) await one.stop();
  });
  afterAll(() => removeDirectory(directory));

  async function connect(inbox: ScriptedInbox) {
    const server = await ScriptedImap.start(ca.leaf, inbox);
    const store = new MemoryMailStore<TinyParsed>((parsed) => parsed.messageId);
    const account = new ImapAccount<TinyParsed>({
      accountId: 'a1',
      settings: {
        username: ALICE.address,
        imap: { host: 'localhost', port: server.port, tls: 'implicit' },
        smtp: { host: 'localhost', port: 1, tls: 'implicit' },
        ca: ca.ca,
      },
      secret: async () => ALICE.password,
      store,
      parse: parseTiny,
      observer: { status: () => {}, progress: () => {} },
      timings: { ...QUICK, poll: 3_600_000 },
    });
    started.push(server, account);
    account.start();
    return { account, store, server };
  }
  const inboxOf = (count: number, change: Partial<ScriptedInbox> = {}): ScriptedInbox => ({
    uidValidity: 1,
    messages: Array.from({ length: count }, (_, i) => ({ uid: i + 1, messageId: `m${i + 1}@example.org` })),
    ...change,
  });
  const uids = (store: MemoryMailStore<TinyParsed>) => store.places('INBOX').map(({ uid }) => uid);

  it('does not remove what SEARCH merely forgot, but what is really gone', async () => {
    const inbox = inboxOf(5);
    const { account, store } = await connect(inbox);
    await account.syncNow();
    expect(uids(store)).toEqual([1, 2, 3, 4, 5]);
    inbox.search = () => '1 2';
    await account.syncNow();
    expect(uids(store)).toEqual([1, 2, 3, 4, 5]);
    inbox.search = () => '';
    await account.syncNow();
    expect(uids(store)).toEqual([1, 2, 3, 4, 5]);
    inbox.messages = inbox.messages.filter(({ uid }) => uid !== 3);
    await account.syncNow();
    expect(uids(store)).toEqual([1, 2, 4, 5]);
  });

  it.each<[string, Partial<ScriptedInbox>, boolean, string | null, string[] | null]>([
    ['keeps any', { permanentFlags: '\\Seen \\*' }, true, 'Clients', null],
    ['keeps this one, spelled otherwise', { permanentFlags: 'CLIENTS' }, true, 'CLIENTS', ['CLIENTS']],
    ['keeps none', { permanentFlags: '\\Seen' }, false, null, []],
    ['has as many as it takes', { refuses: (command) => /^UID STORE/.test(command) }, false, 'Clients', null],
  ])('tells of a keyword whether the mailbox keeps it, which %s', async (_, change, kept, sent, keywords) => {
    const { account, server, store } = await connect(inboxOf(2, change));
    await account.syncNow();
    expect(await store.listMailboxes('a1')).toMatchObject([{ keywords }]);
    expect(await account.remote.setFlags('INBOX', 1, [1, 2], ['Clients'], [])).toEqual({
      gone: [],
      keepsKeywords: kept,
    });
    const stores = server.commands.filter((command) => command.startsWith('UID STORE'));
    expect(stores).toEqual(sent === null ? [] : [`UID STORE 1:2 +FLAGS.SILENT (${sent})`]);
  });

  it.each([
    ['[EXPIRED] Choose a new one', 'login-refused', /expired/],
    ['[AUTHORIZATIONFAILED] No IMAP for you', 'login-refused', /knows the password/],
    ['[CONTACTADMIN] Room 5', 'login-refused', /turn to whoever runs it/],
    ['[UNAVAILABLE] Directory is down', 'login-unavailable', /cannot check the password/],
    ['[LIMIT] Enough', 'login-unavailable', /no more connections/],
  ])('reads why a sign-in is refused: %s', async (answer, code, message) => {
    const { account } = await connect(inboxOf(1, { refuses: (command) => /^LOGIN/.test(command) && answer }));
    await expect(account.syncNow()).rejects.toMatchObject({
      code,
      message: expect.stringMatching(message),
      detail: expect.stringContaining(answer.replace(/^\[\w+\] /, '')),
    });
  });

  it('is not made to believe in more messages than there are', async () => {
    const lie = Array.from({ length: 5000 }, (_, i) => i + 1).join(' ');
    const { account, store } = await connect(inboxOf(3, { search: () => lie }));
    await expect(account.syncNow()).rejects.toMatchObject({ code: 'server-nonsense' });
    expect(store.messageCount()).toBe(0);
  });

  it('gets every message although the server understates all sizes', async () => {
    const inbox = inboxOf(8);
    for (const message of inbox.messages) {
      message.claimedSize = 10;
      message.body = 'x'.repeat(5_000_000);
    }
    const { account, store, server } = await connect(inbox);
    await account.syncNow();
    expect(uids(store)).toEqual([1, 2, 3, 4, 5, 6, 7, 8]);
    expect(store.places('INBOX').every(({ message }) => (message.source?.length ?? 0) > 5_000_000)).toBe(
      true,
    );
    expect(server.commands.filter((command) => /BODY\.PEEK\[\]/.test(command)).length).toBeGreaterThan(1);
  });

  it.each([
    ['is refused', '', true],
    ['never ends', '(("TEXT" "PLAIN" ("CHARSET" "utf-8") NIL NIL "7BIT" 5 1 "MIXED")', false],
  ])('gets a large message, and those after it, although its structure %s', async (_, structure, refused) => {
    const inbox = inboxOf(3, { refuses: (command) => refused && /BODYSTRUCTURE/.test(command) });
    Object.assign(inbox.messages[1] ?? {}, { claimedSize: 3_000_000, structure });
    const { account, store } = await connect(inbox);
    await account.syncNow();
    expect(uids(store)).toEqual([1, 2, 3]);
    expect(store.places('INBOX')[1]?.message.source).not.toBeNull();
    expect(account.currentStatus.error).toBeNull();
  });

  it('does not ask for ever for a message the server lists but never gives', async () => {
    const inbox = inboxOf(3, { search: () => '1 2 3 4', exists: () => 4 });
    const { account, store, server } = await connect(inbox);
    await account.syncNow();
    expect(uids(store)).toEqual([1, 2, 3]);
    expect(server.commands.filter((command) => /BODY\.PEEK\[\]/.test(command)).length).toBeLessThan(4);
  });
});
