/** Time in the window: Later, mute, sending later, and being reminded when nobody answers. */
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, type Page, test } from '@playwright/test';
import { deliver } from '../rig/deliver.ts';
import { ALICE, BOB, DovecotServer } from '../rig/dovecot.ts';
import { ImapProbe } from '../rig/imap-probe.ts';
import { PostfixServer } from '../rig/postfix.ts';
import { waitFor } from '../rig/wait-for.ts';
import { connectMailbox } from './accounts.ts';
import { violations } from './axe.ts';
import { connectEngine, type EngineClient } from './engine-client.ts';
import { type LaunchedApp, launchApp } from './launch.ts';
import { photograph } from './photograph.ts';

const profile = mkdtempSync(join(tmpdir(), 'skein-later-'));

let dovecot: DovecotServer;
let postfix: PostfixServer;
let launched: LaunchedApp;
let window: Page;
let engine: EngineClient;

const start = async () => {
  launched = await launchApp({ profile });
  window = launched.window;
  engine = await connectEngine(window);
};
const mail = (subject: string, answers?: string) =>
  deliver(dovecot.ports.lmtp, {
    from: BOB.address,
    to: ALICE.address,
    source: [
      `From: Bob Ferris <${BOB.address}>`,
      `To: ${ALICE.address}`,
      `Subject: ${subject}`,
      `Message-ID: <${subject.replace(/\W/g, '-')}@example.test>`,
      ...(answers ? [`In-Reply-To: <${answers}@example.test>`, `References: <${answers}@example.test>`] : []),
      `Date: ${new Date().toUTCString().replace('GMT', '+0000')}`,
      '',
      'The slates are here.',
      '',
    ].join('\r\n'),
  });
const place = (name: RegExp) =>
  window.getByRole('navigation', { name: 'Places' }).getByRole('button', { name }).click();
const row = (name: RegExp) => window.getByRole('option', { name });
const dialog = () => window.getByRole('dialog');
const notices = () => window.getByRole('region', { name: 'Notices' });
/** The thread of this subject, as the engine knows it. */
const thread = (subject: string) =>
  waitFor(`the thread "${subject}"`, async () => {
    const all = {
      view: 'all',
      channel: null,
      accountId: null,
      mailboxId: null,
      offset: 0,
      limit: 50,
    } as const;
    return (await engine.threads.page(all)).rows.find((entry) => entry.subject === subject);
  });
const soon = async (subject: string, act: 'later' | 'remind', ms: number) => {
  const { id } = await thread(subject);
  await engine.threads.act({ ids: [id], act, mailboxId: null, until: Date.now() + ms });
};

test.describe.configure({ mode: 'serial', timeout: 60_000 });
test.skip(!DovecotServer.installed() || !PostfixServer.usable(), 'Dovecot and Postfix (as root) are needed');

test.beforeAll(async () => {
  dovecot = await DovecotServer.start();
  postfix = await PostfixServer.start({ dovecot });
  for (const subject of ['Roof slates', 'Harbour gossip', 'Ladder']) await mail(subject);
  await start();
  await connectMailbox(engine, dovecot, { smtpPort: postfix.ports.smtps });
  await expect(row(/Roof slates/)).toBeVisible({ timeout: 20_000 });
});

test.afterAll(async () => {
  await launched?.close();
  await postfix?.stop();
  await dovecot?.stop();
  rmSync(profile, { recursive: true, force: true });
});

