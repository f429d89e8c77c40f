/** What the user does, performed by the engine on a real server. */
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { deliver } from '#rig/deliver.ts';
import { ALICE, BOB, DovecotServer } from '#rig/dovecot.ts';
import { ImapProbe } from '#rig/imap-probe.ts';
import { PostfixServer } from '#rig/postfix.ts';
import { waitFor } from '#rig/wait-for.ts';
import type { View } from '#shared/contract/model.ts';
import { type RunningEngine, startEngine } from './engine-fixture.ts';

describe.skipIf(!DovecotServer.installed() || !PostfixServer.usable())('the engine on a mail server', () => {
  let dovecot: DovecotServer;
  let postfix: PostfixServer;
  let running: RunningEngine & { accountId: string };
  let alice: ImapProbe;

  beforeAll(async () => {
    // All mailboxes below the inbox, and none but it: a server that was never used.
    dovecot = await DovecotServer.start({ namespace: { prefix: 'INBOX.', separator: '.' }, special: [] });
    postfix = await PostfixServer.start({ dovecot });
    await deliver(dovecot.ports.lmtp, {
      from: BOB.address,
      to: ALICE.address,
      source: `From: ${BOB.address}\r\nTo: ${ALICE.address}\r\nMessage-ID: <one@example.test>\r\nSubject: One\r\n\r\nhello\r\n`,
    });
    running = await startEngine({
      ...ALICE,
      settings: {
        username: ALICE.address,
        imap: { host: 'localhost', port: dovecot.ports.imaps, tls: 'implicit' },
        smtp: { host: 'localhost', port: postfix.ports.smtps, tls: 'implicit' },
        ca: dovecot.ca.ca,
      },
    });
    alice = await ImapProbe.connect(dovecot, ALICE);
  });
  afterAll(async () => {
    await alice?.close();
    await running?.close();
    await postfix?.stop();
    await dovecot?.stop();
  });

  const idle = async () => {
    await running.engine.outbox.idle();
    const left = await running.engine.store.read('outbox.list', null);
    return left.length === 0;
  };
  const idsIn = async (mailbox: string) =>
    (await alice.messages(mailbox).catch(() => [])).map(({ messageId }) => messageId);

  async function threadsIn(view: View) {
    const page = { view, channel: null, accountId: null, mailboxId: null };
    return (await running.engine.store.read('threads.page', { ...page, offset: 0, limit: 10 })).rows;
  }
  const inbox = () => threadsIn('inbox');

  async function send(subject: string, to: string[]) {
    const { engine, accountId } = running;
    const draft = await engine.drafts.create({
      mode: 'new',
      channel: 'mail',
      threadId: null,
      answers: null,
      accountId,
      to: to.map((address) => ({ name: '', address })),
    });
    const { revision } = await engine.drafts.save({ ...draft, subject, text: 'hello' });
    return engine.drafts.send({ id: draft.id, revision, atOnce: true });
  }

  it('makes the mailbox it needs, below the inbox where all are there', async () => {
    const [thread] = await inbox();
    await running.engine.store.write('threads.act', { ids: [thread!.id], act: 'trash', mailboxId: null });
    await waitFor('the move', idle);
    expect(await idsIn('INBOX.Trash')).toEqual(['<one@example.test>']);
    expect(await idsIn('INBOX')).toEqual([]);
  });

  it('sends, keeps one copy in Sent, and needs the draft no more', async () => {
    const { engine, accountId } = running;
    await send('To myself', [ALICE.address]);
    await waitFor('the send', idle);
    const sent = await idsIn('INBOX.Sent');
    expect(sent).toHaveLength(1);
    await waitFor('its arrival', async () => (await idsIn('INBOX')).length === 1);
    expect(await idsIn('INBOX')).toEqual(sent);
    await engine.supervisor.mail(accountId)?.imap.syncNow();
    expect(await engine.drafts.list()).toEqual([]);
    const [thread] = await inbox();
    expect(thread).toMatchObject({ subject: 'To myself' });
    expect(await idsIn('INBOX.Sent')).toEqual(sent);
  });

  it('sends to those the server takes, and says with the mail which address it refused', async () => {
    const { engine } = running;
    const { messageId } = await send('To two', [BOB.address, 'unknown@example.test']);
    await waitFor('the send', idle);
    const bob = await ImapProbe.connect(dovecot, BOB);
    await waitFor('its arrival', async () =>
      (await bob.messages('INBOX')).some(({ subject }) => subject === 'To two'),
    );
    await bob.close();
    const rows = await threadsIn('sent');
    const threads = await Promise.all(
      rows.map(({ id }) => engine.store.read('threads.get', { id, limit: 10 })),
    );
    const sent = threads.flatMap((thread) => thread?.items ?? []).find(({ id }) => id === messageId);
    expect(sent).toMatchObject({
      sendState: 'sent',
      error: {
        code: 'recipients-refused',
        message: 'The server did not take this for unknown@example.test.',
        detail: expect.stringContaining('No such mailbox'),
      },
    });
  });

  it('gets the report asked for with a mail that was planned, taken back and sent again', async () => {
    const { engine, accountId } = running;
    const input = { mode: 'new', channel: 'mail', threadId: null, answers: null, accountId } as const;
    const draft = await engine.drafts.create({ ...input, to: [{ name: '', address: BOB.address }] });
    const asked = { ...draft, subject: 'Tell me', text: 'hello', deliveryReport: true };
    const { revision } = await engine.drafts.save(asked);
    const planned = await engine.drafts.send({ id: draft.id, revision, at: Date.now() + 86_400_000 });
    await engine.store.write('actions.undo', { actionId: planned.actionId });
    const again = (await engine.drafts.get(draft.id))!;
    expect(again).toMatchObject({ deliveryReport: true, revision });
    const { messageId } = await engine.drafts.send({ id: draft.id, revision, at: Date.now() });
    await waitFor('the send', idle);
    const sent = async () => {
      await engine.supervisor.mail(accountId)?.imap.syncNow();
      for (const { id } of await threadsIn('all')) {
        const thread = await engine.store.read('threads.get', { id, limit: 10 });
        const item = thread?.items.find((one) => one.id === messageId);
        if (item?.kind === 'mail' && item.reports.length > 0) return item;
      }
      return null;
    };
    expect(await waitFor('its report', sent)).toMatchObject({ error: null, sendState: 'sent' });
  });

  it('makes, renames, deletes and brings back mailboxes, whatever their names', async () => {
    const { engine, accountId } = running;
    const paths = async () => (await alice.client.list()).map(({ path }) => path);
    const { id } = await engine.mailboxes.create({ accountId, name: ' Entwürfe & Pläne ', parentId: null });
    expect(await paths()).toContain('INBOX.Entwürfe & Pläne');
    const inner = await engine.mailboxes.create({ accountId, name: '日本語', parentId: id });
    await alice.client.append(
      'INBOX.Entwürfe & Pläne.日本語',
      'Message-ID: <kept@example.test>\r\n\r\nx\r\n',
    );
    await engine.supervisor.mail(accountId)?.imap.syncNow();
    const subscribed = async () =>
      (await alice.client.list()).filter((one) => one.subscribed && !/Archive|Trash|Sent/.test(one.path));
    const pathsOf = async () => (await subscribed()).map(({ path }) => path);
    const inside = 'INBOX.Entwürfe & Pläne';
    expect(await pathsOf()).toEqual(expect.arrayContaining([inside, `${inside}.日本語`]));
    const hidden = await engine.mailboxes.subscribe({ id, subscribed: false });
    expect(await pathsOf()).not.toContain(inside);
    expect(await engine.mailboxes.restore(hidden.actionId)).toBe(true);
    expect(await pathsOf()).toContain(inside);
    await engine.mailboxes.subscribe({ id, subscribed: false });

    await engine.mailboxes.rename({ id, name: 'Plans "2027"' });
    expect(await idsIn('INBOX.Plans "2027".日本語')).toEqual(['<kept@example.test>']);
    // What is subscribed stays it under its new name, and what is not does not become it.
    expect(await pathsOf()).toContain('INBOX.Plans "2027".日本語');
    expect(await pathsOf()).not.toContain('INBOX.Plans "2027"');
    await engine.supervisor.mail(accountId)?.imap.syncNow();
    const account = (await engine.accounts.list()).find((one) => one.id === accountId);
    // The same mailbox under another name: nothing was fetched again.
    expect(account?.mailboxes.find((one) => one.id === id)?.subscribed).toBe(false);
    expect(account?.mailboxes.find((one) => one.id === inner.id)).toMatchObject({
      ...{ name: '日本語', inside: ['Plans "2027"'], total: 1, synced: 1, standing: 'checked', error: null },
    });

    await expect(engine.mailboxes.remove(id)).rejects.toMatchObject({ code: 'mailbox-has-mailboxes' });
    await expect(
      engine.mailboxes.create({ accountId, name: 'Plans "2027"', parentId: null }),
    ).rejects.toMatchObject({ code: 'mailbox-exists' });
    const { actionId, moved } = await engine.mailboxes.remove(inner.id);
    expect(moved).toBe(1);
    expect(await idsIn('INBOX.Trash')).toContain('<kept@example.test>');
    expect(await paths()).not.toContain('INBOX.Plans "2027".日本語');
    expect(await engine.mailboxes.restore(actionId ?? '')).toBe(true);
    expect(await idsIn('INBOX.Plans "2027".日本語')).toEqual(['<kept@example.test>']);
    expect(await idsIn('INBOX.Trash')).not.toContain('<kept@example.test>');
  });
});
