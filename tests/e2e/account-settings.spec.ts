import { expect, type Page, test } from '@playwright/test';
import { deliver } from '../rig/deliver.ts';
import { ALICE, BOB, DovecotServer } from '../rig/dovecot.ts';
import { FaultProxy } from '../rig/fault-proxy.ts';
import { ImapProbe } from '../rig/imap-probe.ts';
import { freePorts } from '../rig/ports.ts';
import { PostfixServer } from '../rig/postfix.ts';
import { seedMailbox } from '../rig/seed.ts';
import { TwilioSimulator } from '../rig/twilio-simulator/simulator.ts';
import { waitFor } from '../rig/wait-for.ts';
import { connectMailbox, connectNumber } from './accounts.ts';
import { connectEngine, type EngineClient } from './engine-client.ts';
import { type LaunchedApp, launchApp } from './launch.ts';
import { photograph } from './photograph.ts';

const SEEDED = 40;
const OWN_NUMBER = '+15555550100';
const NEW_PASSWORD = 'another pw of alice';

let dovecot: DovecotServer;
let postfix: PostfixServer;
let carrier: TwilioSimulator;
let proxy: FaultProxy;
let launched: LaunchedApp;
let window: Page;
let engine: EngineClient;

test.describe.configure({ mode: 'serial', timeout: 90_000 });
test.skip(!DovecotServer.installed() || !PostfixServer.usable(), 'Dovecot and Postfix (as root) are needed');

test.beforeAll(async () => {
  dovecot = await DovecotServer.start();
  postfix = await PostfixServer.start({ dovecot });
  carrier = await TwilioSimulator.start({ numbers: [OWN_NUMBER] });
  proxy = await FaultProxy.start({ targetPort: dovecot.ports.imaps });
  seedMailbox(dovecot, ALICE.address, { count: SEEDED, seed: 9 });
  launched = await launchApp();
  window = launched.window;
  engine = await connectEngine(window);
  await connectMailbox(engine, dovecot, { imapPort: proxy.port, smtpPort: postfix.ports.smtps });
  await connectNumber(engine, carrier, OWN_NUMBER);
  await expect(status()).toContainText('Up to date', { timeout: 30_000 });
});

test.afterAll(async () => {
  await launched?.close();
  await proxy?.stop();
  await carrier?.stop();
  await postfix?.stop();
  await dovecot?.stop();
});

const status = () => window.getByRole('contentinfo');
const fix = () => status().getByRole('button', { name: /Fix this/ });
const save = () => window.getByRole('button', { name: 'Check and save' }).click();
const password = () => window.getByLabel('Password', { exact: true });
const imapPort = () => window.getByLabel('Incoming mail (IMAP): port');
/** The form goes when everything was tried and kept; a notice may still be that of an earlier change. */
const worksNow = async () => {
  await expect(window.getByRole('heading', { name: /^How .+ connects$/ })).toHaveCount(0, {
    timeout: 30_000,
  });
  await expect(
    window
      .getByRole('region', { name: 'Notices' })
      .getByText(/works with the new settings/)
      .last(),
  ).toBeVisible();
};

/** Delivers a mail to Alice and waits until the inbox shows it. */
async function expectMailToArrive(subject: string): Promise<void> {
  await deliver(dovecot.ports.lmtp, {
    from: BOB.address,
    to: ALICE.address,
    source: `From: ${BOB.address}\r\nSubject: ${subject}\r\nMessage-ID: <${subject.replace(/ /g, '-')}@example.test>\r\n\r\nHello\r\n`,
  });
  await window.getByRole('navigation', { name: 'Places' }).getByRole('button', { name: /Inbox/ }).click();
  await expect(window.getByRole('option', { name: new RegExp(subject) })).toBeVisible({ timeout: 30_000 });
}

async function openConnection(button: string): Promise<void> {
  await window.getByRole('button', { name: 'Settings' }).click();
  await window.getByRole('button', { name: button }).click();
}

