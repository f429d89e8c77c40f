import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { deliver } from '#rig/deliver.ts';
import { ALICE, DovecotServer } from '#rig/dovecot.ts';
import { FaultProxy } from '#rig/fault-proxy.ts';
import { generateMessages, randomNumbers } from '#rig/generate.ts';
import { ImapProbe } from '#rig/imap-probe.ts';
import { seedMailbox, writeMaildir } from '#rig/seed.ts';
import { waitFor } from '#rig/wait-for.ts';
import { type Fixture, makeAccount, parseTiny } from './mail-fixture.ts';

const COUNT = 1000;

describe.skipIf(!DovecotServer.installed())('syncing over a network that fails', () => {
  let server: DovecotServer;
  let proxy: FaultProxy;
  let messageIds: string[];
  const accounts: Fixture['account'][] = [];

  beforeAll(async () => {
    server = await DovecotServer.start();
    messageIds = seedMailbox(server, ALICE.address, { count: COUNT, seed: 21 }).map(({ messageId }) =>
      messageId.slice(1, -1),
    );
  });
  afterEach(async () => {
    for (const account of accounts.splice(0)) await account.stop();
    await proxy?.stop();
  });
  afterAll(() => server?.stop());

  /** `clear`: the proxy ends TLS itself, so that faults can look for protocol text. */
  async function through(clear: boolean, change: Parameters<typeof makeAccount>[2] = {}): Promise<Fixture> {
    const { cert, key } = server.ca.leaf;
    proxy = clear
      ? await FaultProxy.start({ targetPort: server.ports.imap, tls: { cert, key } })
      : await FaultProxy.start({ targetPort: server.ports.imaps });
    const fixture = makeAccount(server, ALICE, { port: proxy.port, ...change });
    accounts.push(fixture.account);
    return fixture;
  }

  function expectComplete({ store }: Fixture): void {
    const local = store.places('INBOX');
    expect(local.map(({ message }) => message.messageId)).toEqual(messageIds);
    expect(local.every(({ message }) => message.source?.length === message.size)).toBe(true);
    expect(store.messageCount()).toBe(COUNT);
  }

  it('cut at 30 random bytes, it ends complete with nothing missing or doubled', async () => {
    const random = randomNumbers(99);
    const fixture = await through(false);
    proxy.plan(() =>
      proxy.faults < 30
        ? {
            fault: {
              direction: 'down',
              afterBytes: 4000 + Math.floor(random() * 100_000),
              action: random() < 0.5 ? 'cut' : 'reset',
            },
          }
        : {},
    );
    fixture.account.start();
    const synced = () => fixture.account.syncNow().then(() => true);
    await waitFor('30 cuts', () => synced().then(() => proxy.faults >= 30), {
      timeoutMs: 60_000,
      everyMs: 5,
    });
    await waitFor('the end', synced);
    expectComplete(fixture);
  });

  it('a server that closes in the middle of a literal leaves no part of a message', async () => {
    const fixture = await through(true);
    let armed = 3;
    proxy.plan(() =>
      armed-- > 0
        ? { fault: { direction: 'down', match: /BODY\[\] \{\d+\}\r\n[\s\S]{500}/, action: 'cut' } }
        : {},
    );
    fixture.account.start();
    await waitFor('the end', () => fixture.account.syncNow().then(() => true));
    expect(proxy.faults).toBe(3);
    expectComplete(fixture);
  });

  it('a stalled server is noticed, said, and given up for a new connection', async () => {
    const fixture = await through(true, { timings: { stall: 600 } });
    let first = true;
    proxy.plan(() => {
      const fault = { direction: 'down', match: /BODY\[\] \{\d+\}/, action: 'stall' } as const;
      const behaviour = first ? { fault } : {};
      first = false;
      return behaviour;
    });
    fixture.account.start();
    await expect(fixture.account.syncNow()).rejects.toMatchObject({
      code: expect.stringMatching(/stalled|lost/),
    });
    await waitFor('the end', () => fixture.account.syncNow().then(() => true));
    expectComplete(fixture);
    expect(fixture.statuses.some(({ state }) => state === 'offline')).toBe(true);
  });

  it('news come by IDLE, not by polling, and IDLE is issued again', async () => {
    const fixture = await through(false, { timings: { poll: 3_600_000, idle: 300, stall: 30_000 } });
    fixture.account.start();
    await fixture.account.syncNow();
    for (const n of [1, 2]) {
      const messageId = `idle-${n}@example.org`;
      await deliver(server.ports.lmtp, {
        from: 'ana@example.org',
        to: ALICE.address,
        source: `Message-ID: <${messageId}>\r\nSubject: ${n}\r\n\r\nhello\r\n`,
      });
      await waitFor('the news', () =>
        fixture.store.places('INBOX').some(({ message }) => message.messageId === messageId),
      );
    }
    const probe = await ImapProbe.connect(server, ALICE);
    for (const { uid, messageId } of await probe.messages('INBOX')) {
      if (messageId.startsWith('<idle-')) await probe.delete('INBOX', uid);
    }
    await probe.close();
    await waitFor('their removal', () => fixture.store.places('INBOX').length === COUNT);
  });

  it('a connection that died silently at rest is noticed by the next look, and does not count as checked', async () => {
    const fixture = await through(false);
    fixture.account.start();
    await fixture.account.syncNow();
    const syncedAt = fixture.account.currentStatus.checkedAt ?? 0;
    await waitFor('a look', () => (fixture.account.currentStatus.checkedAt ?? 0) > syncedAt);
    proxy.plan(() => ({ refuse: true }));
    proxy.stallAll();
    const stalledAt = Date.now();
    await waitFor('offline', () => fixture.account.currentStatus.state === 'offline');
    const { checkedAt, error } = fixture.account.currentStatus;
    expect(error?.code).toBe('connection-lost');
    expect(checkedAt).toBeLessThanOrEqual(stalledAt + 50);
    proxy.plan(() => ({}));
    await waitFor('news', () => fixture.account.currentStatus.state === 'idle');
  });

  it('connections that died silently are replaced after the computer woke up', async () => {
    const fixture = await through(false, { timings: { poll: 3_600_000, stall: 3_600_000, check: 300 } });
    fixture.account.start();
    await fixture.account.syncNow();
    await waitFor('the watcher', () => proxy.open >= 1 && proxy.accepted >= 2);
    const before = proxy.accepted;
    proxy.stallAll();
    fixture.account.networkChanged();
    await waitFor('a new connection', () => proxy.accepted > before);
    await waitFor('health', () => fixture.account.currentStatus.state === 'idle');
  });

  it('a refused password stops the account, and the right one lets it go on', async () => {
    let password = 'wrong';
    const fixture = await through(false, { password: async () => password });
    fixture.account.start();
    await expect(fixture.account.syncNow()).rejects.toMatchObject({ code: 'login-refused' });
    const attempts = proxy.accepted;
    expect(fixture.account.currentStatus).toMatchObject({ state: 'error', nextAttemptAt: null });
    fixture.account.networkChanged();
    await expect(fixture.account.remote.findByMessageId('INBOX', 'x@y')).rejects.toMatchObject({
      code: 'login-refused',
    });
    expect(proxy.accepted).toBe(attempts + 1);
    password = ALICE.password;
    await fixture.account.syncNow();
    expectComplete(fixture);
  });

  it('a server nobody can reach makes it wait longer and longer, not loop', async () => {
    const fixture = await through(false, { timings: { backoffMin: 20, backoffMax: 40_000 } });
    proxy.plan(() => ({ refuse: true }));
    fixture.account.start();
    await waitFor('a long wait', () => {
      const { nextAttemptAt } = fixture.account.currentStatus;
      return nextAttemptAt !== null && nextAttemptAt - Date.now() > 700;
    });
    expect(proxy.accepted).toBeLessThan(10);
    proxy.plan(() => ({}));
    fixture.account.networkChanged();
    await waitFor('health', () => fixture.account.currentStatus.state === 'idle');
    expectComplete(fixture);
  });

  it('a message no parser can take is kept with its source, and a failing store loses nothing', async () => {
    const fixture = await through(false, {
      parse: async (source, hints) => {
        const parsed = await parseTiny(source);
        if (parsed.messageId === messageIds[7]) throw new Error('poison');
        return hints.internalDate > 0 ? parsed : parsed;
      },
    });
    let failures = 5;
    fixture.store.failBefore = (call) => {
      if (call === 'ingest' && fixture.store.ingests.length > 2 && failures-- > 0)
        throw new Error('disk full');
    };
    fixture.account.start();
    await waitFor('the end', () => fixture.account.syncNow().then(() => true));
    expect(failures).toBeLessThanOrEqual(0);
    expect(fixture.statuses.some(({ error }) => error?.code === 'store-failed')).toBe(true);
    const places = fixture.store.places('INBOX');
    expect(places).toHaveLength(COUNT);
    expect(places[7]?.message).toMatchObject({ parsed: null, size: places[7]?.message.source?.length });
  });

  it('large messages show their text first and are completed afterwards, also over a cut', async () => {
    const text = Buffer.from('The text of the large message.\r\n'.repeat(4));
    const attachment = Buffer.alloc(2_600_000, 65).toString('base64').replace(/.{76}/g, '$&\r\n');
    const source = Buffer.concat([
      Buffer.from(
        'Message-ID: <large@example.org>\r\nFrom: ana@example.org\r\nSubject: large\r\nMIME-Version: 1.0\r\nContent-Type: multipart/mixed; boundary="b"\r\n\r\n--b\r\nContent-Type: text/plain; charset=utf-8\r\n\r\n',
      ),
      text,
      Buffer.from(
        `\r\n--b\r\nContent-Type: application/zip\r\nContent-Transfer-Encoding: base64\r\n\r\n${attachment}\r\n--b--\r\n`,
      ),
    ]);
    const small = [...generateMessages({ count: 3, seed: 77 })];
    const date = Date.UTC(2026, 10, 21);
    writeMaildir(server, ALICE.address, 'Big', [...small, { source, flags: [], date }]);
    const fixture = await through(false);
    let connection = 0;
    proxy.plan(() =>
      connection++ === 0 ? { fault: { direction: 'down', afterBytes: 3_000_000, action: 'cut' } } : {},
    );
    fixture.account.start();
    await waitFor('the end', () => fixture.account.syncNow().then(() => true));
    const large = () => fixture.store.places('Big').find(({ uid }) => uid === 4)?.message;
    await waitFor('the whole source', () => large()?.source);
    expect(Buffer.compare(Buffer.from(large()?.source ?? []), source)).toBe(0);
    expect(fixture.store.places('Big')).toHaveLength(4);
    const shown = fixture.progress.filter(({ path }) => path === 'Big').map(({ state }) => state);
    expect(shown).toContain('large');
    expect(large()?.parsed?.text).toContain('The text of the large message.');
    expect(proxy.faults).toBe(1);

    // What somebody opens before the sync comes to it is fetched for them alone.
    Object.assign(large() ?? {}, { source: null });
    const mailboxes = await fixture.store.listMailboxes('a1');
    const { id } = mailboxes.find(({ path }) => path === 'Big') ?? { id: '' };
    await Promise.all([fixture.account.complete(id, 4), fixture.account.complete(id, 4)]);
    expect(Buffer.compare(Buffer.from(large()?.source ?? []), source)).toBe(0);
  });
});
