/** Leaving mailing lists through the window: by one request, and by mail. */
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, type Page, test } from '@playwright/test';
import { deliver } from '../rig/deliver.ts';
import { ALICE, BOB, DovecotServer } from '../rig/dovecot.ts';
import { ImapProbe } from '../rig/imap-probe.ts';
import { ListServer } from '../rig/list-server.ts';
import { PostfixServer } from '../rig/postfix.ts';
import { waitFor } from '../rig/wait-for.ts';
import { connectMailbox } from './accounts.ts';
import { violations } from './axe.ts';
import { connectEngine, type EngineClient } from './engine-client.ts';
import { type LaunchedApp, launchApp } from './launch.ts';
import { photograph } from './photograph.ts';

const profile = mkdtempSync(join(tmpdir(), 'skein-lists-'));
const POST = { method: 'POST', path: '/u/opaque', body: 'List-Unsubscribe=One-Click' };

let dovecot: DovecotServer;
let postfix: PostfixServer;
let list: ListServer;
let launched: LaunchedApp;
let window: Page;
let engine: EngineClient;

const letter = (subject: string, ...lines: string[]) =>
  [
    `From: ${subject} <news@example.test>`,
    `To: ${ALICE.address}`,
    `Subject: ${subject}, November`,
    `Message-ID: <${subject.replace(/ /g, '-')}@example.test>`,
    `Date: ${new Date().toUTCString().replace('GMT', '+0000')}`,
    ...lines,
    '',
    'Spruce leads, larch follows.',
    '',
  ].join('\r\n');

const start = async () => {
  launched = await launchApp({ profile, env: { SKEIN_TEST_AUTHORITY: dovecot.ca.caFile } });
  window = launched.window;
};
const open = async (name: RegExp, place = /^Inbox/) => {
  await window.getByRole('navigation', { name: 'Places' }).getByRole('button', { name: place }).click();
  await window.getByRole('option', { name }).click({ timeout: 30_000 });
};
const button = () => window.getByRole('main').getByRole('button', { name: 'Unsubscribe' });
const dialog = () => window.getByRole('dialog');
const asked = () => window.getByText(/^You asked to be taken off this list on/);
const inOutbox = () => window.getByText('A mail that asks to take you off this list is in the outbox');

test.describe.configure({ mode: 'serial', timeout: 60_000 });
test.skip(!DovecotServer.installed() || !PostfixServer.usable(), 'Dovecot and Postfix (as root) are needed');

test.beforeAll(async () => {
  dovecot = await DovecotServer.start();
  postfix = await PostfixServer.start({ dovecot });
  list = await ListServer.start(dovecot.ca.leaf);
  const signed = 'DKIM-Signature: v=1; d=example.test; h=list-unsubscribe:list-unsubscribe-post; b=a';
  const oneClick = 'List-Unsubscribe-Post: List-Unsubscribe=One-Click';
  for (const source of [
    letter(
      'Gridley Bulletin',
      ...[signed, oneClick, `List-Unsubscribe: <${list.url('/u/opaque')}>,\r\n <mailto:${BOB.address}>`],
      'List-Id: The Gridley Bulletin <bulletin.example.test>',
    ),
    letter(
      'Timber talk',
      ...[
        `List-Unsubscribe: <mailto:${BOB.address}?subject=leave%0D%0ABcc:%20x@example.test&body=leave%20timber>`,
      ],
    ),
  ])
    await deliver(dovecot.ports.lmtp, { from: 'news@example.test', to: ALICE.address, source });
  await start();
  engine = await connectEngine(window);
  await connectMailbox(engine, dovecot, { smtpPort: postfix.ports.smtps });
});

test.afterAll(async () => {
  await launched?.close();
  await list?.stop();
  await postfix?.stop();
  await dovecot?.stop();
  rmSync(profile, { recursive: true, force: true });
});

