/** How every mailbox stands, and making, renaming and deleting them, in the window. */
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, type Page, test } from '@playwright/test';
import { ALICE, DovecotServer } from '../rig/dovecot.ts';
import { generateMessages } from '../rig/generate.ts';
import { connectPlainly } from '../rig/imap-probe.ts';
import { seedMailbox, writeMaildir } from '../rig/seed.ts';
import { connectMailbox } from './accounts.ts';
import { violations } from './axe.ts';
import { connectEngine } from './engine-client.ts';
import { type LaunchedApp, launchApp } from './launch.ts';
import { photograph } from './photograph.ts';

/** May be listed, and nothing else (RFC 4314). */
const ACL = `protocol imap {
  mail_plugins = $mail_plugins acl
}
plugin {
  acl = vfile
}
`;

let dovecot: DovecotServer;
let launched: LaunchedApp;
let window: Page;

test.describe.configure({ mode: 'serial', timeout: 60_000 });
test.skip(!DovecotServer.installed(), 'Dovecot is needed');

test.beforeAll(async () => {
  dovecot = await DovecotServer.start({ extraConfig: ACL });
  seedMailbox(dovecot, ALICE.address, { count: 12, seed: 21 });
  writeMaildir(dovecot, ALICE.address, 'Allotment', [...generateMessages({ count: 3, seed: 22 })]);
  writeMaildir(dovecot, ALICE.address, 'Board', [...generateMessages({ count: 2, seed: 23 })]);
  const rights = join(dovecot.maildir(ALICE.address), '.Board', 'dovecot-acl');
  writeFileSync(rights, 'owner l\n');
  dovecot.own(rights);
  const client = await connectPlainly(dovecot, ALICE);
  await client.mailboxSubscribe('Allotment');
  await client.logout();
  launched = await launchApp();
  window = launched.window;
  await connectMailbox(await connectEngine(window), dovecot);
});

test.afterAll(async () => {
  await launched?.close();
  await dovecot?.stop();
});

const places = () => window.getByRole('navigation', { name: 'Places' });
const dialog = () => window.getByRole('dialog');
const notices = () => window.getByRole('region', { name: 'Notices' });
const row = (name: RegExp) => window.getByRole('row', { name });
const onServer = async () => {
  const client = await connectPlainly(dovecot, ALICE);
  try {
    return (await client.list()).filter(({ subscribed }) => subscribed).map(({ path }) => path);
  } finally {
    await client.logout();
  }
};

test('a mailbox that cannot be opened says so, and why, and the others are not held up', async () => {
  const status = window.getByRole('contentinfo');
  await expect(status).toContainText('Up to date, except for 1 mailbox', { timeout: 30_000 });
  await window.getByRole('button', { name: /Up to date, except/ }).click();
  await expect(row(/^Allotment 3 3 .* Up to date/)).toBeVisible();
  await expect(row(/^Inbox 12 12 .* Up to date/)).toBeVisible();
  await expect(row(/^Board .* Could not be checked/)).toBeVisible();
  await expect(window.getByText('Skein tries it again at every check.')).toBeVisible();
  expect(await violations(window)).toEqual([]);
  await photograph(launched, 'mailboxes');
});

test('a mailbox is made where the user looks for it, and inside another one', async () => {
  await window.getByRole('button', { name: 'New mailbox…' }).click();
  await dialog().getByLabel('Name').fill('Übersicht & Pläne');
  await photograph(launched, 'mailbox-new');
  await window.keyboard.press('Enter');
  await expect(places().getByRole('button', { name: 'Übersicht & Pläne' })).toBeVisible();
  await places().getByRole('button', { name: 'Übersicht & Pläne' }).click({ button: 'right' });
  await window.getByRole('menuitem', { name: 'New mailbox inside…' }).click();
  await expect(dialog().getByLabel('Where')).toHaveValue(/.+/);
  await dialog().getByLabel('Name').fill('2027/2028');
  await dialog().getByRole('button', { name: 'Make mailbox' }).click();
  await expect(dialog().getByText('Servers do not take this name.')).toBeVisible();
  await photograph(launched, 'mailbox-refused');
  await dialog().getByLabel('Name').fill('2027');
  await dialog().getByRole('button', { name: 'Make mailbox' }).click();
  await expect(row(/^2027 ?In Übersicht & Pläne/)).toBeVisible();
  expect(await onServer()).toEqual(expect.arrayContaining(['Übersicht & Pläne', 'Übersicht & Pläne/2027']));
});