test('a thread is put away, stands in Later, and comes back at its time', async () => {
  await row(/Roof slates/).click();
  await window.keyboard.press('h');
  await expect(dialog()).toHaveAccessibleName('When should this come back?');
  await expect(
    dialog()
      .getByRole('option', { name: /^Next week|^Tomorrow/ })
      .first(),
  ).toBeVisible();
  await window.keyboard.insertText('tomorrow 9:30');
  await expect(dialog().getByRole('option', { name: /^As typed.*9:30/ })).toBeVisible();
  expect(await violations(window)).toEqual([]);
  await photograph(launched, 'later-choose');
  await window.keyboard.press('Enter');
  await expect(notices()).toContainText(/Comes back .*9:30/);
  await expect(row(/Roof slates/)).toHaveCount(0);
  await window.keyboard.press('g');
  await window.keyboard.press('h');
  await expect(window.getByRole('heading', { name: 'Later' })).toBeVisible();
  await row(/Roof slates.*Until|Until.*Roof slates/).click();
  await expect(window.getByText(/^Put away until .*9:30/)).toBeVisible();
  await photograph(launched, 'later-place');
  await soon('Roof slates', 'later', 1200);
  await expect(row(/Roof slates/)).toHaveCount(0);
  await expect(window.getByText(/^Back from later since/)).toBeVisible();
  await place(/^Inbox/);
  await expect(row(/./).first()).toHaveAccessibleName(/Roof slates.*Back from later/);
  await photograph(launched, 'later-back');
});

test('several are put away at once and taken back; a new message brings one back', async () => {
  for (const name of [/Roof slates/, /Ladder/]) await row(name).click({ modifiers: ['Control'] });
  await window.getByRole('button', { name: 'Later…' }).first().click();
  await expect(dialog()).toHaveAccessibleName('When should 2 threads come back?');
  await dialog()
    .getByRole('option', { name: /^Next week|^Tomorrow/ })
    .first()
    .click();
  await expect(row(/Ladder/)).toHaveCount(0);
  await notices()
    .getByRole('listitem')
    .filter({ hasText: '2 threads come back' })
    .getByRole('button', { name: 'Undo' })
    .click();
  await expect(row(/Ladder/)).toBeVisible();
  await expect(row(/Roof slates/)).toBeVisible();
  await soon('Ladder', 'later', 86_400_000);
  await expect(row(/Ladder/)).toHaveCount(0);
  await mail('Re: Ladder', 'Ladder');
  await expect(row(/Ladder.*Back: new message/)).toBeVisible({ timeout: 20_000 });
});

test('a muted thread stays out of the inbox whatever is written in it', async () => {
  await row(/Harbour gossip/).click();
  await window.keyboard.press('m');
  await expect(notices()).toContainText('Muted: new messages stay out of the inbox');
  await expect(row(/Harbour gossip/)).toHaveCount(0);
  await mail('Re: Harbour gossip', 'Harbour-gossip');
  await expect.poll(async () => (await thread('Harbour gossip')).messageCount, { timeout: 20_000 }).toBe(2);
  await expect(row(/Harbour gossip/)).toHaveCount(0);
  await window.getByLabel('Search', { exact: true }).fill('is:muted');
  await window.keyboard.press('Enter');
  await row(/Harbour gossip/)
    .first()
    .click();
  await expect(window.getByRole('main').getByText(/^Muted: new messages stay out/)).toBeVisible();
  await photograph(launched, 'later-muted');
  await window.getByRole('button', { name: 'Unmute' }).click();
  await place(/^Inbox/);
  await expect(row(/Harbour gossip/)).toBeVisible();
});

test('what comes due while Skein is closed is there at the next start', async () => {
  await soon('Harbour gossip', 'later', 1500);
  await expect(row(/Harbour gossip/)).toHaveCount(0);
  await launched.close();
  await start();
  await expect(row(/Harbour gossip.*Back from later/)).toBeVisible({ timeout: 20_000 });
});

