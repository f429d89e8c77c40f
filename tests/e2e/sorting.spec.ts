/** Sorting in the window: labels, also as the mail server and other programs see them, pinning, the split inbox. */
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, type Page, test } from '@playwright/test';
import { deliver } from '../rig/deliver.ts';
import { ALICE, BOB, DovecotServer } from '../rig/dovecot.ts';
import { ImapProbe } from '../rig/imap-probe.ts';
import { waitFor } from '../rig/wait-for.ts';
import { connectMailbox } from './accounts.ts';
import { violations } from './axe.ts';
import { connectEngine, type EngineClient } from './engine-client.ts';
import { type LaunchedApp, launchApp } from './launch.ts';
import { photograph } from './photograph.ts';

const profile = mkdtempSync(join(tmpdir(), 'skein-sorting-'));

let dovecot: DovecotServer;
let probe: ImapProbe;
let launched: LaunchedApp;
let window: Page;
let engine: EngineClient;

const SUBJECTS = ['Roof slates', 'Harbour gossip', 'Ladder', 'Invoice 4411'];
const mail = (subject: string) =>
  deliver(dovecot.ports.lmtp, {
    from: BOB.address,
    to: ALICE.address,
    source: `From: Bob Ferris <${BOB.address}>\r\nTo: ${ALICE.address}\r\nSubject: ${subject}\r\nMessage-ID: <${subject.replace(/\W/g, '-')}@example.test>\r\nDate: ${new Date().toUTCString().replace('GMT', '+0000')}\r\n\r\nSee you on Friday.\r\n`,
  });
const places = () => window.getByRole('navigation', { name: 'Places' });
const row = (name: RegExp) => window.getByRole('option', { name });
const dialog = () => window.getByRole('dialog');
const notices = () => window.getByRole('region', { name: 'Notices' });
/** Keywords of each mail on the server, by its subject. */
const keywords = async () => {
  const found: Record<string, string[]> = {};
  for (const { subject, flags } of await probe.messages('INBOX'))
    found[subject] = flags.filter((flag) => !flag.startsWith('\\'));
  return found;
};
const uidOf = async (subject: string) =>
  (await probe.messages('INBOX')).find((message) => message.subject === subject)!.uid;

test.describe.configure({ mode: 'serial', timeout: 60_000 });
test.skip(!DovecotServer.installed(), 'Dovecot is needed');

test.beforeAll(async () => {
  dovecot = await DovecotServer.start();
  for (const subject of SUBJECTS) await mail(subject);
  launched = await launchApp({ profile });
  window = launched.window;
  engine = await connectEngine(window);
  await connectMailbox(engine, dovecot);
  probe = await ImapProbe.connect(dovecot, ALICE);
  await expect(row(/Roof slates/)).toBeVisible({ timeout: 20_000 });
});

test.afterAll(async () => {
  await probe?.close();
  await launched?.close();
  await dovecot?.stop();
  rmSync(profile, { recursive: true, force: true });
});

test('a label is made by typing its name, and lies on the server as a keyword', async () => {
  await row(/Roof slates/).click();
  await window.keyboard.press('l');
  await expect(dialog()).toHaveAccessibleName('Label this thread');
  await window.keyboard.insertText('Site visits');
  await expect(dialog().getByRole('option', { name: 'Make “Site visits” and give it' })).toBeVisible();
  expect(await violations(window)).toEqual([]);
  await photograph(launched, 'label-make');
  await window.keyboard.press('Enter');
  await expect(notices()).toContainText('Labelled “Site visits”');
  await expect(row(/Roof slates.*Site visits/)).toBeVisible();
  await expect(window.getByRole('list', { name: 'Labels of this thread' })).toContainText('Site visits');
  await expect(places().getByRole('button', { name: /^Site visits/ })).toBeVisible();
  await waitFor('the keyword', async () => (await keywords())['Roof slates']?.includes('Site_visits'));

  await window.keyboard.press('l');
  await expect(dialog().getByRole('option', { name: 'Site visits' })).toHaveAttribute('aria-checked', 'true');
  await window.keyboard.press('Enter');
  await expect(row(/Roof slates.*Site visits/)).toHaveCount(0);
  await waitFor('no keyword', async () => (await keywords())['Roof slates']?.length === 0);
  await window.keyboard.press('z');
  await expect(row(/Roof slates.*Site visits/)).toBeVisible();
  await waitFor('the keyword again', async () => (await keywords())['Roof slates']?.includes('Site_visits'));
});

