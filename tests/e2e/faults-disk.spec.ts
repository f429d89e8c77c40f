import { execFileSync } from 'node:child_process';
import { appendFileSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir, userInfo } from 'node:os';
import { join } from 'node:path';
import { expect, type Page, test } from '@playwright/test';
import { deliver } from '../rig/deliver.ts';
import { ALICE, DovecotServer } from '../rig/dovecot.ts';
import { seedMailbox } from '../rig/seed.ts';
import { removeDirectory } from '../rig/server-process.ts';
import { connectMailbox } from './accounts.ts';
import { connectEngine } from './engine-client.ts';
import { type LaunchedApp, launchApp } from './launch.ts';
import { photograph } from './photograph.ts';

const DISK_MB = 64;
const LARGE_BODY = 6_000_000;
/** What is typed at a time, and how often: the store's log may have room for some megabytes. */
const PASSAGE = 'Nothing of this may be lost. '.repeat(8_000);
const MOST_PASSAGES = 15;

const mountAllowed = process.platform === 'linux' && userInfo().uid === 0;
const profile = mkdtempSync(join(tmpdir(), 'skein-disk-'));
const ballast = join(profile, 'ballast');
let mounted = false;
let dovecot: DovecotServer;
let launched: LaunchedApp;
let window: Page;
let typed = '';

test.describe.configure({ mode: 'serial', timeout: 120_000 });
test.skip(!mountAllowed, 'Only root on Linux can mount the small disk this needs');
test.skip(!DovecotServer.installed(), 'Dovecot is needed');

test.beforeAll(async () => {
  execFileSync('mount', ['-t', 'tmpfs', '-o', `size=${DISK_MB}m`, 'tmpfs', profile]);
  mounted = true;
  dovecot = await DovecotServer.start();
  seedMailbox(dovecot, ALICE.address, { count: 20, seed: 3 });
  launched = await launchApp({ profile });
  window = launched.window;
  const engine = await connectEngine(window);
  await connectMailbox(engine, dovecot, { name: '' });
  await expect(status()).toContainText('Up to date', { timeout: 30_000 });
});

test.afterAll(async () => {
  await launched?.close();
  await dovecot?.stop();
  if (mounted) execFileSync('umount', ['-l', profile]);
  await removeDirectory(profile);
});

/** Takes all the room that is left. */
function fillDisk(): void {
  for (const size of [1_000_000, 4096]) {
    try {
      for (;;) appendFileSync(ballast, Buffer.alloc(size));
    } catch (error) {
      expect((error as NodeJS.ErrnoException).code).toBe('ENOSPC');
    }
  }
}

const status = () => window.getByRole('contentinfo');
const rows = () => window.getByRole('listbox', { name: /Inbox/ }).getByRole('option');
const writing = () => window.getByRole('textbox', { name: 'Message' });
const problem = () => window.getByRole('form', { name: 'Write' }).getByRole('alert');
const saved = () => window.getByText(/^Saved \S/);

test('new mail that finds no room is said to wait on the server', async () => {
  fillDisk();
  await deliver(dovecot.ports.lmtp, {
    from: 'ana@example.test',
    to: ALICE.address,
    source: `From: ana@example.test\r\nSubject: Too large for today\r\nMessage-ID: <large@example.test>\r\n\r\n${`${'x'.repeat(70)}\r\n`.repeat(LARGE_BODY / 72)}`,
  });
  await expect(status()).toContainText('The disk of this computer is full', { timeout: 60_000 });
  await status().getByRole('button').click();
  await expect(window.getByText('nothing is lost on the server')).toBeVisible();
  await photograph(launched, 'disk-full-mail');
});

test('everything that is here can be read', async () => {
  await window.keyboard.press('g');
  await window.keyboard.press('i');
  for (const index of [2, 3]) {
    await rows().nth(index).click();
    await expect(window.getByRole('region', { name: 'Messages' }).getByRole('article').first()).toBeVisible();
  }
});

test('what is typed and cannot be saved stays in the window, and it says so', async () => {
  await rows().nth(4).click();
  await writing().focus();
  for (let passages = 0; passages < MOST_PASSAGES && !(await problem().isVisible()); passages++) {
    await window.keyboard.insertText(PASSAGE);
    typed += PASSAGE;
    await expect(saved().or(problem())).toBeVisible();
  }
  await expect(problem()).toContainText('The disk is full.');
  await expect(problem()).toContainText('Make room on the disk');
  await expect(problem()).toBeInViewport({ ratio: 0.9 });
  await photograph(launched, 'disk-full-draft');
  await rows().nth(3).click();
  await expect(writing()).toHaveText('');
  await rows().nth(4).click();
  await expect(writing()).toHaveText(typed);
  await expect(problem()).toBeVisible();
});

test('with room again the draft is saved and the mail arrives, without a click, and the store is sound', async () => {
  rmSync(ballast);
  await expect(saved()).toBeVisible({ timeout: 30_000 });
  await expect(problem()).toHaveCount(0);
  await expect(rows().first()).toContainText('Too large for today', { timeout: 90_000 });
  await expect(status()).toContainText('Up to date', { timeout: 30_000 });
  const engine = await connectEngine(window);
  expect((await engine.session.doctor({})).integrity).toBe('ok');
  expect((await engine.drafts.list({})).map(({ text }) => text)).toEqual([typed]);
});