test('a mail waits in the outbox for its time, is edited, and sent once', async () => {
  const bob = await ImapProbe.connect(dovecot, BOB);
  await window.keyboard.press('c');
  await window.getByLabel('To', { exact: true }).fill(BOB.address);
  await window.keyboard.press('Enter');
  await window.getByLabel('Subject').fill('Scaffold');
  await window.getByRole('textbox', { name: 'Message' }).fill('Can you bring it on Thursday?');
  await window.getByRole('button', { name: 'More ways to send' }).click();
  await window.getByRole('menuitem', { name: /^Remind me if nobody answers/ }).click();
  await expect(dialog()).toHaveAccessibleName('Remind me if nobody answers');
  await dialog()
    .getByRole('option', { name: /^In two weeks/ })
    .click();
  await expect(window.getByText(/^If nobody answers, this comes back/)).toBeVisible();
  await photograph(launched, 'later-composer');
  await window.getByRole('textbox', { name: 'Message' }).press('Control+Shift+Enter');
  await expect(dialog()).toHaveAccessibleName('When should this be sent?');
  await window.keyboard.insertText('tomorrow 7:15');
  await window.keyboard.press('Enter');
  await expect(notices()).toContainText(/Goes out .*7:15/);
  await place(/^Outbox/);
  const main = window.getByRole('main');
  await expect(main.getByText(/^Waits for its time · Goes out .*7:15/)).toBeVisible();
  await expect(window.getByRole('button', { name: /^Up to date/ })).toBeVisible();
  expect(await violations(window)).toEqual([]);
  await photograph(launched, 'later-outbox');
  await main.getByRole('button', { name: 'Edit' }).click();
  await expect(window.getByLabel('Subject')).toHaveValue('Scaffold');
  await expect(notices()).toContainText('A draft again');
  await expect(window.getByRole('heading', { name: 'Drafts' })).toBeVisible();
  await expect(window.getByText(/^If nobody answers, this comes back/)).toBeVisible();
  await window.getByRole('textbox', { name: 'Message' }).press('Control+Shift+Enter');
  await dialog()
    .getByRole('option', { name: /^Tomorrow/ })
    .first()
    .click();
  await place(/^Outbox/);
  await main.getByRole('button', { name: 'Send now' }).click();
  await waitFor('the mail at Bob’s', async () => (await bob.messages('INBOX'))[0]);
  await expect.poll(async () => (await engine.outbox.list({})).length).toBe(0);
  const threadId = (await thread('Scaffold')).id;
  await expect
    .poll(async () => (await engine.threads.get({ id: threadId, limit: 5 }))?.remindAt)
    .not.toBeNull();

  // Nobody answers.
  await soon('Scaffold', 'remind', 1200);
  await place(/^Inbox/);
  await row(/Scaffold.*Nobody answered/).click();
  await expect(window.getByText(/^Nobody answered until/)).toBeVisible();
  await photograph(launched, 'later-no-answer');

  // Thrown away with an answer in it that waits for its time.
  const answered = (await engine.threads.get({ id: threadId, limit: 5 }))!.items[0]!.id;
  const answer = await engine.drafts.create({
    ...{ mode: 'reply', channel: 'mail', threadId, answers: answered, accountId: null },
    to: [{ name: '', address: BOB.address }],
  });
  const saved = await engine.drafts.save({ ...answer, text: 'Never mind.' });
  await engine.drafts.send({ id: answer.id, revision: saved.revision, at: Date.now() + 86_400_000 });
  await expect(window.getByRole('main').getByText('Never mind.')).toBeVisible();
  await expect(row(/, 2 .*Scaffold/)).toBeVisible();
  await window.keyboard.press('#');
  await expect(dialog()).toHaveAccessibleName('A message here is still to be sent');
  await photograph(launched, 'planned-trash');
  await dialog().getByRole('button', { name: 'Do not send' }).click();
  // Behind the dialog no row is to be found.
  await expect(dialog()).toHaveCount(0);
  await expect(row(/Scaffold/)).toHaveCount(0);
  expect((await engine.outbox.list({})).filter(({ planned }) => planned)).toEqual([]);
  expect(await engine.drafts.list({})).toMatchObject([{ text: 'Never mind.' }]);
  await engine.drafts.discard({ id: answer.id });

  // Due while Skein is closed.
  const input = { mode: 'new', channel: 'mail', threadId: null, answers: null, accountId: null } as const;
  const draft = await engine.drafts.create({ ...input, to: [{ name: '', address: BOB.address }] });
  const { revision } = await engine.drafts.save({ ...draft, subject: 'Ladder rent', text: 'Twelve a day.' });
  await engine.drafts.send({ id: draft.id, revision, at: Date.now() + 2000 });
  await launched.close();
  await start();
  await waitFor('the second mail at Bob’s', async () => (await bob.messages('INBOX'))[1]);
  await expect.poll(async () => (await engine.outbox.list({})).length).toBe(0);
  expect(await bob.messages('INBOX')).toHaveLength(2);
  await bob.close();
});
