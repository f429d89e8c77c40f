import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, describe, expect, it } from 'vitest';
import { bytesAtHand } from '#engine/channels/mail/byte-source.ts';
import { ALICE, DovecotServer } from '#rig/dovecot.ts';
import { writeMaildir } from '#rig/seed.ts';
import { type Fixture, makeAccount } from './mail-fixture.ts';

describe.skipIf(!DovecotServer.installed())('limits of a server', () => {
  let server: DovecotServer;
  let fixture: Fixture;

  afterEach(async () => {
    await fixture?.account.stop();
    await server?.stop();
  });

  const tiny = (count: number) =>
    Array.from({ length: count }, (_, i) => ({
      date: Date.UTC(2026, 0, 1) + i * 1000,
      flags: [],
      source: Buffer.from(`Message-ID: <far${i}@example.org>\r\nSubject: ${i}\r\n\r\nText\r\n`),
    }));

  it.each([
    ['with CONDSTORE', ''],
    ['without it', 'imap_capability = IMAP4rev1 UIDPLUS MOVE LITERAL+'],
  ])(
    '7,000 messages with UIDs far apart and near the largest are read, marked, moved and brought back, %s',
    async (_, extraConfig) => {
      server = await DovecotServer.start({ extraConfig });
      const last = 4_294_967_000;
      writeMaildir(server, ALICE.address, 'INBOX', tiny(2));
      writeMaildir(server, ALICE.address, 'Far', tiny(7000), (index) => last - 7 * (7000 - index));
      fixture = makeAccount(server, ALICE, { timings: { poll: 3_600_000 } });
      const { account, store } = fixture;
      account.start();
      await account.syncNow();
      const far = () => store.places('Far');
      expect(far()).toHaveLength(7000);
      expect(far().at(-1)?.uid).toBe(last - 7);
      const uids = far().map(({ uid }) => uid);
      const mailboxes = await store.listMailboxes('a1');
      const uidValidity = mailboxes.find(({ path }) => path === 'Far')?.uidValidity ?? 0;
      expect(await account.remote.setFlags('Far', uidValidity, uids, ['\\Flagged'], [])).toEqual({
        gone: [],
        keepsKeywords: true,
      });
      const removed = await account.mailboxChanges.remove({ path: 'Far', subscribed: true }, 'Trash');
      expect(removed.moved?.uids.size).toBe(7000);
      await account.mailboxChanges.restore(removed);
      await account.syncNow();
      expect(far()).toHaveLength(7000);
      expect(far().every(({ flags }) => flags.includes('\\Flagged'))).toBe(true);
      const back = (await store.listMailboxes('a1')).find(({ path }) => path === 'Far');
      const moving = far().map(({ uid, message }) => ({ uid, messageId: message.messageId }));
      const { moved, missing } = await account.remote.move('Far', back?.uidValidity ?? 0, moving, 'Archive');
      expect([moved.length, missing.length]).toEqual([7000, 0]);
    },
  );

  it('says that the mailbox is full, and what the account may not do, in the words for it', async () => {
    server = await DovecotServer.start({
      extraConfig: `mail_plugins = zlib quota acl
protocol imap {
  mail_plugins = zlib imap_zlib quota imap_quota acl imap_acl
}
plugin {
  quota = maildir:User quota
  quota_rule = *:storage=20K
  acl = vfile
}`,
    });
    writeMaildir(server, ALICE.address, 'INBOX', tiny(2));
    writeMaildir(server, ALICE.address, 'Readonly', tiny(2));
    const folder = join(server.maildir(ALICE.address), '.Readonly');
    mkdirSync(folder, { recursive: true });
    const acl = join(folder, 'dovecot-acl');
    writeFileSync(acl, 'owner lr\n');
    server.own(acl);
    fixture = makeAccount(server, ALICE, { timings: { poll: 3_600_000 } });
    const { account, store } = fixture;
    account.start();
    await account.syncNow();
    const inbox = (await store.listMailboxes('a1')).find(({ path }) => path === 'INBOX');
    const move = account.remote.move(
      'INBOX',
      inbox?.uidValidity ?? 0,
      [{ uid: 1, messageId: null }],
      'Readonly',
    );
    await expect(move).rejects.toMatchObject({
      code: 'no-permission',
      detail: expect.stringMatching(/permission/i),
    });
    const source = bytesAtHand(Buffer.from(`Message-ID: <big@example.org>\r\n\r\n${'x'.repeat(40_000)}\r\n`));
    const append = account.remote.append('Sent', {
      source,
      flags: [],
      messageId: 'big@example.org',
      internalDate: null,
    });
    await expect(append).rejects.toMatchObject({ code: 'over-quota' });
    // Neither costs the connection.
    expect(account.currentStatus).toMatchObject({ state: 'idle', error: null });
  });
});
