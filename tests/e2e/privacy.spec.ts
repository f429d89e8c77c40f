import { mkdtempSync, readFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, type Page, test } from '@playwright/test';
import { systemKeychain } from '#engine/store/keychain.ts';
import { filesBelow } from '../rig/files-below.ts';
import { removeDirectory } from '../rig/server-process.ts';
import { TwilioSimulator } from '../rig/twilio-simulator/simulator.ts';
import { decryptedPages } from '../unit/store/support/decrypted-pages.ts';
import { connectNumber } from './accounts.ts';
import { connectEngine } from './engine-client.ts';
import { type LaunchedApp, launchApp } from './launch.ts';

const DRAFT_MARKER = 'periwinkle-lantern-47';
const SUBJECT = 'Roof survey: access on Thursday';
const BODY = 'someone open the north gate before eight';
const AUTHOR = 'ana@ribeiro-survey.example';
const OWN_ADDRESS = 'nadia@harborstudio.example';
const OWN_NUMBER = '+15555550100';

const keychain = systemKeychain();
let carrier: TwilioSimulator;
let profile: string;
let launched: LaunchedApp;
let window: Page;

/** What is written about the profile, to find its keychain entries again once it is gone. */
interface Description {
  id: string;
  secrets: string[];
}

const describeProfile = (): Description => JSON.parse(readFileSync(join(profile, 'profile.json'), 'utf8'));
const keyOf = ({ id }: Description) => keychain.get(`${id}/store-key`);

/** Which of these are in any file of the profile; texts as UTF-8 or UTF-16. */
function foundInFiles(wanted: (string | Buffer)[]): string[] {
  const found: string[] = [];
  for (const [path, bytes] of filesBelow(profile)) {
    for (const each of wanted) {
      const wide = typeof each === 'string' ? Buffer.from(each, 'utf16le') : each;
      if (bytes.includes(each) || bytes.includes(wide)) found.push(`${each} in ${path}`);
    }
  }
  return found;
}

/** Which of the texts are in the store's pages, decrypted, free ones and the log included. Close the app before. */
async function foundInStore(texts: string[]): Promise<string[]> {
  const key = await keyOf(describeProfile());
  const pages = decryptedPages(join(profile, 'store.db'), key!);
  return texts.filter((text) => pages.includes(text));
}

async function runCommand(page: Page, name: string): Promise<void> {
  await page.keyboard.press('Control+k');
  await page.getByRole('dialog').getByRole('combobox').fill(name);
  await page.getByRole('option', { name }).first().click();
}

async function openSettings(section: string): Promise<void> {
  await window.getByRole('button', { name: 'Settings' }).click();
  await window.getByRole('tab', { name: section }).click();
}

/** Presses the dialog's button that deletes, waits for the receipt, and closes it. */
async function confirm(button: string): Promise<void> {
  const dialog = window.getByRole('dialog');
  await dialog.getByRole('button', { name: button, exact: true }).click();
  await expect(dialog.getByText('Checked afterwards')).toBeVisible({ timeout: 30_000 });
  await dialog.getByRole('button', { name: 'Close' }).last().click();
  await expect(dialog).toHaveCount(0);
}

async function start(): Promise<void> {
  launched = await launchApp({ profile });
  window = launched.window;
}

test.beforeEach(async () => {
  profile = mkdtempSync(join(tmpdir(), 'skein-privacy-'));
  await start();
  await window.getByRole('button', { name: 'Look around with a sample' }).click();
  await expect(window.getByRole('listbox', { name: /Inbox/ })).toBeVisible();
});

test.afterEach(async () => {
  await launched.close();
  await removeDirectory(profile);
});

/** Opens Ana's thread and writes an answer that is saved and not sent. */
async function writeDraft(): Promise<void> {
  await window
    .getByRole('option', { name: /Ana Ribeiro/ })
    .first()
    .click();
  await window.getByRole('textbox', { name: 'Message' }).fill(DRAFT_MARKER);
  await expect(window.getByText(/^Saved \S/)).toBeVisible();
}

