import SMTPConnection from 'nodemailer/lib/smtp-connection';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { deliver } from '#rig/deliver.ts';
import { ALICE, DovecotServer } from '#rig/dovecot.ts';
import { ImapProbe } from '#rig/imap-probe.ts';
import { PostfixServer } from '#rig/postfix.ts';
import { seedMailbox } from '#rig/seed.ts';
import { waitFor } from '#rig/wait-for.ts';

describe.skipIf(!DovecotServer.installed())('the mail rig', () => {
  let server: DovecotServer;
  let probe: ImapProbe;

  beforeAll(async () => {
    server = await DovecotServer.start();
  });
  afterAll(async () => {
    await probe?.close();
    await server?.stop();
  });

  it('serves seeded messages with their UIDs, flags and dates', async () => {
    const seeded = seedMailbox(server, ALICE.address, { count: 100, seed: 7 });
    probe = await ImapProbe.connect(server, ALICE);
    const found = await probe.messages('INBOX');
    expect(found.map((m) => m.uid)).toEqual(seeded.map((_, i) => i + 1));
    expect(found.map((m) => m.messageId)).toEqual(seeded.map((m) => m.messageId));
    expect(found.map((m) => m.flags)).toEqual(seeded.map((m) => [...m.flags].sort()));
    expect(await probe.source('INBOX', 3)).toEqual(seeded[2]?.source);
  });

  it('makes the same mailbox of the same seed, 2 to 11 kB a message', async () => {
    const { generateMessages } = await import('#rig/generate.ts');
    const one = [...generateMessages({ count: 300, seed: 3 })];
    const two = [...generateMessages({ count: 300, seed: 3 })];
    expect(one).toEqual(two);
    const mean = one.reduce((sum, m) => sum + m.source.length, 0) / one.length;
    expect(mean).toBeGreaterThan(1500);
    expect(mean).toBeLessThan(11_000);
    expect(new Set(one.map((m) => m.messageId)).size).toBe(300);
  });

  it('delivers by LMTP', async () => {
    await deliver(server.ports.lmtp, {
      from: 'x@example.org',
      to: ALICE.address,
      source: 'Message-ID: <lmtp@example.org>\r\nSubject: hi\r\n\r\nhello\r\n',
    });
    const found = await probe.messages('INBOX');
    expect(found.at(-1)?.messageId).toBe('<lmtp@example.org>');
  });

  it('gives new UIDs when they are lost', async () => {
    const before = await probe.uidValidity('INBOX');
    await probe.close();
    await server.loseUids(ALICE.address);
    probe = await ImapProbe.connect(server, ALICE);
    expect(await probe.uidValidity('INBOX')).not.toBe(before);
    const found = await probe.messages('INBOX');
    expect(found).toHaveLength(101);
    // The last one delivered has the first UID now.
    expect(found[0]?.messageId).toBe('<lmtp@example.org>');
  });

  it('loses no copy with the UIDs: one that comes back to where it was made is a second message', async () => {
    const { client } = probe;
    await client.mailboxCreate('Copies');
    await client.mailboxOpen('INBOX');
    await client.messageCopy('1:3', 'Copies', { uid: true });
    await probe.close();
    await server.loseUids(ALICE.address);
    probe = await ImapProbe.connect(server, ALICE);
    await probe.client.mailboxOpen('Copies');
    await probe.client.messageMove('1:*', 'INBOX');
    expect(await probe.messages('INBOX')).toHaveLength(104);
  });

  it.skipIf(!PostfixServer.usable())('relays what a user submits', async () => {
    const postfix = await PostfixServer.start({ dovecot: server });
    try {
      const connection = new SMTPConnection({
        host: '127.0.0.1',
        port: postfix.ports.submission,
        requireTLS: true,
        tls: { ca: server.ca.ca },
      });
      await new Promise<void>((resolve, reject) => {
        connection.once('error', reject);
        connection.connect(() => {
          connection.login({ credentials: { user: ALICE.address, pass: ALICE.password } }, (error) => {
            if (error) return reject(error);
            connection.send(
              { from: ALICE.address, to: [ALICE.address, 'unknown@example.test', 'full@example.test'] },
              'Message-ID: <smtp@example.test>\r\nSubject: hi\r\n\r\nhello\r\n',
              (sendError, info) => {
                if (sendError) return reject(sendError);
                expect(info.accepted).toEqual([ALICE.address]);
                expect(info.rejectedErrors?.map((e) => e.responseCode).sort()).toEqual([452, 550]);
                resolve();
              },
            );
          });
        });
      });
      connection.close();
      await waitFor('the message to arrive', async () =>
        (await probe.messages('INBOX')).some((m) => m.messageId === '<smtp@example.test>'),
      );
    } finally {
      await postfix.stop();
    }
  });
});
