import { join } from 'node:path';
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { ImapAccount } from '#engine/channels/mail/imap/account.ts';
import { createCa, type RigCa } from '#rig/ca.ts';
import { ALICE } from '#rig/dovecot.ts';
import { MemoryMailStore } from '#rig/memory-mail-store.ts';
import { ScriptedImap, type ScriptedInbox } from '#rig/scripted-imap.ts';
import { removeDirectory, rigDirectory } from '#rig/server-process.ts';
import { parseTiny, QUICK, type TinyParsed } from './mail-fixture.ts';

describe('a server that fails at one thing each time', () => {
  let directory: string;
  let ca: RigCa;
  const started: { stop(): Promise<unknown> }[] = [];

  beforeAll(() => {
    directory = rigDirectory('poison');
    ca = createCa(join(directory, 'ca'));
  });
  afterEach(async () => {
    for (const one of started.splice(0).reverse()) await one.stop();
  });
  afterAll(() => removeDirectory(directory));

  async function connect(boxes: Record<string, ScriptedInbox>) {
    const mailboxes = Object.fromEntries(
      Object.entries(boxes).map(([path, inbox]) => [path, { attributes: '', inbox }]),
    );
    const server = await ScriptedImap.startAccount(ca.leaf, { capabilities: [], mailboxes });
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
  const inboxOf = (count: number, change: Partial<ScriptedInbox> = {}, name = 'm'): ScriptedInbox => ({
    uidValidity: 1,
    messages: Array.from({ length: count }, (_, i) => ({
      uid: i + 1,
      messageId: `${name}${i + 1}@example.org`,
    })),
    ...change,
  });
  const soon = { timeout: 20_000 };
  const uids = (store: MemoryMailStore<TinyParsed>, path: string) => store.places(path).map(({ uid }) => uid);
  /** Whether a command asks for the bodies of messages, one of them the given one. */
  const asksFor = (uid: number, command: string) => {
    const set = /^UID FETCH (\S+) .*BODY\.PEEK\[\]/.exec(command)?.[1]?.split(',') ?? [];
    return set.some((range) => {
      const [first = 0, last = first] = range.split(':').map(Number);
      return uid >= first && uid <= last;
    });
  };

  it.each<[string, Partial<ScriptedInbox>]>([
    ['breaks the connection', { breaks: (command) => asksFor(5, command) }],
    ['refuses', { refuses: (command) => asksFor(5, command) && '[SERVERBUG] Internal error' }],
  ])('gets all other messages, here and elsewhere, where it %s at one', async (_, change) => {
    const inbox = inboxOf(8, { ...change });
    const { account, store } = await connect({
      INBOX: inbox,
      Clients: inboxOf(3, {}, 'c'),
    });
    await expect.poll(() => uids(store, 'INBOX'), soon).toEqual([1, 2, 3, 4, 6, 7, 8]);
    await expect.poll(() => uids(store, 'Clients'), soon).toEqual([1, 2, 3]);
    await expect.poll(() => account.currentStatus.state, soon).toBe('idle');
    expect(store.failures).toContainEqual({ path: 'INBOX', code: 'message-unreadable' });
    delete inbox.breaks;
    delete inbox.refuses;
    await account.tryEverything();
    expect(uids(store, 'INBOX')).toEqual([1, 2, 3, 4, 5, 6, 7, 8]);
  });

  it.each<[string, Partial<ScriptedInbox>, string]>([
    ['breaks the connection', { breaks: (c) => c.startsWith('SELECT') }, 'mailbox-unreadable'],
    [
      'says that it is unavailable',
      { refuses: (c) => c.startsWith('SELECT') && '[UNAVAILABLE] Backend is down' },
      'mailbox-unreadable',
    ],
  ])('gets the other mailboxes where it %s at one', async (_, change, code) => {
    const broken = inboxOf(3, { ...change }, 'b');
    const { account, store } = await connect({
      INBOX: inboxOf(2),
      Broken: broken,
      Clients: inboxOf(3, {}, 'c'),
    });
    await expect.poll(() => uids(store, 'Clients'), soon).toEqual([1, 2, 3]);
    await expect.poll(() => account.currentStatus.state, soon).toBe('idle');
    expect(store.failures).toContainEqual({ path: 'Broken', code });
    // Whoever looks for a message has not been told that it is nowhere.
    await expect(account.syncNow()).rejects.toMatchObject({ code });
    delete broken.breaks;
    delete broken.refuses;
    await account.syncNow();
    expect(uids(store, 'Broken')).toEqual([1, 2, 3]);
  });
});
