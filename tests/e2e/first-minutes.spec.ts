import { mkdtempSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, type Page, test } from '@playwright/test';
import { removeDirectory } from '../rig/server-process.ts';
import { type LaunchedApp, launchApp } from './launch.ts';
import { photograph } from './photograph.ts';

const profile = mkdtempSync(join(tmpdir(), 'skein-first-'));
let launched: LaunchedApp;
let window: Page;

test.describe.configure({ mode: 'serial' });

async function start(): Promise<void> {
  launched = await launchApp({ profile });
  window = launched.window;
}

test.beforeAll(async () => {
  await start();
  await window.getByRole('button', { name: 'Look around with a sample' }).click();
  await expect(ana()).toBeVisible();
});

test.afterAll(async () => {
  await launched?.close();
  await removeDirectory(profile);
});

const ana = () => window.getByRole('option', { name: /Ana Ribeiro/ }).first();
const hint = () => window.getByRole('complementary', { name: 'Hint' });
const joined = () => window.getByText('Mail and texts of one person');

test('three quiet hints are shown one at a time, each until it was read or done', async () => {
  await expect(hint()).toContainText('Ctrl+K');
  await photograph(launched, 'hint-palette');
  await window.keyboard.press('Control+k');
  await expect(window.getByRole('dialog')).toBeVisible();
  await window.keyboard.press('Escape');
  await expect(hint()).toHaveCount(0);
  await ana().click();
  await expect(hint()).toContainText('shows or hides the person');
  await window.keyboard.press('Shift+u');
  const notice = window.getByRole('region', { name: 'Notices' }).getByRole('listitem');
  await expect(notice).toBeVisible();
  const [above, below] = await Promise.all([notice.boundingBox(), hint().boundingBox()]);
  expect(above!.y + above!.height).toBeLessThanOrEqual(below!.y);
  await notice.getByRole('button', { name: 'Dismiss' }).click();
  await hint().getByRole('button', { name: 'Got it' }).click();
  await expect(hint()).toContainText('writes a text');
  await photograph(launched, 'hint-text');
  await hint().getByRole('button', { name: 'No more hints' }).click();
  await expect(hint()).toHaveCount(0);
});

test('the first thread of mail and texts says why, once, and how to take it apart', async () => {
  await expect(joined()).toBeInViewport();
  await expect(window.getByText('Skein shows them as one thread')).toBeInViewport();
  await photograph(launched, 'joined');
  await window.getByRole('button', { name: 'Take apart' }).first().click();
  await expect(window.getByRole('option', { name: /Ana Ribeiro/ })).toHaveCount(2);
  await window.getByRole('button', { name: /Undo/ }).click();
  await expect(window.getByRole('option', { name: /Ana Ribeiro/ })).toHaveCount(1);
});

test('in a narrow window the list is there again when a new message is left', async () => {
  const resize = (width: number) =>
    launched.app.evaluate(
      ({ BrowserWindow }, to) => BrowserWindow.getAllWindows()[0]?.setContentSize(to, 620),
      width,
    );
  await window.keyboard.press('g');
  await window.keyboard.press('i');
  await resize(760);
  await window.keyboard.press('c');
  await expect(window.getByLabel('Subject')).toBeVisible();
  await window.getByRole('button', { name: 'Close', exact: true }).click();
  await expect(ana()).toBeVisible();
  await resize(1360);
});

test('neither comes again after a start', async () => {
  await launched.close();
  await start();
  await ana().click();
  await expect(window.getByRole('textbox', { name: 'Message' })).toBeVisible();
  await expect(joined()).toHaveCount(0);
  await expect(hint()).toHaveCount(0);
});
