import { Readable } from 'node:stream';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { bytesAtHand } from '#engine/channels/mail/byte-source.ts';
import { MailError } from '#engine/channels/mail/errors.ts';
import { readDeliveryReport } from '#engine/channels/mail/mime/delivery-report.ts';
import { parseMessage } from '#engine/channels/mail/mime/parse.ts';
import type { MailSettings } from '#engine/channels/mail/settings.ts';
import { composeMessage, type OutgoingMessage } from '#engine/channels/mail/smtp/compose.ts';
import { sendMail } from '#engine/channels/mail/smtp/send.ts';
import { ALICE, BOB, DovecotServer } from '#rig/dovecot.ts';
import { FaultProxy } from '#rig/fault-proxy.ts';
import { ImapProbe } from '#rig/imap-probe.ts';
import { PostfixServer } from '#rig/postfix.ts';
import { waitFor } from '#rig/wait-for.ts';

let counter = 0;
function message(change: Partial<OutgoingMessage> = {}): OutgoingMessage {
  counter++;
  return {
    from: { name: 'Alice Example', address: ALICE.address },
    to: [{ name: 'Bob', address: BOB.address }],
    cc: [],
    bcc: [],
    subject: `Message ${counter}`,
    text: 'Hello Bob\n.\nA dot above.\n',
    html: null,
    attachments: [],
    inReplyTo: null,
    references: [],
    messageId: `sent-${counter}@example.test`,
    date: Date.UTC(2026, 10, 20),
    ...change,
  };
}

const envelopeOf = ({ from, to, cc, bcc }: OutgoingMessage) => ({
  from: from.address,
  to: [...to, ...cc, ...bcc].map(({ address }) => address),
});

