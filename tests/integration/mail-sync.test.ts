import { Readable } from 'node:stream';
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { bytesAtHand } from '#engine/channels/mail/byte-source.ts';
import { ImapSession } from '#engine/channels/mail/imap/session.ts';
import { DEFAULT_TIMINGS } from '#engine/channels/mail/imap/timings.ts';
import { deliver } from '#rig/deliver.ts';
import { ALICE, BOB, DovecotServer } from '#rig/dovecot.ts';
import { generateMessages } from '#rig/generate.ts';
import { ImapProbe } from '#rig/imap-probe.ts';
import { seedMailbox, writeMaildir } from '#rig/seed.ts';
import { waitFor } from '#rig/wait-for.ts';
import { type Fixture, makeAccount, QUICK, settingsFor } from './mail-fixture.ts';

const bare = (messageId: string) => messageId.slice(1, -1);

describe.skipIf(!DovecotServer.installed())('syncing a mailbox of 2,000 messages', () => {
  let server: DovecotServer;
  let probe: ImapProbe;
  let fixture: Fixture;

  beforeAll(async () => {
    server = await DovecotServer.start();
    seedMailbox(server, ALICE.address, { count: 2000, seed: 11 });
    writeMaildir(server, ALICE.address, 'Archive', [...generateMessages({ count: 120, seed: 12 })]);
    probe = await ImapProbe.connect(server, ALICE);
    fixture = makeAccount(server, ALICE);
    fixture.account.start();
  });
  afterAll(async () => {
    await fixture?.account.stop();
    await probe?.close();
    await server?.stop();
  });

  async function expectEqual(mailbox: string): Promise<void> {
    const remote = await probe.messages(mailbox);
    const local = fixture.store.places(mailbox);
    expect(local.map(({ uid }) => uid)).toEqual(remote.map(({ uid }) => uid));
    expect(local.map(({ message }) => message.messageId)).toEqual(remote.map((m) => bare(m.messageId)));
    expect(local.map(({ flags }) => flags)).toEqual(remote.map(({ flags }) => flags));
  }

  it('fetches everything, equal to the server', async () => {
    await fixture.account.syncNow();
    await expectEqual('INBOX');
    await expectEqual('Archive');
    const { store } = fixture;
    expect(store.messageCount()).toBe(2120);
    expect(store.places('INBOX').every(({ message }) => message.source?.length === message.size)).toBe(true);
    expect(Buffer.from(store.places('INBOX')[41]?.message.source ?? [])).toEqual(
      await probe.source('INBOX', 42),
    );
    expect(fixture.account.currentStatus).toMatchObject({
      state: 'idle',
      done: 2120,
      total: 2120,
      error: null,
    });
  });

  it('went newest first, the inbox first, in ascending batches of at most 32', () => {
    const { ingests } = fixture.store;
    expect(ingests.length).toBeGreaterThan(60);
    const inbox = ingests.filter(({ path }) => path === 'INBOX');
    expect(inbox[0]?.uids.at(-1)).toBe(2000);
    for (let i = 1; i < inbox.length; i++) {
      expect(Math.max(...(inbox[i]?.uids ?? []))).toBeLessThan(Math.min(...(inbox[i - 1]?.uids ?? [])));
    }
    expect(ingests.findIndex(({ path }) => path === 'Archive')).toBe(inbox.length);
  });

  it('downloads nothing again when nothing changed', async () => {
    const before = fixture.store.ingests.length;
    await fixture.account.syncNow();
    expect(fixture.store.ingests.length).toBe(before);
  });

  it('what somebody looks at comes before the rest of an inbox that was never complete', async () => {
    seedMailbox(server, BOB.address, { count: 400, seed: 13 });
    writeMaildir(server, BOB.address, 'Archive', [...generateMessages({ count: 20, seed: 14 })]);
    const bob = makeAccount(server, BOB);
    const { ingests } = bob.store;
    bob.store.failBefore = () => {
      if (ingests.length !== 1) return;
      void bob.store.listMailboxes('a1').then((mailboxes) => {
        const archive = mailboxes.find(({ path }) => path === 'Archive');
        bob.account.look(archive ? [archive.id] : []);
      });
    };
    bob.account.start();
    await bob.account.syncNow();
    await bob.account.stop();
    expect(bob.store.messageCount()).toBe(420);
    expect(ingests[0]?.path).toBe('INBOX');
    expect(ingests.at(-1)?.path).toBe('INBOX');
    expect(ingests.some(({ path }) => path === 'Archive')).toBe(true);
  });

  it('a slow way is used compressed, from the next job on', async () => {
    let compress = false;
    const session = new ImapSession(
      settingsFor(server, ALICE),
      async () => ALICE.password,
      { ...DEFAULT_TIMINGS, ...QUICK },
      { compress: () => compress },
    );
    const read = () =>
      session.run('sync', async (client) => {
        await client.mailboxOpen('INBOX');
        const message = await client.fetchOne('42', { source: true }, { uid: true });
        return { client, source: message ? message.source : null };
      });
    const plain = await read();
    expect((await read()).client).toBe(plain.client);
    compress = true;
    const compressed = await read();
    expect(compressed.client).not.toBe(plain.client);
    expect(plain.client.isClosed).toBe(true);
    expect(compressed.client).toHaveProperty('_inflate.bytesWritten', expect.any(Number));
    expect(compressed.source).toEqual(plain.source);
    expect((await read()).client).toBe(compressed.client);
    await session.close();
  });

  it('shows a new message by itself', async () => {
    await deliver(server.ports.lmtp, {
      from: 'ana@example.org',
      to: ALICE.address,
      source: 'Message-ID: <news@example.org>\r\nSubject: news\r\n\r\nhello\r\n',
    });
    await waitFor('the new message', () =>
      fixture.store.places('INBOX').some(({ message }) => message.messageId === 'news@example.org'),
    );
  });

  it('takes over flags, removals and moves that another program made', async () => {
    const { looks } = fixture.store;
    const before = looks.length;
    await probe.flag('INBOX', 1990, ['\\Flagged', '\\Seen', 'Project']);
    await waitFor('the flags', () =>
      fixture.store
        .places('INBOX')
        .find(({ uid }) => uid === 1990)
        ?.flags.includes('Project'),
    );
    await probe.delete('INBOX', 5);
    await waitFor('the removal', () => !fixture.store.places('INBOX').some(({ uid }) => uid === 5));
    const moved = fixture.store.places('INBOX').find(({ uid }) => uid === 1991)?.message;
    await probe.move('INBOX', 1991, 'Archive');
    await waitFor('the move', () =>
      fixture.store.places('Archive').some(({ message }) => message.messageId === moved?.messageId),
    );
    await fixture.account.syncNow();
    await expectEqual('INBOX');
    await expectEqual('Archive');
    // The server told the changes (QRESYNC): the inbox was not compared message by message.
    const inbox = looks.slice(before).filter(({ path }) => path === 'INBOX');
    expect(inbox.length).toBeGreaterThan(0);
    expect(inbox.filter(({ from }) => from === 1)).toEqual([]);
  });

  it('brings flags to the server', async () => {
    const { remote } = fixture.account;
    const uidValidity = await probe.uidValidity('INBOX');
    await remote.setFlags('INBOX', uidValidity, [100, 101, 102], ['\\Flagged'], ['\\Seen']);
    await remote.setFlags('INBOX', uidValidity, [100, 101, 102], ['\\Flagged'], ['\\Seen']);
    const flags = (await probe.messages('INBOX')).filter(({ uid }) => uid >= 100 && uid <= 102);
    expect(flags.map((m) => m.flags)).toEqual([['\\Flagged'], ['\\Flagged'], ['\\Flagged']]);
    await expect(remote.setFlags('INBOX', uidValidity + 1, [100], [], [])).rejects.toMatchObject({
      code: 'uidvalidity-changed',
    });
    await waitFor('the flags here', () =>
      fixture.store
        .places('INBOX')
        .find(({ uid }) => uid === 102)
        ?.flags.includes('\\Flagged'),
    );
  });

  it('moves on the server, once, however often it is told', async () => {
    const { remote } = fixture.account;
    const uidValidity = await probe.uidValidity('INBOX');
    const messageId = fixture.store.places('INBOX').find(({ uid }) => uid === 200)?.message.messageId ?? '';
    const message = { uid: 200, messageId };
    await expect(remote.move('INBOX', uidValidity, [message], 'Nowhere')).rejects.toMatchObject({
      code: 'mailbox-missing',
    });
    const first = await remote.move('INBOX', uidValidity, [message], 'Archive');
    const newUid = first.moved[0]?.newUid;
    expect(newUid).toBeGreaterThan(0);
    expect(first.uidValidity).toBe(await probe.uidValidity('Archive'));
    const again = await remote.move(
      'INBOX',
      uidValidity,
      [message, { uid: 4_000_000, messageId: 'no@where' }],
      'Archive',
    );
    expect(again).toMatchObject({ moved: [], missing: [200, 4_000_000] });
    const archived = (await probe.messages('Archive')).filter((m) => bare(m.messageId) === messageId);
    expect(archived).toHaveLength(1);
  });

  it('appends what is read while it is sent, and nothing of what cannot be read to its end', async () => {
    const { remote } = fixture.account;
    const head = 'Message-ID: <long@example.test>\r\nSubject: long\r\n\r\n';
    const line = `${'long '.repeat(15)}\r\n`;
    const lines = 40_000;
    const size = head.length + lines * line.length;
    async function* read(until: number) {
      yield Buffer.from(head);
      for (let n = 0; n < until; n += 100) yield Buffer.from(line.repeat(100));
      if (until < lines) throw new Error('The disk is gone.');
    }
    const long = (until: number) => ({
      source: { size, open: () => Readable.from(read(until)) },
      ...{ flags: ['\\Seen'], messageId: 'long@example.test', internalDate: null },
    });
    await expect(remote.append('Sent', long(lines / 2))).rejects.toMatchObject({ code: 'store-failed' });
    expect(await probe.messages('Sent')).toHaveLength(0);
    const { uid } = await remote.append('Sent', long(lines));
    expect((await probe.source('Sent', uid))?.length).toBe(size);
    await remote.expunge('Sent', await probe.uidValidity('Sent'), [uid]);
  });

  it('removes, appends once, finds and saves drafts', async () => {
    const { remote } = fixture.account;
    const uidValidity = await probe.uidValidity('INBOX');
    await remote.expunge('INBOX', uidValidity, [300]);
    await remote.expunge('INBOX', uidValidity, [300]);
    expect((await probe.messages('INBOX')).some(({ uid }) => uid === 300)).toBe(false);

    const source = bytesAtHand(Buffer.from('Message-ID: <copy@example.test>\r\nSubject: copy\r\n\r\nx\r\n'));
    const copy = {
      source,
      flags: ['\\Seen'],
      messageId: 'copy@example.test',
      internalDate: 1_700_000_000_000,
    };
    const first = await remote.append('Sent', copy);
    expect(await remote.append('Sent', copy)).toEqual(first);
    expect(await probe.messages('Sent')).toHaveLength(1);
    expect(await remote.findByMessageId('Sent', '<copy@example.test>')).toEqual([first]);
    expect(await remote.findByMessageId('Sent', 'opy@example.test')).toEqual([]);

    const draft = (n: number) => ({
      source: bytesAtHand(Buffer.from(`Message-ID: <d${n}@example.test>\r\nSubject: d${n}\r\n\r\nx\r\n`)),
      messageId: `d${n}@example.test`,
    });
    const one = await remote.saveDraft('Drafts', draft(1), null);
    const two = await remote.saveDraft('Drafts', draft(2), one);
    expect(await remote.saveDraft('Drafts', draft(2), one)).toEqual(two);
    const drafts = await probe.messages('Drafts');
    expect(drafts.map((m) => m.messageId)).toEqual(['<d2@example.test>']);
    expect(drafts[0]?.flags).toEqual(['\\Draft', '\\Seen']);
    expect(await remote.createMailbox('Projects')).toBe('Projects');
    expect(await remote.createMailbox('Projects')).toBe('Projects');
  });

  it('finds a mailbox made elsewhere, and drops it when it is gone', async () => {
    await probe.create('Nested/Größe');
    await probe.append('Nested/Größe', 'Message-ID: <n@example.test>\r\nSubject: n\r\n\r\nx\r\n');
    await waitFor('its message', () => fixture.store.places('Nested/Größe').length === 1);
    await probe.client.mailboxDelete('Nested/Größe');
    await waitFor(
      'it to go',
      async () => !(await fixture.store.listMailboxes('a1')).some(({ path }) => path === 'Nested/Größe'),
    );
  });

  it('keeps messages through a change of UIDVALIDITY without fetching them again', async () => {
    await fixture.account.syncNow();
    const before = new Set(fixture.store.places('INBOX').map(({ message }) => message.id));
    const ingests = fixture.store.ingests.length;
    await probe.close();
    await server.loseUids(ALICE.address);
    probe = await ImapProbe.connect(server, ALICE);
    await waitFor('the reconnection', () => fixture.account.syncNow().then(() => true));
    await expectEqual('INBOX');
    expect(new Set(fixture.store.places('INBOX').map(({ message }) => message.id))).toEqual(before);
    expect(fixture.store.ingests.length).toBe(ingests);
  });

  it('goes on by itself after the server was restarted', async () => {
    await probe.close();
    await server.down();
    await waitFor('offline', () => fixture.account.currentStatus.state === 'offline');
    expect(fixture.account.currentStatus.error?.advice).toBeTruthy();
    await server.up();
    await deliver(server.ports.lmtp, {
      from: 'ana@example.org',
      to: ALICE.address,
      source: 'Message-ID: <later@example.org>\r\nSubject: later\r\n\r\nhello\r\n',
    });
    await waitFor('the message', () =>
      fixture.store.places('INBOX').some(({ message }) => message.messageId === 'later@example.org'),
    );
    probe = await ImapProbe.connect(server, ALICE);
  });

  it('does nothing while paused, and catches up afterwards', async () => {
    fixture.account.pause();
    await waitFor('the pause', () => fixture.account.currentStatus.state === 'paused');
    const before = fixture.store.places('INBOX').length;
    await probe.append('INBOX', 'Message-ID: <paused@example.org>\r\nSubject: p\r\n\r\nx\r\n');
    await fixture.account.remote.findByMessageId('INBOX', 'paused@example.org');
    expect(fixture.store.places('INBOX')).toHaveLength(before);
    fixture.account.resume();
    await waitFor('the message', () => fixture.store.places('INBOX').length === before + 1);
  });
});