test('what another program tags shows here, and goes when it says so', async () => {
  const uid = await uidOf('Ladder');
  await probe.flag('INBOX', uid, ['$label1', '$Forwarded']);
  await expect(row(/Ladder.*Important/)).toBeVisible({ timeout: 15_000 });
  await expect(places().getByRole('button', { name: /^Important ?, 1 unread/ })).toBeVisible();
  await probe.flag('INBOX', uid, [], ['$label1']);
  await expect(row(/Ladder.*Important/)).toHaveCount(0, { timeout: 15_000 });
});

test('several threads get several labels, each a list, and search finds them', async () => {
  await row(/Invoice 4411/).click();
  await window.keyboard.press('x');
  await row(/Ladder/).click({ modifiers: ['ControlOrMeta'] });
  await window.keyboard.press('l');
  await expect(dialog()).toHaveAccessibleName('Label 2 threads');
  await window.keyboard.insertText('site');
  await window.keyboard.press('Shift+Enter');
  await window.keyboard.insertText('Money');
  await window.keyboard.press('Shift+Enter');
  await expect(dialog().getByRole('option', { name: 'Money' })).toHaveAttribute('aria-checked', 'true');
  await photograph(launched, 'label-picker');
  await window.keyboard.press('Escape');
  await photograph(launched, 'label-selection');
  await places()
    .getByRole('button', { name: /^Site visits/ })
    .click();
  await expect(window.getByRole('option')).toHaveCount(3);
  await expect(row(/Invoice 4411.*Money.*Site visits/)).toBeVisible();
  await row(/Invoice 4411/).click();
  await expect(window.getByRole('list', { name: 'Labels of this thread' })).toContainText('Money');
  await photograph(launched, 'label-list');
  await window.getByRole('button', { name: 'Take the label “Site visits” away' }).click();
  await expect(window.getByRole('option')).toHaveCount(2);

  await window.keyboard.press('Control+k');
  await window.keyboard.insertText('mon');
  await dialog().getByRole('option', { name: 'Money' }).click();
  await expect(window.getByRole('heading', { name: 'Money' })).toBeVisible();

  await window.keyboard.press('/');
  await window.keyboard.insertText('label:money invoice');
  await window.keyboard.press('Enter');
  await expect(window.getByRole('listbox').getByText('Invoice 4411').first()).toBeVisible();
  await expect(window.getByRole('listbox').getByText('Ladder')).toHaveCount(0);
});

test('labels are renamed, recoloured and deleted in the settings, and deleting is undone', async () => {
  await places().getByRole('button', { name: 'Manage labels' }).click();
  await photograph(launched, 'labels-settings');
  await window.getByRole('button', { name: 'Change the label “Money”' }).click();
  await window.getByRole('textbox', { name: 'Name' }).fill('Accounts');
  await dialog().getByRole('radio', { name: 'Green' }).click();
  expect(await violations(window)).toEqual([]);
  await photograph(launched, 'label-change');
  await dialog().getByRole('button', { name: 'Save' }).click();
  await expect(dialog()).toHaveCount(0);
  await expect(places().getByRole('button', { name: /^Accounts/ })).toBeVisible();
  await window.getByRole('button', { name: 'Change the label “Accounts”' }).click();
  await dialog().getByRole('button', { name: 'Delete label' }).click();
  await expect(places().getByRole('button', { name: /^Accounts/ })).toHaveCount(0);
  await waitFor('no keyword', async () => !(await keywords())['Invoice 4411']?.includes('Money'));
  await notices().getByRole('button', { name: 'Undo' }).last().click();
  await expect(places().getByRole('button', { name: /^Accounts/ })).toBeVisible();
  await waitFor('the keyword', async () => (await keywords())['Invoice 4411']?.includes('Money'));
});

test('a pinned thread stays on top of its list', async () => {
  await window.keyboard.press('g');
  await window.keyboard.press('i');
  await row(/Roof slates/).click();
  await window.keyboard.press('p');
  await expect(notices()).toContainText('Pinned to the top');
  await expect(window.getByRole('option').first()).toHaveAccessibleName(/Roof slates.*pinned/);
  await photograph(launched, 'pinned');
  await window.keyboard.press('z');
  await expect(window.getByRole('option').first()).not.toHaveAccessibleName(/Roof slates/);
});