test('a password the server no longer takes needs the user, and one click leads to it', async () => {
  dovecot.setPassword(ALICE.address, NEW_PASSWORD);
  proxy.cutAll();
  await expect(fix()).toBeVisible({ timeout: 30_000 });
  await expect(status()).toContainText('localhost did not accept the user name and password.');
  await photograph(launched, 'password-refused');
  const attempts = proxy.accepted;
  // What is done meanwhile waits, and does not knock at the server again and again with the old password.
  await window.getByRole('option').first().click();
  await window.keyboard.press('s');
  await fix().click();
  await expect(password()).toBeFocused();
  await expect(window.getByText(`How ${ALICE.address} connects`)).toBeVisible();
  await photograph(launched, 'password-fix');
  expect(proxy.accepted - attempts).toBeLessThan(3);
});

test('a new password is tried first, and nothing is changed while it is wrong', async () => {
  await password().fill('a guess');
  await save();
  await expect(window.getByRole('region', { name: 'Checks' })).toContainText('did not accept');
  await expect(window.getByText('Nothing was changed.')).toBeVisible();
  await expect(fix()).toBeVisible();
  await photograph(launched, 'password-wrong-again');
  await password().fill(NEW_PASSWORD);
  await save();
  await worksNow();
  await expect(fix()).toHaveCount(0);
  await expectMailToArrive('After the new password');
  const probe = await ImapProbe.connect(dovecot, { ...ALICE, password: NEW_PASSWORD });
  const flags = async () => (await probe.messages('INBOX')).flatMap((message) => message.flags);
  await waitFor('the star that waited', async () => (await flags()).includes('\\Flagged'));
  await probe.close();
});

test('wrong servers are refused with the step that failed, and the account goes on with the old ones', async () => {
  await openConnection('Sign-in and servers…');
  await expect(imapPort()).toHaveValue(String(proxy.port));
  const [closed] = (await freePorts(1)) as [number];
  await imapPort().fill(String(closed));
  await save();
  await expect(window.getByRole('region', { name: 'Checks' })).toContainText('not on this port', {
    timeout: 30_000,
  });
  await expect(window.getByText('Nothing was changed.')).toBeVisible();
  await photograph(launched, 'servers-wrong');
  await window.getByRole('button', { name: 'Cancel' }).click();
  await expectMailToArrive('Over the old server');
});

test('right servers are kept, and every message is where it was', async () => {
  const before = await engine.session.doctor({});
  await openConnection('Sign-in and servers…');
  await window.getByLabel('Your name').fill('A. Marlow');
  await imapPort().fill(String(dovecot.ports.imaps));
  await save();
  await worksNow();
  await proxy.stop();
  await expectMailToArrive('Over the new server');
  await expect(status()).toContainText('Up to date', { timeout: 30_000 });
  const account = async () => (await engine.accounts.list({}))[0]!;
  await expect.poll(account).toMatchObject({ name: 'A. Marlow', sync: { state: 'idle' } });
  const inbox = async () => (await account()).mailboxes.find(({ role }) => role === 'inbox');
  await expect.poll(inbox).toMatchObject({ total: SEEDED + 3, synced: SEEDED + 3 });
  expect((await engine.session.doctor({})).messages).toBe(before.messages + 1);
});

test('a key the carrier withdrew needs the user, and another one is tried before it is kept', async () => {
  carrier.revokeKey();
  await window.keyboard.press('F5');
  await expect(fix()).toBeVisible({ timeout: 30_000 });
  await expect(status()).toContainText('Twilio refused the account’s key.');
  await fix().click();
  await expect(window.getByText('How +1 555 555 0100 connects')).toBeVisible();
  await expect(window.getByLabel('API key secret')).toBeFocused();
  await photograph(launched, 'key-withdrawn');
  await window.getByText('Auth token', { exact: true }).click();
  await save();
  await expect(window.getByText('The secret is missing.')).toBeVisible();
  await window.getByLabel('Auth token', { exact: true }).last().fill('not the token');
  await save();
  await expect(window.getByText('Nothing was changed.')).toBeVisible();
  await photograph(launched, 'key-wrong');
  carrier.revokeKey(false);
  await window.getByLabel('Auth token', { exact: true }).last().fill(carrier.authToken);
  await save();
  await worksNow();
  await expect(fix()).toHaveCount(0);
  carrier.receive({ from: '+12025550143', body: 'Back again' });
  await window.keyboard.press('F5');
  await window.getByRole('navigation', { name: 'Places' }).getByRole('button', { name: /Inbox/ }).click();
  await expect(window.getByRole('option', { name: /Back again/ })).toBeVisible({ timeout: 30_000 });
});
