/** Attachments of mail in the real window: shown, documents page by page, opened and saved. */
import {
  chmodSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  statSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { expect, type Page, test } from '@playwright/test';
import { deliver } from '../rig/deliver.ts';
import { ALICE, BOB, DovecotServer } from '../rig/dovecot.ts';
import { pdf } from '../rig/pdf.ts';
import { png } from '../rig/png.ts';
import { removeDirectory } from '../rig/server-process.ts';
import { waitFor } from '../rig/wait-for.ts';
import { connectMailbox } from './accounts.ts';
import { connectEngine } from './engine-client.ts';
import { type LaunchedApp, launchApp } from './launch.ts';
import { photograph } from './photograph.ts';

const MARKER = 'quillwort-marker-91';

const directory = mkdtempSync(join(tmpdir(), 'skein-attachments-'));
const profile = join(directory, 'profile');
const opened = join(directory, 'opened.log');
const copies = join(profile, 'opened');

let dovecot: DovecotServer;
let launched: LaunchedApp;
let window: Page;

const part = (name: string, type: string, bytes: Buffer) =>
  [
    '--part',
    `Content-Type: ${type}; name="${name}"`,
    `Content-Disposition: attachment; filename="${name}"`,
    'Content-Transfer-Encoding: base64',
    '',
    bytes.toString('base64').replace(/.{76}/g, '$&\r\n'),
    '',
  ].join('\r\n');

const mail = (subject: string, from: string, parts: string[]) =>
  [
    `From: ${from}`,
    `To: ${ALICE.address}`,
    `Subject: ${subject}`,
    `Message-ID: <${subject.replaceAll(' ', '-')}@example.test>`,
    `Date: ${new Date().toUTCString().replace('GMT', '+0000')}`,
    'MIME-Version: 1.0',
    'Content-Type: multipart/mixed; boundary=part',
    '',
    '--part',
    'Content-Type: text/plain; charset=utf-8',
    '',
    'All that we need.',
    '',
    ...parts,
    '--part--',
    '',
  ].join('\r\n');

const papers = () =>
  mail('Papers for Monday', `Bob Hollis <${BOB.address}>`, [
    part('site.png', 'image/png', png(640, 420)),
    part('notes.txt', 'text/plain', Buffer.from(`<script>document.title = 1</script> ${MARKER} größe`)),
    part('plan.pdf', 'application/pdf', Buffer.from(`%PDF-1.4 ${MARKER}`)),
    part('setup.exe', 'application/octet-stream', Buffer.from(`MZ ${MARKER}`)),
  ]);

const PAGES = Array.from(
  { length: 40 },
  (_, index) => `Chapter ${index + 1}${index === 29 ? ' quillwort' : ''}`,
);

const documents = () =>
  mail('Annual report', 'Cora Finch <cora@example.test>', [
    part('report.pdf', 'application/pdf', pdf(PAGES, { link: 'https://figures.example/2026' })),
    part('salaries.pdf', 'application/octet-stream', pdf(['Salaries of 2026'], { password: 'heron' })),
    part('torn.pdf', 'application/pdf', pdf(PAGES).subarray(0, 300)),
  ]);

/** A program of the system that writes down what it was given, in place of a viewer. */
function fakeOpener(): string {
  const bin = join(directory, 'bin');
  mkdirSync(bin);
  writeFileSync(join(bin, 'xdg-open'), `#!/bin/sh\nprintf '%s\\n' "$1" >> '${opened}'\n`);
  chmodSync(join(bin, 'xdg-open'), 0o755);
  return bin;
}

/** What the opener was given: whole lines only, since the file is there before its first line is. */
const openedPaths = () => (existsSync(opened) ? readFileSync(opened, 'utf8').split('\n').slice(0, -1) : []);
const viewer = () => window.getByRole('dialog');
const openThread = async (name: RegExp) => {
  await window.getByRole('navigation', { name: 'Places' }).getByRole('button', { name: /Inbox/ }).click();
  await window.getByRole('option', { name }).click();
};

/** What the system's dialogs answer from here on: where to save, and which button of a warning. */
const answerDialogs = (answers: { filePath?: string; folder?: string; button?: number }) =>
  launched.app.evaluate(({ dialog }, { filePath, folder, button }) => {
    Object.assign(dialog, {
      showSaveDialog: async () => ({ canceled: !filePath, filePath: filePath ?? '' }),
      showOpenDialog: async () => ({ canceled: !folder, filePaths: folder ? [folder] : [] }),
      showMessageBox: async () => {
        (globalThis as { warned?: boolean }).warned = true;
        return { response: button ?? 0 };
      },
    });
    (globalThis as { warned?: boolean }).warned = false;
  }, answers);
const warned = () => launched.app.evaluate(() => (globalThis as { warned?: boolean }).warned);

test.describe.configure({ mode: 'serial', timeout: 120_000 });
test.skip(!DovecotServer.installed(), 'Dovecot is needed');

test.beforeAll(async () => {
  dovecot = await DovecotServer.start();
  launched = await launchApp({ profile, env: { PATH: `${fakeOpener()}:${process.env.PATH}` } });
  window = launched.window;
  await connectMailbox(await connectEngine(window), dovecot);
  await deliver(dovecot.ports.lmtp, { from: BOB.address, to: ALICE.address, source: papers() });
  await deliver(dovecot.ports.lmtp, { from: BOB.address, to: ALICE.address, source: documents() });
});

test.afterAll(async () => {
  await launched?.close();
  await dovecot?.stop();
  await removeDirectory(directory);
});

test('attachments are shown one after the other, in frames without scripts', async () => {
  await openThread(/Bob Hollis/);
  await window.getByRole('button', { name: /Show site\.png/ }).click();
  await expect(viewer().getByRole('img', { name: /site\.png/ })).toBeVisible();
  await expect(viewer()).toContainText('1 of 4');
  await window.keyboard.press('ArrowRight');
  const frame = viewer().frameLocator('iframe');
  await expect(frame.getByText(MARKER)).toBeVisible();
  await expect(frame.locator('pre')).toContainText('<script>document.title = 1</script>');
  await expect(frame.locator('pre')).toContainText('größe');
  expect(await viewer().locator('iframe').getAttribute('sandbox')).toBe('');
  // Keys pressed in the frame still belong to the viewer. (Not one that takes the frame away: its end is waited for.)
  const target = join(directory, 'from-frame.txt');
  await answerDialogs({ filePath: target });
  await frame.locator('pre').click();
  await window.keyboard.press('s');
  await waitFor('the file', () => existsSync(target));
  await viewer().getByRole('button', { name: 'Next file' }).click();
  await expect(viewer()).toContainText('This document cannot be shown');
  await window.keyboard.press('ArrowRight');
  await expect(viewer()).toContainText('This file can harm your computer');
  await expect(viewer().getByRole('button', { name: 'Open', exact: true })).toHaveCount(0);
  await window.keyboard.press('Escape');
  await expect(viewer()).toHaveCount(0);
});

test('a document is shown page by page in a frame that reaches nothing but that document', async () => {
  await openThread(/Cora Finch/);
  await window.getByRole('button', { name: /Show report\.pdf/ }).click();
  const frame = viewer().frameLocator('iframe');
  const bar = viewer().getByRole('toolbar');
  await expect(frame.getByText('Chapter 1', { exact: true })).toBeVisible({ timeout: 30_000 });
  await expect(bar).toContainText('of 40');
  await photograph(launched, 'pdf');
  // Only what is looked at is drawn.
  expect(await frame.locator('canvas').count()).toBeLessThan(8);
  await expect(frame.locator('#pages')).toBeFocused();
  await window.keyboard.press('End');
  await expect(frame.getByText('Chapter 40')).toBeVisible();
  await expect(bar.getByLabel('Page', { exact: true })).toHaveValue('40');
  await bar.getByLabel('Page', { exact: true }).fill('7');
  await window.keyboard.press('Enter');
  await expect(frame.getByText('Chapter 7')).toBeVisible();
  const before = await bar.getByText(/ %$/).textContent();
  await frame.locator('#pages').focus();
  await window.keyboard.press('+');
  await expect(bar.getByText(/ %$/)).not.toHaveText(before!);
  await window.keyboard.press('0');
  await expect(bar.getByText(/ %$/)).toHaveText(before!);
  await window.keyboard.press('Control+f');
  await window.keyboard.type('quillwort');
  await expect(bar.getByRole('status')).toHaveText('1 of 1');
  await expect(frame.locator('.highlight.selected')).toBeVisible();
  await expect(bar.getByLabel('Page', { exact: true })).toHaveValue('30');
  await photograph(launched, 'pdf-found');

  const inside = await (await viewer().locator('iframe').elementHandle())!.contentFrame();
  const reached = await inside!.evaluate(async () => {
    // What a debugger calls may evaluate; what a timer calls may what the page may.
    await new Promise((done) => setTimeout(done));
    const tries = {
      network: () => fetch('https://example.com/'),
      window: () => parent.document.title,
      engine: () => (globalThis as { skein?: object }).skein!.toString(),
      other: () => fetch('skein-message://attachment/x'),
      evaluated: () => new Function('return 1')(),
    };
    const got: string[] = [];
    for (const [name, attempt] of Object.entries(tries)) {
      try {
        await attempt();
        got.push(name);
      } catch {
        // Refused, as it should be.
      }
    }
    return got;
  });
  expect(reached).toEqual([]);

  await bar.getByLabel('Page', { exact: true }).fill('1');
  await window.keyboard.press('Enter');
  await frame.locator('.linkAnnotation a').click();
  await expect(window.getByRole('dialog', { name: 'Open this link?' })).toContainText('figures.example');
  await window.keyboard.press('Escape');
  await expect(window.getByRole('dialog')).toHaveCount(1);
});

test('a document that is locked asks for its password, a damaged one says so', async () => {
  await viewer().getByRole('button', { name: 'Next file' }).click();
  await expect(viewer()).toContainText('This document is locked with a password', { timeout: 30_000 });
  await photograph(launched, 'pdf-locked');
  await viewer().getByLabel('Password of the document').fill('egret');
  await window.keyboard.press('Enter');
  await expect(viewer()).toContainText('That is not its password.');
  await viewer().getByLabel('Password of the document').fill('heron');
  await window.keyboard.press('Enter');
  await expect(viewer().frameLocator('iframe').getByText('Salaries of 2026')).toBeVisible();
  await viewer().getByRole('button', { name: 'Next file' }).click();
  await expect(viewer()).toContainText('This document cannot be shown', { timeout: 30_000 });
  await expect(viewer().getByRole('button', { name: 'Open', exact: true })).toBeVisible();
  await window.keyboard.press('Escape');
  await openThread(/Bob Hollis/);
});

test('a file is opened by the system’s program from a private copy, a program never', async () => {
  await window.getByRole('button', { name: /Show plan\.pdf/ }).click();
  await expect(viewer()).toContainText('3 of 4');
  await window.keyboard.press('o');
  await waitFor('the system to be asked', () => openedPaths().length === 1);
  const path = openedPaths()[0]!;
  expect(path.startsWith(copies)).toBe(true);
  expect(path.endsWith('/plan.pdf')).toBe(true);
  expect(readFileSync(path, 'utf8')).toBe(`%PDF-1.4 ${MARKER}`);
  const mode = (of: string) => (statSync(of).mode & 0o777).toString(8);
  expect([mode(copies), mode(dirname(path)), mode(path)]).toEqual(['700', '700', '400']);
  await window.keyboard.press('ArrowRight');
  await window.keyboard.press('o');
  await expect(window.getByText(/Skein does not open it/).first()).toBeVisible();
  expect(openedPaths()).toHaveLength(1);
  await window.keyboard.press('Escape');
});

test('files are saved where the user says, programs only after a warning, several without writing over any', async () => {
  const folder = join(directory, 'saved');
  mkdirSync(folder);
  const target = join(folder, 'notes.txt');
  await answerDialogs({ filePath: target });
  await window.getByRole('button', { name: 'Save notes.txt' }).click();
  await expect.poll(() => existsSync(target) && readFileSync(target, 'utf8')).toContain(MARKER);

  const program = join(folder, 'setup.exe');
  await answerDialogs({ filePath: program, button: 0 });
  await window.getByRole('button', { name: 'Save setup.exe' }).click();
  await expect.poll(warned).toBe(true);
  await answerDialogs({ folder, button: 1 });
  await window.getByRole('button', { name: 'Save all' }).click();
  await waitFor('the others', () => readdirSync(folder).length === 4);
  expect(readdirSync(folder).sort()).toEqual(['notes (2).txt', 'notes.txt', 'plan.pdf', 'site.png']);
  await answerDialogs({ filePath: program, button: 1 });
  await window.getByRole('button', { name: 'Save setup.exe' }).click();
  await waitFor('the program', () => existsSync(program));
});

test('copies that were opened go at the end, and at the start after a crash', async () => {
  expect(readdirSync(copies)).toHaveLength(1);
  await launched.close();
  expect(existsSync(copies)).toBe(false);
  mkdirSync(join(copies, 'file-left'), { recursive: true });
  writeFileSync(join(copies, 'file-left', 'plan.pdf'), MARKER);
  launched = await launchApp({ profile, env: { PATH: `${join(directory, 'bin')}:${process.env.PATH}` } });
  window = launched.window;
  await openThread(/Bob Hollis/);
  expect(existsSync(copies)).toBe(false);
});