test('one click asks the list once the user said so', async () => {
  await open(/Gridley Bulletin/);
  await expect(button()).toBeVisible();
  await photograph(launched, 'unsubscribe-offered');
  await button().click();
  await expect(dialog()).toHaveAccessibleName('Unsubscribe from The Gridley Bulletin?');
  const host = new URL(list.url('/')).host;
  await expect(dialog()).toContainText(
    `Skein asks ${host} to take ${ALICE.address} off the list. This tells the sender that this address is read.`,
  );
  expect(await violations(window)).toEqual([]);
  await photograph(launched, 'unsubscribe-one-click');
  expect(list.requests).toEqual([]);
  list.answer = (response) => response.writeHead(503).end();
  await dialog().getByRole('button', { name: 'Unsubscribe' }).click();
  await expect(dialog().getByRole('alert')).toContainText('refused to take you off the list');
  await expect(dialog().getByRole('button', { name: 'Open the page instead' })).toBeVisible();
  await photograph(launched, 'unsubscribe-refused');
  await launched.app.evaluate(({ shell }) => {
    Object.assign(shell, { openExternal: async (url: string) => Object.assign(globalThis, { opened: url }) });
  });
  await dialog().getByRole('button', { name: 'Open the page instead' }).click();
  await expect(dialog()).toHaveCount(0);
  const opened = () => launched.app.evaluate(() => (globalThis as { opened?: string }).opened);
  await expect.poll(opened).toBe(list.url('/u/opaque'));
  await expect(asked()).toHaveCount(0);
  list.answer = (response) => response.writeHead(200).end();
  await button().click();
  await dialog().getByRole('button', { name: 'Unsubscribe' }).click();
  await expect(asked()).toBeVisible();
  await expect(dialog()).toHaveCount(0);
  await photograph(launched, 'unsubscribe-asked');
  expect(list.requests).toMatchObject([POST, POST]);
});

test('a mail to the list goes through the outbox and can be taken back', async () => {
  const bob = await ImapProbe.connect(dovecot, BOB);
  await open(/Timber talk/);
  await expect(button()).toBeVisible();
  const askByMail = async () => {
    await window.keyboard.press('Control+k');
    await window.getByRole('combobox').fill('unsubscribe');
    await window.keyboard.press('Enter');
    await expect(dialog()).toContainText(`Skein sends a mail to ${BOB.address} from ${ALICE.address}.`);
  };
  await askByMail();
  await photograph(launched, 'unsubscribe-mail');
  await dialog().getByRole('button', { name: 'Send mail' }).click();
  await expect(inOutbox()).toBeVisible();
  await window.getByRole('region', { name: 'Notices' }).getByRole('button', { name: 'Undo' }).click();
  await expect(window.getByLabel('Subject')).toHaveValue('leave Bcc: x@example.test');
  await open(/Timber talk/);
  await expect(button()).toBeVisible();
  await expect(inOutbox()).toHaveCount(0);

  await engine.settings.set({ undoSendSeconds: 0 });
  await askByMail();
  await dialog().getByRole('button', { name: 'Send mail' }).click();
  await expect(asked()).toBeVisible({ timeout: 20_000 });
  const sent = await waitFor('the mail to the list', async () => (await bob.messages('INBOX'))[0]);
  const source = String(await bob.source('INBOX', sent.uid));
  await bob.close();
  expect(source).toMatch(/^Subject: leave Bcc: x@example\.test\r$/m);
  expect(source).not.toMatch(/^Bcc:/im);
  expect(source).toMatch(/\r\n\r\nleave timber\s*$/);
});

test('what was asked is known after a restart, and junk is never answered', async () => {
  await launched.close();
  await start();
  await open(/Gridley Bulletin/);
  await expect(asked()).toBeVisible();
  await expect(button()).toBeVisible();
  await window.keyboard.press('!');
  await open(/Gridley Bulletin/, /^Junk/);
  await expect(window.getByText('Spruce leads, larch follows.').last()).toBeVisible();
  await expect(button()).toHaveCount(0);
  expect(list.requests).toHaveLength(2);
});
