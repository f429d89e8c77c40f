/** Files in the real window: with texts by way of a host, and the attachments of messages shown, opened and saved. */
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
import { filesBelow } from '../rig/files-below.ts';
import { MediaHostServer } from '../rig/media-host-server.ts';
import { pdf } from '../rig/pdf.ts';
import { noise, png } from '../rig/png.ts';
import { removeDirectory } from '../rig/server-process.ts';
import { TwilioSimulator } from '../rig/twilio-simulator/simulator.ts';
import { findTwilioSpec, SpecChecker } from '../rig/twilio-simulator/spec-checker.ts';
import { waitFor } from '../rig/wait-for.ts';
import { connectMailbox, connectNumber } from './accounts.ts';
import { connectEngine, type EngineClient } from './engine-client.ts';
import { type LaunchedApp, launchApp } from './launch.ts';
import { photograph } from './photograph.ts';

const OWN_NUMBER = '+15555550100';
const ADA = '+12025550143';
const MARKER = 'quillwort-marker-91';
const PHOTO = png(640, 420);

const spec = findTwilioSpec();
const checker = spec ? new SpecChecker(spec) : null;
const directory = mkdtempSync(join(tmpdir(), 'skein-files-'));
const profile = join(directory, 'profile');
const opened = join(directory, 'opened.log');
const copies = join(profile, 'opened');

