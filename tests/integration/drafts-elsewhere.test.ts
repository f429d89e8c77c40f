/** Drafts that are begun here and gone on with in another program, over a real Drafts mailbox. */
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { ALICE, BOB, DovecotServer } from '#rig/dovecot.ts';
import { ImapProbe } from '#rig/imap-probe.ts';
import { waitFor } from '#rig/wait-for.ts';
import type { Draft } from '#shared/contract/drafts.ts';
import { type RunningEngine, startEngine } from './engine-fixture.ts';

describe.skipIf(!DovecotServer.installed())('drafts and other programs', () => {
  let dovecot: DovecotServer;
  let running: RunningEngine & { accountId: string };
  let phone: ImapProbe;
  const ids = new Map<string, string>();

  beforeAll(async () => {
    dovecot = await DovecotServer.start();
    running = await startEngine({
      ...ALICE,
      settings: {
        username: ALICE.address,
        imap: { host: 'localhost', port: dovecot.ports.imaps, tls: 'implicit' },
        smtp: { host: 'localhost', port: 1, tls: 'implicit' },
        ca: dovecot.ca.ca,
      },
    });
    phone = await ImapProbe.connect(dovecot, ALICE);
    for (const subject of ['Roof', 'Cellar', 'Garden']) {
      const draft = await running.engine.drafts.create({
        ...{ mode: 'new', channel: 'mail', threadId: null, answers: null, accountId: running.accountId },
        to: [{ name: '', address: BOB.address }],
      });
      ids.set(subject, draft.id);
      await running.engine.drafts.save({
        ...{ ...draft, subject, text: `${subject}, as begun here` },
        bcc: [{ name: '', address: 'third@example.test' }],
      });
    }
    await waitFor('copies on the server', async () => (await phone.messages('Drafts')).length === 3);
    await waitFor(
      'the outbox',
      async () => (await running.engine.store.read('outbox.list', null)).length === 0,
    );
    await sync();
  });
  afterAll(async () => {
    await phone?.close();
    await running?.close();
    await dovecot?.stop();
  });

  const sync = () => running.engine.supervisor.mail(running.accountId)!.imap.syncNow();
  const draft = async (subject: string): Promise<Draft> =>
    (await running.engine.drafts.get(ids.get(subject)!))!;
  const elsewhere = async () =>
    (await running.engine.drafts.onServer()).map(({ subject, snippet }) => `${subject}: ${snippet}`).sort();

  const source = (messageId: string, subject: string, text: string) =>
    [
      `From: Alice Marlow <${ALICE.address}>`,
      `To: Bob Hollis <${BOB.address}>`,
      `Subject: ${subject}`,
      `Message-ID: ${messageId}`,
      '',
      `${text}\r\n`,
    ].join('\r\n');

  /** The phone saves a draft again, as a new message in place of the old one. */
  async function goOnByPhone(subject: string, text: string, messageId?: string): Promise<void> {
    const old = (await phone.messages('Drafts')).find((found) => found.subject === subject)!;
    await phone.append('Drafts', source(messageId ?? old.messageId, subject, text), ['\\Draft', '\\Seen']);
    await phone.delete('Drafts', old.uid);
  }

  it('what the phone went on with is gone on with here: one draft, its newest text', async () => {
    await goOnByPhone('Roof', 'Roof, by phone', '<new@phone.example>');
    await goOnByPhone('Cellar', 'Cellar, by phone');
    await sync();
    await waitFor('the newest text', async () => (await draft('Roof')).text.includes('by phone'));
    await waitFor('the newest text', async () => (await draft('Cellar')).text.includes('by phone'));
    expect(await elsewhere()).toEqual([]);
    expect(await running.engine.drafts.list()).toHaveLength(3);
    // Our copies name no Bcc: the phone could not keep it.
    expect(await draft('Roof')).toMatchObject({
      to: [{ address: BOB.address }],
      bcc: [{ address: 'third@example.test' }],
      error: null,
    });
    expect((await draft('Roof')).serverSavedAt).not.toBeNull();
  });

  it('what was typed here meanwhile stays beside what the phone wrote, and says so', async () => {
    await running.engine.drafts.save({ ...(await draft('Garden')), text: 'Garden, changed here' });
    await goOnByPhone('Garden', 'Garden, by phone', '<garden@phone.example>');
    await sync();
    await waitFor('the word', async () => (await draft('Garden')).error?.code === 'draft-changed-elsewhere');
    expect((await draft('Garden')).text).toBe('Garden, changed here');
    expect(await elsewhere()).toEqual(['Garden: Garden, by phone']);
  });

  it('what is typed on a text that the phone has replaced meanwhile stays beside it', async () => {
    const shown = await draft('Roof');
    await goOnByPhone('Roof', 'Roof, by phone again');
    await sync();
    await waitFor('the newest text', async () => (await draft('Roof')).text.includes('again'));
    await running.engine.drafts.save({ ...shown, text: 'Roof, typed on', base: shown.revision });
    expect((await draft('Roof')).text).toBe('Roof, typed on');
    expect(await elsewhere()).toEqual(['Garden: Garden, by phone', 'Roof: Roof, by phone again']);
  });

  it('when the mailbox gives other UIDs, no draft is hidden and none is doubled', async () => {
    await phone.append('Drafts', source('<attic@phone.example>', 'Attic', 'by phone'), ['\\Draft']);
    await sync();
    const before = await elsewhere();
    expect(before).toContain('Attic: by phone');
    await phone.close();
    await dovecot.loseUids(ALICE.address);
    phone = await ImapProbe.connect(dovecot, ALICE);
    await waitFor('the reconnection', () => sync().then(() => true));
    await waitFor('the same drafts', async () => expect(await elsewhere()).toEqual(before) ?? true);
    await goOnByPhone('Cellar', 'Cellar, at last');
    await sync();
    await waitFor('the newest text', async () => (await draft('Cellar')).text.includes('at last'));
    expect(await elsewhere()).toEqual(before);
  });
});