test('a rule gives a label', async () => {
  await window.keyboard.press('g');
  await window.keyboard.press('i');
  await row(/Harbour gossip/).click();
  await window.keyboard.press('Control+k');
  await window.keyboard.insertText('Make a rule from this');
  await window.keyboard.press('Enter');
  await dialog().getByRole('button', { name: 'Accounts' }).click();
  await dialog().getByLabel('Move', { exact: true }).selectOption({ label: 'Leave it in the inbox' });
  await photograph(launched, 'label-rule');
  await dialog().getByRole('button', { name: 'Save rule' }).click();
  await expect(dialog()).toHaveCount(0);
  await mail('Slates paid');
  await expect(row(/Slates paid.*Accounts/)).toBeVisible({ timeout: 15_000 });
  await waitFor('the keyword', async () => (await keywords())['Slates paid']?.includes('Money'));
});

test('the inbox is split by label and by what the mail is, and the keyboard goes through the parts', async () => {
  const parts = () => window.getByRole('navigation', { name: 'Parts of the inbox' });
  await window.keyboard.press('Control+,');
  await window.getByRole('tab', { name: 'Split inbox' }).click();
  await photograph(launched, 'split-none');
  await window.getByRole('button', { name: 'New part…' }).click();
  await dialog().getByRole('textbox', { name: 'Name' }).fill('Sites');
  await dialog().getByLabel('Label', { exact: true }).selectOption({ label: 'Site visits' });
  await dialog().getByRole('button', { name: 'Save' }).click();
  await expect(dialog()).toHaveCount(0);
  await window.getByRole('button', { name: 'New part…' }).click();
  await dialog().getByRole('textbox', { name: 'Name' }).fill('Gossip');
  await dialog().getByRole('radio', { name: 'Threads with mail like this' }).click();
  await dialog().getByLabel('Condition 1: what to look at').selectOption({ label: 'Subject contains' });
  await dialog().getByLabel('Condition 1: what it is').fill('gossip');
  await expect(dialog().getByText(/^1 of .* in the inbox$/)).toBeVisible();
  expect(await violations(window)).toEqual([]);
  await photograph(launched, 'split-new');
  await dialog().getByRole('button', { name: 'Save' }).click();
  await expect(dialog()).toHaveCount(0);
  await photograph(launched, 'split-settings');

  await window.keyboard.press('g');
  await window.keyboard.press('i');
  await expect(parts().getByRole('button')).toHaveText([/^Sites/, /^Gossip/, /^Other/]);
  await expect(parts().getByRole('button', { name: /^Sites/ })).toHaveAttribute('aria-current', 'true');
  await expect(window.getByRole('option')).toHaveCount(2);
  await expect(row(/Roof slates/)).toBeVisible();
  expect(await violations(window)).toEqual([]);
  await photograph(launched, 'split-inbox');
  await window.keyboard.press(']');
  await expect(window.getByRole('option')).toHaveCount(1);
  await expect(row(/Harbour gossip/)).toBeVisible();
  await window.keyboard.press(']');
  await expect(row(/Invoice 4411/)).toBeVisible();
  await mail('Gossip of the harbour');
  await expect(parts().getByRole('button', { name: /^Gossip ?, 1 unread/ })).toBeVisible({ timeout: 15_000 });
  await expect(row(/Gossip of the harbour/)).toHaveCount(0);
  await row(/Invoice 4411/).click();
  await window.keyboard.press('l');
  await window.keyboard.insertText('site');
  await window.keyboard.press('Enter');
  await expect(row(/Invoice 4411/)).toHaveCount(0);
  await window.keyboard.press('[');
  await expect(window.getByRole('option')).toHaveCount(2);
  await window.keyboard.press('[');
  await expect(row(/Invoice 4411/)).toBeVisible();

  await window.keyboard.press('Control+,');
  for (const name of ['Sites', 'Gossip'])
    await window
      .getByRole('group', { name: `Actions for the part ${name}` })
      .getByRole('button', { name: 'Delete' })
      .click();
  await window.keyboard.press('g');
  await window.keyboard.press('i');
  await expect(parts()).toHaveCount(0);
  await expect(window.getByRole('option')).toHaveCount(6);
});