let dovecot: DovecotServer;
let carrier: TwilioSimulator;
let host: MediaHostServer;
let launched: LaunchedApp;
let window: Page;
let engine: EngineClient;

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
    part('site.png', 'image/png', PHOTO),
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
const composer = () => window.getByRole('form', { name: 'Write' });
const viewer = () => window.getByRole('dialog');
const openThread = async (name: RegExp) => {
  await window.getByRole('navigation', { name: 'Places' }).getByRole('button', { name: /Inbox/ }).click();
  await window.getByRole('option', { name }).first().click();
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

test.beforeAll(async () => {
  test.setTimeout(120_000);
  dovecot = await DovecotServer.start();
  host = await MediaHostServer.start();
  carrier = await TwilioSimulator.start({
    numbers: [OWN_NUMBER],
    autoAdvanceMs: null,
    observe: (exchange) => checker?.check(exchange),
  });
  launched = await launchApp({ profile, env: { PATH: `${fakeOpener()}:${process.env.PATH}` } });
  window = launched.window;
  engine = await connectEngine(window);
  await connectMailbox(engine, dovecot);
  await connectNumber(engine, carrier, OWN_NUMBER, 'Alice Marlow');
  await engine.settings.set({ undoSendSeconds: 0 });
  await deliver(dovecot.ports.lmtp, { from: BOB.address, to: ALICE.address, source: papers() });
  await deliver(dovecot.ports.lmtp, { from: BOB.address, to: ALICE.address, source: documents() });
  carrier.receive({ from: ADA, body: 'Can you send me the picture?' });
});

test.afterAll(async () => {
  await launched?.close();
  await carrier?.stop();
  await host?.stop();
  await dovecot?.stop();
  await removeDirectory(directory);
});

test('a file for a text leads to the setting, which is tried step by step', async () => {
  await openThread(/202.*555.*0143/);
  await window
    .locator('input[type=file]')
    .setInputFiles({ name: 'site.png', mimeType: 'image/png', buffer: PHOTO });
  await expect(composer().getByText('site.png')).toBeVisible();
  await expect(window.getByText('Texts cannot carry files yet')).toBeVisible();
  await window.keyboard.press('Control+Enter');
  expect(carrier.messages('outbound')).toEqual([]);
  await window.getByRole('button', { name: 'Set it up' }).click();

  await window.getByLabel('Upload address').fill(host.url);
  await window.getByLabel('User name').fill(host.username);
  await window.getByLabel('Password or token').fill('not the one');
  await window.getByRole('button', { name: 'Test', exact: true }).click();
  const checks = window.getByRole('list', { name: 'Checks' });
  await expect(checks.getByRole('listitem')).toHaveText([/Putting a small picture there/]);
  await expect(window.getByText('Check the user name and the secret.')).toBeVisible();
  await window.getByLabel('Password or token').fill(host.secret);
  await window.getByRole('button', { name: 'Test', exact: true }).click();
  await expect(checks.getByRole('listitem')).toHaveCount(5);
  await expect(checks.getByText('It was removed and is gone')).toBeVisible();
  expect(host.files.size).toBe(0);
  await window.getByRole('button', { name: 'Save', exact: true }).click();
  await expect(window.getByText('Files of texts are put there from now on.').first()).toBeVisible();

  const state = await engine.mediaHost.get({});
  expect(state.host).toEqual({
    uploadUrl: host.url,
    publicUrl: null,
    username: host.username,
    hasSecret: true,
  });
  expect(JSON.stringify(state)).not.toContain(host.secret);
  for (const [path, bytes] of filesBelow(profile)) expect(bytes.includes(host.secret), path).toBe(false);
});

test('a picture goes out by text, is delivered, and is gone from the host', async () => {
  await openThread(/202.*555.*0143/);
  await expect(window.getByText(/kB of 5 MB · 1 of 10 files/)).toBeVisible();
  await window.getByRole('textbox', { name: 'Message' }).fill('Here it is');
  await window.keyboard.press('Control+Enter');
  const sent = await waitFor('the text at the carrier', () => carrier.messages('outbound').at(0), {
    timeoutMs: 30_000,
  });
  const bubble = window.locator('[data-item]', { hasText: 'Here it is' });
  await expect(bubble).toContainText(/queued/);
  const picture = bubble.getByRole('img', { name: /site\.png/ });
  await expect.poll(() => picture.evaluate((img) => (img as HTMLImageElement).naturalWidth)).toBe(640);
  await waitFor('the carrier to fetch the picture', () => sent.media.length === 1);
  expect(Buffer.from(sent.media[0]!.bytes).equals(PHOTO)).toBe(true);
  expect([...host.files.keys()].map((name) => `${host.url}${name}`)).toEqual(sent.mediaUrls);
  carrier.advance();
  carrier.advance();
  await expect(bubble).toContainText(/sent/, { timeout: 60_000 });
  await waitFor('the host to be empty', () => host.files.size === 0);
  carrier.advance();
  await expect(bubble).toContainText(/delivered/, { timeout: 90_000 });
  expect(carrier.messages('outbound')).toHaveLength(1);
  // The trial and the text.
  expect(host.everPut.size).toBe(2);
  expect(checker?.violations ?? []).toEqual([]);
});

test('a picture larger than the carrier takes is said to be, and made smaller', async () => {
  await window
    .locator('input[type=file]')
    .setInputFiles({ name: 'large.png', mimeType: 'image/png', buffer: noise(1600, 1200) });
  await expect(window.getByText('The carrier takes at most 5 MB of files in one text.')).toBeVisible();
  await window.getByRole('button', { name: 'Make pictures smaller' }).click();
  await expect(composer().getByText('large.jpg')).toBeVisible({ timeout: 30_000 });
  await expect(composer().getByText('large.png')).toHaveCount(0);
  await expect(window.getByText(/kB of 5 MB · 1 of 10 files/)).toBeVisible();
  await expect(window.getByRole('button', { name: 'Make pictures smaller' })).toHaveCount(0);
  await window.getByRole('button', { name: 'Remove large.jpg' }).click();
  await expect(composer().getByText('large.jpg')).toHaveCount(0);
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

/** Ada writes, and Skein looks now instead of at its next turn. */
async function receive(body: string): Promise<{ createdAt: number }> {
  const text = carrier.receive({ from: ADA, body });
  await engine.accounts.syncNow({ id: null });
  return text;
}

test('who may not be texted is said where the text is written, and a doubt waits for the user', async () => {
  await receive('please stop texting me');
  await openThread(/202.*555.*0143/);
  await expect(window.getByText('Did they ask for no more texts?')).toBeVisible({ timeout: 60_000 });
  await window.getByRole('textbox', { name: 'Message' }).fill('Sorry');
  await window.keyboard.press('Control+Enter');
  await expect(
    window.getByRole('alert').filter({ hasText: 'Say first what they meant.' }).first(),
  ).toBeVisible();
  await window.getByRole('button', { name: 'They did not mean that' }).click();
  await expect(window.getByText('Did they ask for no more texts?')).toHaveCount(0);
  await window.getByRole('textbox', { name: 'Message' }).click();
  await window.keyboard.press('Control+Enter');
  await waitFor('the text at the carrier', () => carrier.messages('outbound').at(-1)?.body === 'Sorry', {
    timeoutMs: 30_000,
  });
  const stop = await receive('STOP');
  await expect(window.getByText('They wrote “STOP” to +1 555 555 0100')).toBeVisible({ timeout: 60_000 });
  // The carrier dates texts to the second, and of two in one second STOP counts.
  await waitFor('the next second', () => Date.now() >= stop.createdAt + 1000);
  await receive('START');
  await expect(window.getByText(/They wrote “STOP”/)).toHaveCount(0, { timeout: 60_000 });
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