test('a mailbox is hidden from other programs, shown again, and left out of the list where that is wished', async () => {
  const name = 'Übersicht & Pläne';
  const choose = async (act: string) => {
    await window.getByRole('button', { name: `More about ${name}` }).click();
    await window.getByRole('menuitem', { name: act }).click();
  };
  await choose('Hide from other programs');
  await expect(row(/^Übersicht & Pläne ?Hidden from other programs/)).toBeVisible();
  expect(await onServer()).not.toContain(name);
  await notices().getByRole('button', { name: 'Undo' }).click();
  await expect(row(/^Übersicht & Pläne ?Hidden/)).toHaveCount(0);
  expect(await onServer()).toContain(name);
  await choose('Hide from other programs');
  await expect(row(/^Übersicht & Pläne ?Hidden/)).toBeVisible();
  await photograph(launched, 'mailbox-hidden');
  await window.keyboard.press('Control+,');
  await window.getByRole('tab', { name: 'Accounts' }).click();
  await window.getByRole('button', { name: /^Options of/ }).click();
  await dialog().getByRole('switch', { name: 'Show only subscribed mailboxes' }).click();
  await photograph(launched, 'account-options');
  expect(await violations(window)).toEqual([]);
  await dialog().getByRole('button', { name: 'Save' }).click();
  await expect(dialog()).toHaveCount(0);
  await expect(places().getByRole('button', { name: '2027', exact: true })).toBeVisible();
  await expect(places().getByRole('button', { name })).toHaveCount(0);
  await notices().getByRole('button', { name: 'Undo' }).click();
  await expect(places().getByRole('button', { name })).toBeVisible();
});

test('a mailbox gets another name from the palette, with the keyboard alone', async () => {
  await places().getByRole('button', { name: 'Allotment' }).click();
  await expect(window.getByRole('option')).toHaveCount(3);
  await window.keyboard.press('Control+k');
  await window.keyboard.type('rename this mailbox');
  await window.keyboard.press('Enter');
  await expect(dialog().getByLabel('Name')).toBeFocused();
  await window.keyboard.type('Garden');
  await window.keyboard.press('Enter');
  await expect(places().getByRole('button', { name: 'Garden' })).toBeVisible();
  await expect(window.getByRole('option')).toHaveCount(3);
  expect(await onServer()).toContain('Garden');
  expect(await onServer()).not.toContain('Allotment');
});

test('a deleted mailbox says where its messages went, and Undo has it back with them', async () => {
  await places().getByRole('button', { name: 'Garden' }).click({ button: 'right' });
  await window.getByRole('menuitem', { name: 'Delete…' }).click();
  await expect(dialog()).toContainText('Its 3 messages move to Trash.');
  await photograph(launched, 'mailbox-delete');
  await dialog().getByRole('button', { name: 'Delete mailbox' }).click();
  await expect(notices()).toContainText('Mailbox Garden deleted, 3 messages moved to Trash');
  await expect(places().getByRole('button', { name: 'Garden' })).toHaveCount(0);
  expect(await onServer()).not.toContain('Garden');
  await notices().getByRole('button', { name: 'Undo' }).click();
  await expect(places().getByRole('button', { name: 'Garden' })).toBeVisible();
  await places().getByRole('button', { name: 'Garden' }).click();
  await expect(window.getByRole('option')).toHaveCount(3, {
    timeout: 20_000,
  });
});
