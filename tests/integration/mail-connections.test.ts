import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { bytesAtHand } from '#engine/channels/mail/byte-source.ts';
import { deliver } from '#rig/deliver.ts';
import { ALICE, DovecotServer } from '#rig/dovecot.ts';
import { FaultProxy } from '#rig/fault-proxy.ts';
import { generateMessages } from '#rig/generate.ts';
import { ImapProbe } from '#rig/imap-probe.ts';
import { writeMaildir } from '#rig/seed.ts';
import { waitFor } from '#rig/wait-for.ts';
import { type Fixture, makeAccount } from './mail-fixture.ts';

/** A FETCH of whole messages, which is what takes long. */
const LONG_FETCH = /UID FETCH \S+ \([^\r\n]*BODY\.PEEK\[\]/;
const LARGE = Buffer.from(`Message-ID: <large@example.org>\r\n\r\n${'A large message.\r\n'.repeat(160_000)}`);

describe.skipIf(!DovecotServer.installed())('connections of an account', () => {
  const started: { stop(): Promise<unknown> }[] = [];
  const servers = new Map<number, DovecotServer>();
  let proxy: FaultProxy;

  beforeAll(async () => {
    const starting = [1, 3].map(async (limit) => {
      const extraConfig = `protocol imap {\n  mail_max_userip_connections = ${limit}\n}`;
      const server = await DovecotServer.start({ extraConfig });
      servers.set(limit, server);
      writeMaildir(server, ALICE.address, 'INBOX', [...generateMessages({ count: 200, seed: 31 })]);
      const date = Date.UTC(2026, 10, 21);
      const archive = [...generateMessages({ count: 60, seed: 32 }), { source: LARGE, flags: [], date }];
      writeMaildir(server, ALICE.address, 'Archive', archive);
    });
    await Promise.all(starting);
  });
  afterEach(async () => {
    for (const one of started.splice(0).reverse()) await one.stop();
  });
  afterAll(() => Promise.all([...servers.values()].map((server) => server.stop())));

  async function through(limit: number): Promise<Fixture> {
    const server = servers.get(limit) as DovecotServer;
    const { cert, key } = server.ca.leaf;
    proxy = await FaultProxy.start({ targetPort: server.ports.imap, tls: { cert, key } });
    started.push(proxy);
    const timings = { stall: 3_600_000, patience: 20, linger: 300 };
    const fixture = makeAccount(server, ALICE, { port: proxy.port, timings });
    started.push(fixture.account);
    return fixture;
  }

  /** Begins the first sync and has it wait for its first FETCH of messages without end. */
  async function startAndHold({ account, store }: Fixture): Promise<string> {
    const held = proxy.arm({ direction: 'up', match: LONG_FETCH, action: 'stall' });
    account.start();
    await held;
    const archive = (await store.listMailboxes('a1')).find(({ path }) => path === 'Archive');
    if (!archive) throw new Error('no Archive');
    return archive.id;
  }

  it('what somebody waits for does not wait for a long FETCH, and then the connection goes again', async () => {
    const fixture = await through(3);
    const { account, store } = fixture;
    const archive = await startAndHold(fixture);
    account.look([archive]);
    await waitFor('the first screen', () => store.places('Archive').length >= 50);
    expect(store.places('INBOX')).toEqual([]);
    // The newest was too large to be fetched whole.
    const large = () => store.places('Archive').at(-1)?.message;
    expect(large()?.source).toBeNull();
    await account.complete(archive, 61);
    expect(Buffer.compare(Buffer.from(large()?.source ?? []), LARGE)).toBe(0);
    const validity = (await store.listMailboxes('a1')).find(({ id }) => id === archive)?.uidValidity ?? 0;
    const flagged = await account.remote.setFlags('Archive', validity, [7], ['\\Flagged'], []);
    expect(flagged).toEqual({ gone: [], keepsKeywords: true });
    const source = bytesAtHand(LARGE.subarray(0, 60));
    const sent = { source, flags: [], messageId: 'x@example.org', internalDate: null };
    // One connection brings it, whichever is free shows it.
    const { uid, uidValidity } = await account.remote.append('Archive', sent);
    const again = await account.remote.setFlags('Archive', uidValidity, [uid], ['\\Seen'], []);
    expect(again.gone).toEqual([]);
    expect(proxy.open).toBeLessThanOrEqual(3);
    await waitFor('the connection to go', () => proxy.open <= 2);
    expect(store.places('INBOX')).toEqual([]);
    expect(account.currentStatus.error).toBeNull();
  });

  it('a server that has no room for another is not asked again, and nothing fails', async () => {
    const fixture = await through(1);
    const { account, store, statuses } = fixture;
    const archive = await startAndHold(fixture);
    account.look([archive]);
    await waitFor('the refusal', () => proxy.accepted === 2 && proxy.open === 1);
    const waiting = account.remote.findByMessageId('Archive', 'large@example.org').then(
      (places) => places.length,
      ({ code }) => code,
    );
    expect(await Promise.race([waiting, new Promise((pass) => setTimeout(pass, 100, 'waits'))])).toBe(
      'waits',
    );
    expect(proxy.accepted).toBe(2);
    expect(statuses.filter(({ error }) => error)).toEqual([]);
    proxy.cutAll();
    // It takes a moment until the server knows that the connection is gone.
    expect([1, 'login-unavailable']).toContain(await waiting);
    await waitFor('the end', () => account.syncNow().then(() => true));
    expect(store.messageCount()).toBe(261);
  });

  it('a second connection that merely broke while it was opened is opened again, and brings the news', async () => {
    const fixture = await through(3);
    const { account, store } = fixture;
    proxy.plan((index) =>
      index === 1 ? { fault: { direction: 'up', match: /LOGIN|AUTHENTICATE/, action: 'cut' } } : {},
    );
    account.start();
    await account.syncNow();
    await waitFor('the one that broke', () => proxy.accepted >= 3 && proxy.open === 2);
    await waitFor('IDLE', () => proxy.open === 1);
    const server = servers.get(3) as DovecotServer;
    await deliver(server.ports.lmtp, {
      from: 'ana@example.org',
      to: ALICE.address,
      source: 'Message-ID: <told@example.org>\r\nSubject: news\r\n\r\nhello\r\n',
    });
    await waitFor('the new message', () =>
      store.places('INBOX').some(({ message }) => message.messageId === 'told@example.org'),
    );
  });

  it('a mailbox that somebody opens is asked for news at once, without another connection', async () => {
    const server = servers.get(3) as DovecotServer;
    const { account, store } = makeAccount(server, ALICE, {
      timings: { poll: 3_600_000, glance: 0, linger: 50 },
    });
    started.push(account);
    account.start();
    await account.syncNow();
    const archive = (await store.listMailboxes('a1')).find(({ path }) => path === 'Archive');
    const probe = await ImapProbe.connect(server, ALICE);
    started.push({ stop: () => probe.close() });
    await probe.append('Archive', 'Message-ID: <sorted@example.org>\r\nSubject: s\r\n\r\nx\r\n');
    const isThere = () =>
      store.places('Archive').some(({ message }) => message.messageId === 'sorted@example.org');
    await waitFor('the new message', async () => {
      account.look([archive?.id ?? '']);
      return isThere();
    });
  });

  it('where one connection is all there is, news come by looking', async () => {
    const { account, store, statuses } = await through(1);
    account.start();
    await account.syncNow();
    const server = servers.get(1) as DovecotServer;
    await deliver(server.ports.lmtp, {
      from: 'ana@example.org',
      to: ALICE.address,
      source: 'Message-ID: <news@example.org>\r\nSubject: news\r\n\r\nhello\r\n',
    });
    await waitFor('the new message', () =>
      store.places('INBOX').some(({ message }) => message.messageId === 'news@example.org'),
    );
    expect(statuses.filter(({ error }) => error)).toEqual([]);
  });
});
