import { createServer, type Server } from 'node:net';
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { bytesAtHand } from '#engine/channels/mail/byte-source.ts';
import { testMailConnection } from '#engine/channels/mail/connection-test.ts';
import type { MailSettings } from '#engine/channels/mail/settings.ts';
import { sendMail } from '#engine/channels/mail/smtp/send.ts';
import type { Leaf } from '#rig/ca.ts';
import { ALICE, DovecotServer } from '#rig/dovecot.ts';
import { FaultProxy } from '#rig/fault-proxy.ts';
import { PostfixServer } from '#rig/postfix.ts';
import { makeAccount } from './mail-fixture.ts';

describe.skipIf(!DovecotServer.installed() || !PostfixServer.usable())('testing a connection', () => {
  let dovecot: DovecotServer;
  let postfix: PostfixServer;
  const started: { stop(): Promise<unknown> }[] = [];

  beforeAll(async () => {
    dovecot = await DovecotServer.start();
    postfix = await PostfixServer.start({ dovecot });
  });
  afterEach(async () => {
    for (const one of started.splice(0)) await one.stop();
  });
  afterAll(async () => {
    await postfix?.stop();
    await dovecot?.stop();
  });

  function settings(change: Partial<MailSettings> = {}): MailSettings {
    return {
      username: ALICE.address,
      imap: { host: 'localhost', port: dovecot.ports.imaps, tls: 'implicit' },
      smtp: { host: 'localhost', port: postfix.ports.smtps, tls: 'implicit' },
      ca: dovecot.ca.ca,
      ...change,
    };
  }

  /** The ended steps, as `server step state code`. */
  async function run(change: Partial<MailSettings> = {}, password = ALICE.password): Promise<string[]> {
    const seen: string[] = [];
    for await (const { server, step, state, error } of testMailConnection(
      settings(change),
      async () => password,
    )) {
      if (state === 'failed') {
        expect(error?.message).toBeTruthy();
        expect(error?.advice).toBeTruthy();
      }
      if (state !== 'running') seen.push([server, step, state, error?.code ?? ''].join(' ').trim());
    }
    return seen;
  }

  const PASSED = ['dns', 'connect', 'tls', 'login', 'capability'];

  it.each([['implicit' as const], ['starttls' as const]])('passes every step with %s TLS', async (tls) => {
    const implicit = tls === 'implicit';
    const seen = await run({
      imap: { host: 'localhost', port: implicit ? dovecot.ports.imaps : dovecot.ports.imap, tls },
      smtp: { host: 'localhost', port: implicit ? postfix.ports.smtps : postfix.ports.submission, tls },
    });
    expect(seen).toEqual(['imap', 'smtp'].flatMap((server) => PASSED.map((step) => `${server} ${step} ok`)));
  });

  it('names a host that does not exist, a port nobody listens on, and the wrong kind of encryption', async () => {
    const imap = (host: string, port: number, tls: 'implicit' | 'starttls') => ({
      imap: { host, port, tls },
    });
    expect(await run(imap('no-such-host.invalid', 993, 'implicit'))).toEqual([
      'imap dns failed host-not-found',
    ]);
    expect((await run(imap('localhost', 1, 'implicit'))).at(-1)).toBe(
      'imap connect failed connection-refused',
    );
    expect((await run(imap('localhost', dovecot.ports.imap, 'implicit'))).at(-1)).toBe(
      'imap tls failed tls-failed',
    );
  });

  it('tells a wrong password from everything else, for both servers', async () => {
    expect((await run({}, 'wrong')).at(-1)).toBe('imap login failed login-refused');
    const other = await run({
      username: ALICE.address,
      smtp: { host: 'localhost', port: 1, tls: 'implicit' },
    });
    expect(other.at(-1)).toBe('smtp connect failed connection-refused');
  });

  const CERTIFICATES: [string, (ca: DovecotServer['ca']) => Leaf, string][] = [
    ['self-signed', (ca) => ca.selfSigned, 'certificate-self-signed'],
    ['of an unknown authority', (ca) => ca.untrusted, 'certificate-unknown-issuer'],
    ['expired', (ca) => ca.expired, 'certificate-expired'],
    ['for another host', (ca) => ca.wrongHost, 'certificate-wrong-host'],
  ];

  it.each(CERTIFICATES)(
    'refuses a certificate that is %s, in the test, the sync and the sending',
    async (_name, pick, code) => {
      const { cert, key } = pick(dovecot.ca);
      const imap = await FaultProxy.start({ targetPort: dovecot.ports.imap, tls: { cert, key } });
      const smtp = await FaultProxy.start({ targetPort: postfix.ports.plain, tls: { cert, key } });
      started.push(imap, smtp);
      const change: Partial<MailSettings> = {
        imap: { host: 'localhost', port: imap.port, tls: 'implicit' },
      };
      expect((await run(change)).at(-1)).toBe(`imap tls failed ${code}`);

      const { account, store } = makeAccount(dovecot, ALICE, { port: imap.port });
      started.push(account);
      account.start();
      await expect(account.syncNow()).rejects.toMatchObject({ code });
      expect(store.messageCount()).toBe(0);
      expect(account.currentStatus).toMatchObject({ state: 'error', error: { code } });

      const outcome = await sendMail(
        settings({ smtp: { host: 'localhost', port: smtp.port, tls: 'implicit' } }),
        async () => ALICE.password,
        {
          envelope: { from: ALICE.address, to: [ALICE.address] },
          source: bytesAtHand(Buffer.from('Subject: x\r\n\r\nx')),
        },
      );
      expect(outcome).toMatchObject({ outcome: 'blocked', error: { code } });
    },
  );

  it('accepts a self-signed certificate only when the user chose to trust exactly that one', async () => {
    const { cert, key } = dovecot.ca.selfSigned;
    const imap = await FaultProxy.start({ targetPort: dovecot.ports.imap, tls: { cert, key } });
    started.push(imap);
    const seen = await run({ imap: { host: 'localhost', port: imap.port, tls: 'implicit' }, ca: cert });
    expect(seen.slice(0, 5)).toEqual(PASSED.map((step) => `imap ${step} ok`));
  });

  describe('with a server that lies about STARTTLS', () => {
    /** Speaks `script` to every line it gets and records what it got. */
    async function liar(
      greeting: string,
      answer: (line: string) => string,
    ): Promise<{ port: number; got: string[] }> {
      const got: string[] = [];
      const server: Server = createServer((socket) => {
        socket.on('error', () => {});
        socket.write(greeting);
        socket.on('data', (data) => {
          for (const line of data.toString('latin1').split('\r\n').filter(Boolean)) {
            got.push(line);
            socket.write(answer(line));
          }
        });
      });
      await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
      started.push({ stop: () => new Promise((resolve) => server.close(resolve)) });
      const address = server.address();
      if (address === null || typeof address === 'string') throw new Error('not a TCP server');
      return { port: address.port, got };
    }
    const tag = (line: string) => line.split(' ')[0];
    const CASES: [string, string, (line: string) => string, string][] = [
      [
        'does not offer it',
        '* OK hi\r\n',
        (l) => (/CAPABILITY/.test(l) ? `* CAPABILITY IMAP4rev1\r\n${tag(l)} OK\r\n` : `${tag(l)} BAD no\r\n`),
        'tls-not-offered',
      ],
      [
        'greets as signed in already',
        '* PREAUTH hi\r\n',
        (l) => `* CAPABILITY IMAP4rev1\r\n${tag(l)} OK\r\n`,
        'tls-not-offered',
      ],
      [
        'says more than it should before encryption',
        '* OK [CAPABILITY IMAP4rev1 STARTTLS] hi\r\n',
        (l) =>
          /STARTTLS/.test(l)
            ? `${tag(l)} OK go\r\n* CAPABILITY IMAP4rev1 AUTH=PLAIN\r\n`
            : `* CAPABILITY IMAP4rev1 STARTTLS\r\n${tag(l)} OK\r\n`,
        'tls-failed',
      ],
    ];

    it.each(CASES)('that %s, never says who wants to sign in', async (_name, greeting, answer, code) => {
      const { port, got } = await liar(greeting, answer);
      expect((await run({ imap: { host: 'localhost', port, tls: 'starttls' } })).at(-1)).toBe(
        `imap tls failed ${code}`,
      );
      const { account } = makeAccount(dovecot, ALICE, { port, tls: 'starttls' });
      started.push(account);
      account.start();
      await expect(account.syncNow()).rejects.toMatchObject({ name: 'MailError' });
      expect(got.join('\n')).not.toMatch(/LOGIN|AUTHENTICATE|pw-alice|alice/i);
      expect(got.length).toBeGreaterThan(0);
    });
  });
});
