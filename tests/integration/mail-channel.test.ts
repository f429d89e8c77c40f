import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { MailChannel, type ReadyMessage } from '#engine/channels/mail/channel.ts';
import { composeMessage, envelopeOf, type OutgoingMessage } from '#engine/channels/mail/smtp/compose.ts';
import { ALICE, DovecotServer } from '#rig/dovecot.ts';
import { MemoryMailStore } from '#rig/memory-mail-store.ts';
import { PostfixServer } from '#rig/postfix.ts';
import { waitFor } from '#rig/wait-for.ts';
import { parseTiny, QUICK, type TinyParsed } from './mail-fixture.ts';

const outgoing: OutgoingMessage = {
  from: { name: 'Alice', address: ALICE.address },
  to: [{ name: '', address: ALICE.address }],
  cc: [],
  bcc: [],
  subject: 'To myself',
  text: 'hello',
  html: null,
  attachments: [],
  inReplyTo: null,
  references: [],
  messageId: 'to-myself@example.test',
  date: Date.UTC(2026, 10, 20),
};

describe.skipIf(!DovecotServer.installed() || !PostfixServer.usable())('a mail account', () => {
  let dovecot: DovecotServer;
  let postfix: PostfixServer;
  let channel: MailChannel<TinyParsed>;
  let store: MemoryMailStore<TinyParsed>;

  beforeAll(async () => {
    dovecot = await DovecotServer.start({ namespace: { prefix: 'INBOX.', separator: '.' } });
    postfix = await PostfixServer.start({ dovecot });
    store = new MemoryMailStore((parsed) => parsed.messageId);
    channel = new MailChannel({
      accountId: 'a1',
      settings: {
        username: ALICE.address,
        imap: { host: 'localhost', port: dovecot.ports.imaps, tls: 'implicit' },
        smtp: { host: 'localhost', port: postfix.ports.smtps, tls: 'implicit' },
        ca: dovecot.ca.ca,
      },
      secret: async () => ALICE.password,
      store,
      parse: parseTiny,
      observer: { status: () => {}, progress: () => {} },
      timings: { imap: QUICK },
    });
    channel.start();
    await channel.syncNow();
  });
  afterAll(async () => {
    await channel?.stop();
    await postfix?.stop();
    await dovecot?.stop();
  });

  it('sends, files a copy once, and shows both', async () => {
    const ready: ReadyMessage = {
      envelope: envelopeOf(outgoing),
      source: await composeMessage(outgoing),
      messageId: outgoing.messageId,
      date: outgoing.date,
    };
    expect(await channel.findSent(ready.messageId)).toBeNull();
    expect(await channel.send(ready)).toMatchObject({ outcome: 'accepted' });
    const place = await channel.fileSent(ready);
    expect(place?.mailbox).toBe('INBOX.Sent');
    expect(await channel.fileSent(ready)).toEqual(place);
    expect(await channel.findSent(ready.messageId)).toEqual(place);
    const shown = (path: string) =>
      store.places(path).filter(({ message }) => message.messageId === outgoing.messageId).length;
    await waitFor('both', () => shown('INBOX') === 1 && shown('INBOX.Sent') === 1);
    expect(channel.status.state).toMatch(/idle|syncing/);
  });

  it('makes a mailbox it needs below the inbox where all are there', async () => {
    const { listMailboxes } = store;
    // A server that marks nothing: only the names are left.
    store.listMailboxes = async (accountId) =>
      (await listMailboxes.call(store, accountId))
        .filter(({ path }) => path !== 'INBOX.Archive')
        .map((mailbox) => ({ ...mailbox, specialUse: mailbox.path === 'INBOX' ? ('inbox' as const) : null }));
    try {
      expect(await channel.mailboxFor('archive')).toBe('INBOX.Archive');
      expect(await channel.mailboxFor('trash')).toBe('INBOX.Trash');
    } finally {
      store.listMailboxes = listMailboxes;
    }
  });
});