describe.skipIf(!DovecotServer.installed() || !PostfixServer.usable())('sending', () => {
  let dovecot: DovecotServer;
  let postfix: PostfixServer;
  let probe: ImapProbe;

  beforeAll(async () => {
    dovecot = await DovecotServer.start();
    postfix = await PostfixServer.start({ dovecot, messageSizeLimit: 20_000_000 });
    probe = await ImapProbe.connect(dovecot, BOB);
  });
  afterAll(async () => {
    await probe?.close();
    await postfix?.stop();
    await dovecot?.stop();
  });

  function settings(
    port: number,
    tls: 'implicit' | 'starttls',
    ca: string | null = dovecot.ca.ca,
  ): MailSettings {
    return {
      username: ALICE.address,
      imap: { host: 'localhost', port: dovecot.ports.imaps, tls: 'implicit' },
      smtp: { host: 'localhost', port, tls },
      ca,
    };
  }
  const secret = async () => ALICE.password;
  const quick = { connect: 3000, greeting: 2000, silence: 1500 };

  async function arrived(messageId: string): Promise<number> {
    return (await probe.messages('INBOX')).filter((m) => m.messageId === `<${messageId}>`).length;
  }

  async function trySend(smtp: MailSettings, mail = message()) {
    const source = bytesAtHand(await composeMessage(mail));
    return sendMail(smtp, secret, { envelope: envelopeOf(mail), source }, quick);
  }

  it.each([['implicit' as const], ['starttls' as const]])('hands a message over with %s TLS', async (tls) => {
    const mail = message({
      subject: 'Grüße 🚲',
      html: '<p>Hello <b>Bob</b></p>',
      bcc: [{ name: '', address: ALICE.address }],
      attachments: [{ filename: 'plän.txt', contentType: 'text/plain', content: Buffer.from('plan') }],
      inReplyTo: '<one@example.org>',
      references: ['zero@example.org', '<one@example.org>'],
    });
    const port = tls === 'implicit' ? postfix.ports.smtps : postfix.ports.submission;
    expect(await trySend(settings(port, tls), mail)).toMatchObject({
      outcome: 'accepted',
      accepted: [BOB.address, ALICE.address],
      rejected: [],
    });
    await waitFor('it to arrive', async () => (await arrived(mail.messageId)) === 1);
    const uid = (await probe.messages('INBOX')).find((m) => m.messageId === `<${mail.messageId}>`)?.uid ?? 0;
    const source = (await probe.source('INBOX', uid))?.toString() ?? '';
    expect(source).not.toMatch(/^bcc:/im);
    expect(source).toMatch(/^In-Reply-To: <one@example\.org>\r$/m);
    expect(source).toMatch(/^References: <zero@example\.org>\s+<one@example\.org>\r$/m);
    expect(source).toMatch(/^Content-Type: multipart\/mixed/m);
    expect(source.replace(/\r\n/g, '')).not.toMatch(/[\r\n]/);
  });

  it('asks for a delivery report when that is wanted, and it says what became of the mail', async () => {
    const mine = await ImapProbe.connect(dovecot, ALICE);
    try {
      const mail = message();
      const sent = await sendMail(settings(postfix.ports.smtps, 'implicit'), secret, {
        envelope: envelopeOf(mail),
        source: bytesAtHand(await composeMessage(mail)),
        report: { envelopeId: mail.messageId },
      });
      expect(sent).toMatchObject({ outcome: 'accepted', reportsAsked: true });
      const reported = await waitFor('the report', async () => {
        for (const { uid } of await mine.messages('INBOX')) {
          const source = await mine.source('INBOX', uid);
          const report = source ? readDeliveryReport(await parseMessage(source)) : null;
          if (source && report?.about === mail.messageId) return { report, source: source.toString() };
        }
        return false;
      });
      const [reader] = reported.report.recipients;
      expect(reader).toMatchObject({ address: BOB.address, action: 'relayed', status: '2.0.0' });
      expect(reported.source).toMatch(new RegExp(`^Original-Envelope-Id: ${mail.messageId}\r$`, 'm'));
      expect(reported.source).toMatch(/^Content-Type: text\/rfc822-headers/m);
    } finally {
      await mine.close();
    }
  });

  it('tells which recipients were refused, and whether for good', async () => {
    const mail = message({
      to: [BOB.address, 'unknown@example.test', 'full@example.test'].map((address) => ({
        name: '',
        address,
      })),
    });
    const result = await trySend(settings(postfix.ports.smtps, 'implicit'), mail);
    expect(result).toMatchObject({
      outcome: 'accepted',
      accepted: [BOB.address],
      rejected: [
        { address: 'unknown@example.test', permanent: true },
        { address: 'full@example.test', permanent: false },
      ],
    });
    const only = (address: string) => message({ to: [{ name: '', address }] });
    const smtp = settings(postfix.ports.smtps, 'implicit');
    expect(await trySend(smtp, only('unknown@example.test'))).toMatchObject({ outcome: 'permanent' });
    expect(await trySend(smtp, only('full@example.test'))).toMatchObject({ outcome: 'temporary' });
  });

  it('is blocked by a wrong password, an unknown authority and a server without STARTTLS', async () => {
    const mail = message();
    const source = bytesAtHand(await composeMessage(mail));
    const envelope = envelopeOf(mail);
    const good = settings(postfix.ports.smtps, 'implicit');
    expect(await sendMail(good, async () => 'wrong', { envelope, source }, quick)).toMatchObject({
      outcome: 'blocked',
      error: { code: 'login-refused' },
    });
    expect(await trySend(settings(postfix.ports.smtps, 'implicit', null))).toMatchObject({
      outcome: 'blocked',
      error: { code: 'certificate-unknown-issuer' },
    });
    expect(await trySend(settings(postfix.ports.plain, 'starttls'))).toMatchObject({
      outcome: 'blocked',
      error: { code: 'tls-not-offered' },
    });
    expect(await arrived(mail.messageId)).toBe(0);
  });

  it('is permanent when the message is too large', async () => {
    const attachment = { filename: 'x', contentType: 'application/zip', content: Buffer.alloc(16_000_000) };
    expect(
      await trySend(settings(postfix.ports.smtps, 'implicit'), message({ attachments: [attachment] })),
    ).toMatchObject({ outcome: 'permanent', error: { code: 'message-too-large' } });
  });

  it('is temporary when nothing answers', async () => {
    expect(await trySend(settings(1, 'implicit'))).toMatchObject({
      outcome: 'temporary',
      error: { code: 'connection-refused' },
    });
  });

  describe('over a connection that breaks', () => {
    let proxy: FaultProxy;
    beforeAll(async () => {
      const { cert, key } = dovecot.ca.leaf;
      proxy = await FaultProxy.start({ targetPort: postfix.ports.plain, tls: { cert, key } });
    });
    afterAll(() => proxy.stop());
    const large = () =>
      message({
        attachments: [{ filename: 'x', contentType: 'application/zip', content: Buffer.alloc(6_000_000, 7) }],
      });

    it.each([
      ['at MAIL FROM', { direction: 'up', match: /MAIL FROM/, action: 'cut' }, 'temporary', 0],
      ['at DATA', { direction: 'up', match: /\r\nDATA\r\n/, action: 'reset' }, 'temporary', 0],
      ['before the 354', { direction: 'down', match: /^354 /m, action: 'cut' }, 'temporary', 0],
      [
        'while the server is silent before DATA',
        { direction: 'down', match: /^354 /m, action: 'stall' },
        'temporary',
        0,
      ],
    ] as const)('%s: %o is %s', async (_name, fault, outcome, copies) => {
      proxy.plan(() => ({ fault }));
      const mail = message();
      const faults = proxy.faults;
      expect(await trySend(settings(proxy.port, 'implicit'), mail)).toMatchObject({ outcome });
      expect(proxy.faults).toBe(faults + 1);
      expect(await arrived(mail.messageId)).toBe(copies);
    });

    it('in the middle of the message: temporary, and nothing arrives', async () => {
      proxy.plan(() => ({ fault: { direction: 'up', afterBytes: 300_000, action: 'cut' } }));
      const mail = large();
      expect(await trySend(settings(proxy.port, 'implicit'), mail)).toMatchObject({ outcome: 'temporary' });
      expect(await arrived(mail.messageId)).toBe(0);
    });

    it.each([['cut' as const], ['reset' as const], ['stall' as const]])(
      'after the final dot, before the answer (%s): ambiguous, and it did arrive',
      async (action) => {
        proxy.plan(() => ({ fault: { direction: 'down', match: /^250 2\.0\.0 Ok: queued/m, action } }));
        const mail = message();
        expect(await trySend(settings(proxy.port, 'implicit'), mail)).toMatchObject({
          outcome: 'ambiguous',
          error: { code: 'connection-lost' },
        });
        await waitFor('it to arrive', async () => (await arrived(mail.messageId)) === 1);
      },
    );

    it.each([
      ['before DATA', /^354 /m, 'temporary', 0],
      ['before the answer', /^250 2\.0\.0 Ok: queued/m, 'ambiguous', 1],
    ] as const)('given up while the server is silent %s: %s %s', async (_name, match, outcome, copies) => {
      proxy.plan(() => ({ fault: { direction: 'down', match, action: 'stall' } }));
      const mail = message();
      const faults = proxy.faults;
      const giveUp = new AbortController();
      const source = bytesAtHand(await composeMessage(mail));
      const sent = sendMail(settings(proxy.port, 'implicit'), secret, {
        envelope: envelopeOf(mail),
        source,
        signal: giveUp.signal,
      });
      await waitFor('the stall', () => proxy.faults > faults);
      giveUp.abort(new MailError('server-stalled', 'It slept.', 'It is tried again.'));
      expect(await sent).toMatchObject({ outcome });
      await waitFor('what arrives', async () => (await arrived(mail.messageId)) === copies);
    });

    it('at the final dot itself: ambiguous, although nothing arrived', async () => {
      proxy.plan(() => ({ fault: { direction: 'up', match: /\r\n\.\r\n$/, action: 'cut' } }));
      const mail = message();
      expect(await trySend(settings(proxy.port, 'implicit'), mail)).toMatchObject({ outcome: 'ambiguous' });
      expect(await arrived(mail.messageId)).toBe(0);
    });

    it('after the answer: accepted', async () => {
      proxy.plan(() => ({
        fault: { direction: 'down', match: /^250 2\.0\.0 Ok: queued/m, forward: true, action: 'reset' },
      }));
      expect(await trySend(settings(proxy.port, 'implicit'))).toMatchObject({ outcome: 'accepted' });
    });

    it('when reading the message fails here: temporary, and nothing arrives', async () => {
      proxy.plan(() => ({}));
      const mail = message();
      const source = new Readable({
        read() {
          this.push(`Message-ID: <${mail.messageId}>\r\n\r\nhalf`);
          this.destroy(new Error('disk'));
        },
      });
      const smtp = settings(proxy.port, 'implicit');
      expect(
        await sendMail(
          smtp,
          secret,
          { envelope: envelopeOf(mail), source: { size: 1000, open: () => source } },
          quick,
        ),
      ).toMatchObject({
        outcome: 'temporary',
        error: { code: 'store-failed' },
      });
      expect(await arrived(mail.messageId)).toBe(0);
    });
  });
});
