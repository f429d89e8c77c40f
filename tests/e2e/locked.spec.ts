import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, type Page, test } from '@playwright/test';
import { removeDirectory } from '../rig/server-process.ts';
import { violations } from './axe.ts';
import { enginePid, type LaunchedApp, launchApp } from './launch.ts';

/** No keychain: the session bus, on which there is one, cannot be found. */
const noKeychain = { DBUS_SESSION_BUS_ADDRESS: 'unix:path=/nonexistent/bus' };
const FIRST = 'four unrelated garden words';
const SECOND = 'another set of garden words';

let profile: string;
let launched: LaunchedApp;
let window: Page;
let exported = '';

const start = async () => {
  launched = await launchApp({ profile, env: noKeychain });
  window = launched.window;
};

const accessible = async () => {
  for (const colorScheme of ['light', 'dark'] as const) {
    await window.emulateMedia({ colorScheme });
    expect(await violations(window)).toEqual([]);
  }
};

const openPrivacy = async () => {
  await window.getByRole('button', { name: 'Settings' }).click();
  await window.getByRole('tab', { name: 'Privacy' }).click();
};

test.describe.configure({ mode: 'serial', timeout: 90_000 });

test.beforeAll(() => {
  profile = mkdtempSync(join(tmpdir(), 'skein-e2e-'));
});

test.afterAll(async () => {
  await launched?.close();
  await removeDirectory(profile);
});

test('without a keychain a passphrase is chosen', async () => {
  await start();
  await expect(window.getByText('Choose a passphrase')).toBeVisible();
  await accessible();
  await window.getByLabel('Passphrase', { exact: true }).fill(FIRST);
  await window.getByLabel('The same once more').fill(FIRST);
  await window.getByRole('button', { name: 'Encrypt and start' }).click();
  await window.getByRole('button', { name: /Look around with a sample/ }).click();
  await expect(window.getByRole('option', { name: /Ana Ribeiro/ })).toBeVisible();
});

test('the key is exported, and the copy checked', async () => {
  await openPrivacy();
  await window.getByRole('button', { name: 'Export the key…' }).click();
  await window.getByRole('button', { name: 'Show the key' }).click();
  exported = (await window.getByLabel(/64 hexadecimal digits/).textContent()) ?? '';
  expect(exported.replace(/\s/g, '')).toMatch(/^[0-9a-f]{64}$/);
  await window.getByRole('button', { name: 'Done' }).click();
  await window.getByRole('button', { name: 'Check an exported key…' }).click();
  await accessible();
  const field = window.getByRole('textbox', { name: 'Exported key' });
  await field.fill('0'.repeat(64));
  await window.getByRole('button', { name: 'Check', exact: true }).click();
  await expect(window.getByText('This key does not open the store of this profile.')).toBeVisible();
  await field.fill(exported);
  await window.getByRole('button', { name: 'Check', exact: true }).click();
  await expect(window.getByText('This key opens your store.')).toBeVisible();
});

test('a locked store opens with its passphrase and with no other', async () => {
  await launched.close();
  await start();
  const field = window.getByLabel('Passphrase', { exact: true });
  await expect(field).toBeFocused();
  await accessible();
  await field.fill(SECOND);
  await window.keyboard.press('Enter');
  await expect(window.getByText(/capital letters and the keyboard layout/)).toBeVisible();
  await accessible();
});

test('a forgotten passphrase: the exported key opens the store and a new passphrase keeps it', async () => {
  await window.getByRole('button', { name: 'Use the exported key' }).click();
  await accessible();
  await window.getByRole('textbox', { name: 'Exported key' }).fill(exported);
  await window.getByLabel('New passphrase', { exact: true }).fill(SECOND);
  await window.getByLabel('The same once more').fill(SECOND);
  await window.getByRole('button', { name: 'Open with this key' }).click();
  await expect(window.getByRole('option', { name: /Ana Ribeiro/ })).toBeVisible({ timeout: 30_000 });
  await launched.close();
  await start();
  await window.getByLabel('Passphrase', { exact: true }).fill(SECOND);
  await window.keyboard.press('Enter');
  await expect(window.getByRole('option', { name: /Ana Ribeiro/ })).toBeVisible({ timeout: 30_000 });
});

test('when the engine ends every window is locked, and unlocking one opens them all', async () => {
  const [other] = await Promise.all([
    launched.app.waitForEvent('window'),
    window.keyboard.press('Control+Shift+N'),
  ]);
  await expect(other.getByRole('option', { name: /Ana Ribeiro/ })).toBeVisible();
  process.kill(await enginePid(launched.app), 'SIGKILL');
  await expect(other.getByLabel('Passphrase', { exact: true })).toBeVisible();
  await window.getByLabel('Passphrase', { exact: true }).fill(SECOND);
  await window.keyboard.press('Enter');
  for (const page of [window, other])
    await expect(page.getByRole('option', { name: /Ana Ribeiro/ })).toBeVisible({ timeout: 30_000 });
});

test('a store without a key says so, and the exported key opens it', async () => {
  await launched.close();
  // As after a move to another computer: the store is there, what held its key is not.
  for (const name of ['profile.json', 'key.json', 'secrets.json'])
    rmSync(join(profile, name), { force: true });
  launched = await launchApp({ profile });
  window = launched.window;
  await expect(window.getByText('The key of this store is not here')).toBeVisible();
  await accessible();
  await window.getByRole('textbox', { name: 'Exported key' }).fill(exported);
  await window.getByRole('button', { name: 'Open with this key' }).click();
  await expect(window.getByRole('option', { name: /Ana Ribeiro/ })).toBeVisible({ timeout: 30_000 });
});