describe.skipIf(!DovecotServer.installed())('servers that can do less', () => {
  const started: { stop(): Promise<void> }[] = [];
  afterEach(async () => {
    for (const one of started.splice(0).reverse()) await one.stop();
  });

  it.each([
    ['nothing beyond IMAP4rev1', 'IMAP4rev1', { prefix: '', separator: '/' }],
    [
      'no MOVE, no CONDSTORE, INBOX. and dots',
      'IMAP4rev1 UIDPLUS IDLE SPECIAL-USE',
      { prefix: 'INBOX.', separator: '.' },
    ],
  ])('%s', async (_name, capability, namespace) => {
    const server = await DovecotServer.start({
      extraConfig: `imap_capability = ${capability}`,
      namespace,
    });
    started.push(server);
    seedMailbox(server, ALICE.address, { count: 70, seed: 5 });
    const probe = await ImapProbe.connect(server, ALICE);
    started.push({ stop: () => probe.close() });
    const { account, store } = makeAccount(server, ALICE, { timings: { deepCompare: 100 } });
    started.push(account);
    account.start();
    await account.syncNow();
    expect(store.places('INBOX').map(({ uid }) => uid)).toEqual(Array.from({ length: 70 }, (_, i) => i + 1));
    expect((await store.listMailboxes('a1')).find(({ specialUse }) => specialUse === 'sent')?.path).toBe(
      `${namespace.prefix}Sent`,
    );

    await probe.flag('INBOX', 3, ['\\Flagged']);
    await waitFor('the flag', () => store.places('INBOX')[2]?.flags.includes('\\Flagged'));
    await probe.delete('INBOX', 4);
    await waitFor('the removal', () => store.places('INBOX').length === 69);

    // Somebody else's mark must survive our removal of another message.
    await probe.flag('INBOX', 10, ['\\Deleted']);
    const uidValidity = await probe.uidValidity('INBOX');
    const messageId = store.places('INBOX').find(({ uid }) => uid === 20)?.message.messageId ?? null;
    const target = `${namespace.prefix}Archive`;
    // Another text under the same Message-ID is no copy of it, even one as long.
    const other = `Message-ID: <${messageId}>\r\nSubject: another\r\n\r\n`;
    const length = (await probe.source('INBOX', 20))?.length ?? 0;
    await probe.append(target, `${other}${'x'.repeat(length - other.length - 2)}\r\n`);
    const first = await account.remote.move('INBOX', uidValidity, [{ uid: 20, messageId }], target);
    const again = await account.remote.move('INBOX', uidValidity, [{ uid: 20, messageId }], target);
    expect(again).toMatchObject({ moved: [], missing: [20] });
    const there = await probe.messages(target);
    expect(there).toHaveLength(2);
    expect(first.moved).toEqual([{ uid: 20, newUid: there.at(-1)?.uid }]);
    const left = await probe.messages('INBOX');
    expect(left.find(({ uid }) => uid === 10)?.flags).toContain('\\Deleted');
    expect(left.some(({ uid }) => uid === 20)).toBe(false);
  });

  it('CONDSTORE without QRESYNC: asks for what changed, and for all UIDs when one went', async () => {
    const server = await DovecotServer.start({
      extraConfig: 'imap_capability = IMAP4rev1 UIDPLUS IDLE MOVE ENABLE CONDSTORE ESEARCH LIST-STATUS',
    });
    started.push(server);
    seedMailbox(server, ALICE.address, { count: 70, seed: 5 });
    const probe = await ImapProbe.connect(server, ALICE);
    started.push({ stop: () => probe.close() });
    const { account, store } = makeAccount(server, ALICE);
    started.push(account);
    account.start();
    await account.syncNow();
    const inbox = () => store.places('INBOX');
    const looksFrom = () => store.looks.filter(({ path }) => path === 'INBOX').map(({ from }) => from);
    expect(looksFrom()).toEqual([1]);
    await probe.append('INBOX', 'Message-ID: <new@example.org>\r\nSubject: n\r\n\r\nx\r\n');
    await waitFor('the message', () => inbox().length === 71);
    await probe.flag('INBOX', 3, ['\\Flagged']);
    await waitFor('the flag', () => inbox()[2]?.flags.includes('\\Flagged'));
    expect(
      looksFrom()
        .slice(1)
        .every((from) => from > 70),
    ).toBe(true);
    await probe.delete('INBOX', 4);
    await probe.append('INBOX', 'Message-ID: <newer@example.org>\r\nSubject: n\r\n\r\nx\r\n');
    await waitFor('both', () => inbox().length === 71 && inbox().every(({ uid }) => uid !== 4));
    expect(inbox().at(-1)?.message.messageId).toBe('newer@example.org');
  });
});
