/** Mail from files and to files in the real window. */
import { existsSync, mkdirSync, mkdtempSync, readFileSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { basename, join } from 'node:path';
import { expect, type Page, test } from '@playwright/test';
import { mboxEntry } from '#engine/export/mbox.ts';
import { filesBelow } from '../rig/files-below.ts';
import { generateMessages } from '../rig/generate.ts';
import { removeDirectory } from '../rig/server-process.ts';
import { violations } from './axe.ts';
import { enginePid, type LaunchedApp, launchApp } from './launch.ts';
import { photograph } from './photograph.ts';

const COUNT = 900;
const directory = mkdtempSync(join(tmpdir(), 'skein-transfers-'));
const mail = join(directory, 'Old mail');
const exported = join(directory, 'exported');
let launched: LaunchedApp;
let window: Page;

const letter = (subject: string, more = '') =>
  `From: Ana Ribeiro <ana@example.org>\nTo: sam@home.example\nSubject: ${subject}\n` +
  `Date: Sun, 22 Nov 2026 10:00:00 +0100\nMessage-ID: <${subject.length}@example.org>\n${more}\nFrom here on.\n\0\xff`;
const ODD = Buffer.from(letter('A letter from long ago', 'X-Mozilla-Status: 0004\n'), 'latin1');

/** Where the system's dialog saves from here on. */
const answerSaving = (filePath: string) =>
  launched.app.evaluate(({ dialog }, path) => {
    Object.assign(dialog, { showSaveDialog: async () => ({ canceled: path === '', filePath: path }) });
  }, filePath);
/** What the system's dialog answers from here on. */
const answerDialog = (filePaths: string[]) =>
  launched.app.evaluate(({ dialog }, paths) => {
    Object.assign(dialog, {
      showOpenDialog: async () => ({ canceled: paths.length === 0, filePaths: paths }),
    });
  }, filePaths);
const status = () => window.locator('footer[data-region=status]');
const section = () => window.getByRole('tabpanel', { name: 'Import and export' });
const runCommand = async (name: string) => {
  await window.keyboard.press('Control+k');
  await window.getByRole('combobox').fill(name);
  await window.keyboard.press('Enter');
};

test.describe.configure({ mode: 'serial' });

test.beforeAll(async () => {
  mkdirSync(join(mail, 'Inbox.sbd'), { recursive: true });
  mkdirSync(exported);
  const entry = (source: Buffer) => mboxEntry(source, 'ana@example.org', Date.UTC(2020, 1, 1));
  const many = [...generateMessages({ count: COUNT })].map(({ source }) => entry(source));
  writeFileSync(join(mail, 'Archive 2020'), Buffer.concat(many));
  writeFileSync(
    join(mail, 'Inbox'),
    Buffer.concat([entry(ODD), Buffer.from('From - Sun Nov 22 09:00:00 2026\n\n')]),
  );
  writeFileSync(join(mail, 'Inbox.sbd', 'Choir'), entry(Buffer.from(letter('Rehearsal'), 'latin1')));
  launched = await launchApp();
  window = launched.window;
});

test.afterAll(async () => {
  await launched?.close();
  await removeDirectory(directory);
});

test('a folder of mail is imported in the background, can be stopped or killed, and goes on', async () => {
  await window.getByRole('button', { name: /Import mail from files/ }).click();
  await expect(section()).toContainText('They are only read');
  await photograph(launched, 'transfers-first');
  expect(await violations(window)).toEqual([]);
  await answerDialog([]);
  await section().getByRole('button', { name: 'Choose a folder…' }).click();
  await expect(section().getByRole('button', { name: 'Choose a folder…' })).toBeVisible();
  await answerDialog([mail]);
  await section().getByRole('button', { name: 'Choose a folder…' }).click();
  await expect(section()).toContainText('Reading Archive 2020');
  await expect(status()).toContainText('Importing mail');
  await section().getByRole('button', { name: 'Stop' }).click();
  await expect(section()).toContainText('The import is not complete');
  await photograph(launched, 'transfers-stopped');
  await section().getByRole('button', { name: 'Go on' }).click();
  await expect(section().getByRole('progressbar')).toBeVisible();
  await photograph(launched, 'transfers-running');
  process.kill(await enginePid(launched.app), 'SIGKILL');
  await expect(section()).toContainText('The import is complete', { timeout: 60_000 });
  await expect(section()).toContainText(/90\d messages imported/);
  await section().getByText('1 message was left out').click();
  await expect(section()).toContainText('There is nothing in it');
  await photograph(launched, 'transfers-done');
  expect(await violations(window)).toEqual([]);
});

test('imported mail is where it was, and can be worked with', async () => {
  const places = window.getByRole('navigation', { name: 'Places' });
  await places.getByRole('button', { name: /^Choir/ }).click();
  const rehearsal = window.getByRole('option', { name: /Rehearsal/ });
  await rehearsal.click();
  await places
    .getByRole('button', { name: /^Inbox, 1 unread|^Inbox/ })
    .first()
    .click();
  const old = window.getByRole('option', { name: /A letter from long ago/ });
  await expect(old).toBeVisible();
  await photograph(launched, 'transfers-inbox');
  await old.click();
  await window.keyboard.press('e');
  await expect(old).toHaveCount(0);
  await places
    .getByRole('button', { name: /^Archive/ })
    .first()
    .click();
  await expect(old.first()).toBeVisible();
  await expect(status()).toContainText('On this computer only');
});

test('a thread is exported byte for byte, after a word about what is not encrypted', async () => {
  await window
    .getByRole('option', { name: /A letter from long ago/ })
    .first()
    .click();
  await runCommand('export threads');
  const dialog = window.getByRole('dialog');
  await expect(dialog).toContainText('not encrypted');
  await expect(dialog.getByRole('radio', { name: 'This thread' })).toBeChecked();
  await dialog.getByRole('radio', { name: /A file for each message/ }).check();
  await photograph(launched, 'transfers-export');
  expect(await violations(window)).toEqual([]);
  await answerDialog([exported]);
  await dialog.getByRole('button', { name: 'Choose where…' }).click();
  await expect(section()).toContainText('The export is complete');
  await expect(section()).toContainText(`1 message in 1 file in ${exported}`);
  await photograph(launched, 'transfers-exported');
  const files = [...filesBelow(exported)];
  expect(files).toHaveLength(1);
  expect(files[0]?.[1].equals(ODD)).toBe(true);
});

test('a message is saved as its source, dragged out as a file, and printed', async () => {
  await window
    .getByRole('navigation', { name: 'Places' })
    .getByRole('button', { name: /^Archive/ })
    .first()
    .click();
  await window
    .getByRole('option', { name: /A letter from long ago/ })
    .first()
    .click();
  const card = window.getByRole('article', { name: /Ana Ribeiro/ });
  const menu = async (name: string) => {
    await card.getByRole('button', { name: 'More' }).click();
    await window.getByRole('menuitem', { name }).click();
  };
  const eml = join(directory, 'saved.eml');
  await answerSaving(eml);
  await menu('Save as .eml…');
  await expect(window.getByRole('region', { name: 'Notices' })).toContainText('Saved, not encrypted.');
  expect(readFileSync(eml).equals(ODD)).toBe(true);

  const pdf = join(directory, 'saved.pdf');
  await answerSaving(pdf);
  await card.getByRole('button', { name: 'More' }).click();
  await photograph(launched, 'transfers-message-menu');
  await window.getByRole('menuitem', { name: 'Save as PDF…' }).click();
  await expect.poll(() => existsSync(pdf) && statSync(pdf).size > 1000, { timeout: 20_000 }).toBe(true);
  expect(readFileSync(pdf, 'latin1')).toMatch(/^%PDF-/);

  // No printer and no other program here: what the system would be given is looked at instead.
  await launched.app.evaluate(({ app }) => {
    app.on('browser-window-created', (_event, { webContents }) => {
      webContents.print = (_options, done) => {
        Object.assign(globalThis, { printed: webContents.getURL() });
        done?.(false, 'Print job canceled');
      };
    });
  });
  await window.keyboard.press('Control+p');
  const printed = () => launched.app.evaluate(() => (globalThis as { printed?: string }).printed);
  await expect.poll(printed).toMatch(/^skein-message:\/\/print\//);
  await launched.app.evaluate(({ BrowserWindow }) => {
    BrowserWindow.getAllWindows()[0]!.webContents.startDrag = ({ file }) =>
      Object.assign(globalThis, { dragged: file });
  });
  await card.locator('header').dispatchEvent('dragstart');
  const dragged = () => launched.app.evaluate(() => (globalThis as { dragged?: string }).dragged);
  await expect.poll(dragged).toMatch(/A letter from long ago\.eml$/);
  expect(readFileSync((await dragged())!).equals(ODD)).toBe(true);

  await launched.app.evaluate(({ BrowserWindow }) => {
    BrowserWindow.getAllWindows()[0]!.webContents.startDrag = ({ files }) =>
      Object.assign(globalThis, { draggedFiles: files });
  });
  const rows = window.getByRole('listbox').getByRole('option');
  await window.keyboard.press('Escape');
  await rows.nth(0).click({ modifiers: ['Control'] });
  await rows.nth(1).click({ modifiers: ['Control'] });
  await rows.nth(0).dispatchEvent('dragstart');
  const draggedFiles = () =>
    launched.app.evaluate(() => (globalThis as { draggedFiles?: string[] }).draggedFiles ?? []);
  await expect.poll(async () => (await draggedFiles()).length).toBeGreaterThan(1);
  const names = (await draggedFiles()).map((path) => basename(path));
  expect(new Set(names).size).toBe(names.length);
});