test('erasing everything leaves no word, no key and no secret behind', async () => {
  carrier = await TwilioSimulator.start({ numbers: [OWN_NUMBER] });
  try {
    const engine = await connectEngine(window);
    await connectNumber(engine, carrier, OWN_NUMBER, 'Nadia Marsh');
    await writeDraft();
    const before = describeProfile();
    const key = await keyOf(before);
    expect(key).toMatch(/^[0-9a-f]{64}$/);
    expect(before.secrets).toHaveLength(1);
    const secretEntry = `${before.id}/secret/${before.secrets[0]}`;
    const oldStore = readFileSync(join(profile, 'store.db')).subarray(0, 16);

    await openSettings('Privacy');
    await window.getByRole('button', { name: 'Delete everything from this computer…' }).click();
    const dialog = window.getByRole('dialog');
    const run = dialog.getByRole('button', { name: 'Delete everything', exact: true });
    await expect(run).toBeDisabled();
    await dialog.getByRole('textbox').fill('eras');
    await expect(run).toBeDisabled();
    await dialog.getByRole('textbox').fill('erase');
    await confirm('Delete everything');
    await expect(window.getByRole('button', { name: 'Look around with a sample' })).toBeVisible();

    const markers = [SUBJECT, BODY, AUTHOR, OWN_ADDRESS, DRAFT_MARKER, OWN_NUMBER, carrier.key.secret];
    const secrets = [key!, before.id, Buffer.from(key!, 'hex')];
    expect(foundInFiles([...markers, ...secrets])).toEqual([]);
    expect(await keychain.get(`${before.id}/store-key`)).toBeNull();
    expect(await keychain.get(secretEntry)).toBeNull();
    expect(describeProfile()).toMatchObject({ secrets: [] });
    expect(describeProfile().id).not.toBe(before.id);
    // The salt in which each store begins is its own.
    expect(readFileSync(join(profile, 'store.db')).subarray(0, 16)).not.toEqual(oldStore);
    await launched.close();
    expect(foundInFiles([...markers, ...secrets])).toEqual([]);
    expect(await foundInStore(markers)).toEqual([]);
    await start();
    await expect(window.getByRole('button', { name: 'Look around with a sample' })).toBeVisible();
  } finally {
    await carrier.stop();
  }
});

test('emptying the trash and removing an account leave nothing of them in any page of the store', async () => {
  await writeDraft();
  await launched.close();
  // What is looked for below is there to be found.
  const ana = [SUBJECT, BODY, AUTHOR, DRAFT_MARKER];
  expect(await foundInStore([...ana, OWN_ADDRESS, 'lotte@kramer-glas.example'])).toHaveLength(6);
  expect(foundInFiles(ana)).toEqual([]);

  await start();
  await window
    .getByRole('option', { name: /Ana Ribeiro/ })
    .first()
    .click();
  await window.getByRole('button', { name: /Discard draft/ }).click();
  await window.getByRole('listbox', { name: /Inbox/ }).focus();
  await window.keyboard.press('#');
  await expect(window.getByRole('option', { name: /Ana Ribeiro/ })).toHaveCount(0);
  await runCommand(window, 'Empty the trash');
  await confirm('Empty trash');
  await launched.close();
  expect(await foundInStore([BODY, DRAFT_MARKER])).toEqual([]);

  await start();
  await openSettings('Accounts');
  const more = window.getByRole('button', { name: /^More about / });
  // The mail account and the number.
  for (const left of [2, 1]) {
    await expect(more).toHaveCount(left);
    await more.first().click();
    await window.getByRole('menuitem', { name: 'Remove…' }).click();
    await confirm('Remove account');
  }
  await launched.close();
  await start();
  await expect(window.getByRole('button', { name: 'Look around with a sample' })).toBeVisible();
  await launched.close();
  expect(await foundInStore([...ana, OWN_ADDRESS, 'lotte@kramer-glas.example'])).toEqual([]);
  expect(foundInFiles([...ana, OWN_ADDRESS])).toEqual([]);
});
