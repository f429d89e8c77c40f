import { expect, type Page, test } from '@playwright/test';
import { ALICE, DovecotServer } from '../rig/dovecot.ts';
import { FaultProxy } from '../rig/fault-proxy.ts';
import { freePorts } from '../rig/ports.ts';
import { PostfixServer } from '../rig/postfix.ts';
import { seedMailbox } from '../rig/seed.ts';
import { type LaunchedApp, launchApp } from './launch.ts';
import { photograph } from './photograph.ts';

/** What a newcomer may take from the first start to the first thread. */
const NEWCOMER_MS = 120_000;

let dovecot: DovecotServer;
let postfix: PostfixServer;
let silent: FaultProxy;
let closedPort: number;
let launched: LaunchedApp;
let window: Page;
let startedAt: number;

test.describe.configure({ mode: 'serial', timeout: 90_000 });
test.skip(!DovecotServer.installed() || !PostfixServer.usable(), 'Dovecot and Postfix (as root) are needed');

test.beforeAll(async () => {
  dovecot = await DovecotServer.start();
  postfix = await PostfixServer.start({ dovecot });
  seedMailbox(dovecot, ALICE.address, { count: 30, seed: 5 });
  silent = await FaultProxy.start({ targetPort: dovecot.ports.imaps });
  silent.plan(() => ({ fault: { direction: 'down', afterBytes: 0, action: 'stall' } }));
  [closedPort] = (await freePorts(1)) as [number];
  startedAt = Date.now();
  launched = await launchApp();
  window = launched.window;
});

test.afterAll(async () => {
  await launched?.close();
  await silent?.stop();
  await postfix?.stop();
  await dovecot?.stop();
});

const focusedLabel = () =>
  window.evaluate(() => {
    const element = document.activeElement as HTMLInputElement | null;
    return (
      element?.getAttribute('aria-label') ?? element?.labels?.[0]?.textContent ?? element?.textContent ?? ''
    );
  });

/** Presses Tab until the control whose name begins so has the focus. */
async function tabTo(name: string): Promise<void> {
  for (let presses = 0; presses < 40; presses++) {
    if ((await focusedLabel()).trim().startsWith(name)) return;
    await window.keyboard.press('Tab');
  }
  throw new Error(`Tab does not reach ${name}`);
}

/** Goes to a field with Tab and types over what is in it. */
async function typeInto(name: string, text: string): Promise<void> {
  await tabTo(name);
  await window.keyboard.press('Control+a');
  await window.keyboard.type(text);
}

const IMAP_PORT = 'Incoming mail (IMAP): port';
const SMTP_PORT = 'Outgoing mail (SMTP): port';
const checks = () => window.getByRole('region', { name: 'Checks' });
const step = (server: string, text: RegExp) =>
  checks()
    .getByRole('list', { name: `${server}: localhost` })
    .getByRole('listitem')
    .filter({ hasText: text });

/** Presses Enter in the form and waits for the step that fails, its words and its advice. */
async function expectFailure(server: string, failed: RegExp, message: string, advice: RegExp): Promise<void> {
  await window.keyboard.press('Enter');
  await expect(step(server, failed)).toContainText('Failed', { timeout: 30_000 });
  await expect(checks()).toContainText(message);
  await expect(checks()).toContainText(advice);
  await expect(window.getByRole('button', { name: 'Connect', exact: true })).toBeEnabled();
}

test('the servers are asked for when none are found, while the password is typed', async () => {
  await window.getByRole('button', { name: /Connect an account/ }).waitFor();
  await tabTo('Connect an account');
  await window.keyboard.press('Enter');
  await typeInto('Email address', ALICE.address);
  // One field, then what the address needs; the keyboard goes on there.
  await expect(window.getByLabel('Password', { exact: true })).toHaveCount(0);
  await window.keyboard.press('Tab');
  await expect(window.getByLabel('Your name')).toBeFocused();
  await window.keyboard.type('Alice Marlow');
  await typeInto('Password', 'not the password');
  await expect(window.getByText('No settings were found for example.test.')).toBeVisible({ timeout: 20_000 });
  await expect(window.getByLabel('Password', { exact: true })).toBeFocused();
  await photograph(launched, 'connect-servers-asked');
});

test('a wrong port is named, with the usual ones', async () => {
  await typeInto('Incoming mail (IMAP): server', 'localhost');
  await typeInto(IMAP_PORT, String(closedPort));
  await typeInto('Outgoing mail (SMTP): server', 'localhost');
  await typeInto(SMTP_PORT, String(postfix.ports.submission));
  await tabTo('Trust a private certificate authority…');
  await window.keyboard.press('Enter');
  await tabTo('Certificate of the authority (PEM)');
  await window.keyboard.insertText(dovecot.ca.ca);
  await tabTo('Connect');
  await expectFailure(
    'Incoming',
    /^Connect/,
    'localhost answers, but not on this port.',
    /993 for IMAP with TLS/,
  );
  await photograph(launched, 'connect-wrong-port');
});

test('a server that accepts and then says nothing is given up', async () => {
  await tabTo('Change the port');
  await window.keyboard.press('Enter');
  await typeInto(IMAP_PORT, String(silent.port));
  await expectFailure(
    'Incoming',
    /^Encrypt/,
    'localhost accepted the connection but did not answer.',
    /another service/,
  );
  await photograph(launched, 'connect-silent');
});

test('a wrong password is named at its step', async () => {
  await tabTo('Change port or encryption');
  await window.keyboard.press('Enter');
  await typeInto(IMAP_PORT, String(dovecot.ports.imaps));
  await expectFailure(
    'Incoming',
    /^Sign in/,
    'localhost did not accept the user name and password.',
    /app password/,
  );
  await photograph(launched, 'connect-wrong-password');
});

test('the wrong kind of encryption for sending is named, after all of receiving worked', async () => {
  await tabTo('Change the password');
  await window.keyboard.press('Enter');
  await expect(window.getByLabel('Password', { exact: true })).toBeFocused();
  await typeInto('Password', ALICE.password);
  await expectFailure('Outgoing', /^Encrypt/, 'localhost', /other kind of encryption/);
  await expect(step('Incoming', /^Ready/)).toContainText('Done');
  await photograph(launched, 'connect-wrong-encryption');
});

test('what was put right connects, and the first thread is open in under two minutes of the start', async () => {
  await window.getByLabel('Outgoing mail (SMTP): encryption').getByText('STARTTLS').click();
  await window.getByLabel(SMTP_PORT).focus();
  await typeInto(SMTP_PORT, String(postfix.ports.submission));
  await window.keyboard.press('Enter');
  await expect(window.getByRole('listbox', { name: /Inbox/ })).toBeVisible({ timeout: 30_000 });
  await expect(window.getByRole('option').first()).toBeVisible();
  await window.keyboard.press('j');
  await window.keyboard.press('Enter');
  await expect(window.getByRole('textbox', { name: 'Message' })).toBeVisible();
  expect(Date.now() - startedAt).toBeLessThan(NEWCOMER_MS);
});
