/** Signing in through a provider's own pages, in the real window; the browser is the test's. */
import { expect, type Page, test } from '@playwright/test';
import { AuthorizationServer } from '../rig/authorization-server.ts';
import { deliver } from '../rig/deliver.ts';
import { ALICE, BOB, DovecotServer } from '../rig/dovecot.ts';
import { FaultProxy } from '../rig/fault-proxy.ts';
import { PostfixServer } from '../rig/postfix.ts';
import { seedMailbox } from '../rig/seed.ts';
import { violations } from './axe.ts';
import { type LaunchedApp, launchApp } from './launch.ts';
import { photograph } from './photograph.ts';

const DOMAIN = 'example.test';

let provider: AuthorizationServer;
let dovecot: DovecotServer;
let postfix: PostfixServer;
let proxy: FaultProxy;
let launched: LaunchedApp;
let window: Page;

test.describe.configure({ mode: 'serial', timeout: 60_000 });
test.skip(!DovecotServer.installed() || !PostfixServer.usable(), 'Dovecot and Postfix (as root) are needed');

test.beforeAll(async () => {
  provider = await AuthorizationServer.start();
  dovecot = await DovecotServer.start({ introspectionUrl: provider.introspectionUrl });
  postfix = await PostfixServer.start({ dovecot });
  proxy = await FaultProxy.start({ targetPort: dovecot.ports.imaps });
  seedMailbox(dovecot, ALICE.address, { count: 12, seed: 3 });
  launched = await launchApp({
    env: { SKEIN_GOOGLE_CLIENT_ID: undefined, SKEIN_MICROSOFT_CLIENT_ID: undefined },
  });
  window = launched.window;
  await launched.app.evaluate(({ shell }) => {
    const opened: string[] = [];
    Object.assign(globalThis, { opened });
    Object.assign(shell, { openExternal: async (url: string) => void opened.push(url) });
  });
});

test.afterAll(async () => {
  await launched?.close();
  await proxy?.stop();
  await postfix?.stop();
  await dovecot?.stop();
  await provider?.stop();
});

const button = (name: string | RegExp) => window.getByRole('button', { name });
const address = () => window.getByLabel('Email address');
const status = () => window.getByRole('contentinfo');

/** The page that the system's browser was last asked to open, once there are `count` of them. */
async function openedPage(count: number): Promise<string> {
  const opened = () => launched.app.evaluate(() => (globalThis as unknown as { opened: string[] }).opened);
  await expect.poll(async () => (await opened()).length).toBe(count);
  return (await opened()).at(-1)!;
}

test('one field first, then what the provider of the address wants', async () => {
  await button(/Connect an account/).click();
  await expect(address()).toBeFocused();
  await expect(window.getByLabel('Password', { exact: true })).toHaveCount(0);
  await photograph(launched, 'mail-address');
  await address().fill('someone@gmail.com');
  await window.keyboard.press('Enter');
  await expect(window.getByLabel('Your name')).toBeFocused();
  await expect(window.getByText('Gmail takes an app password here')).toBeVisible();
  await expect(window.getByText('imap.gmail.com · encrypted')).toBeVisible();
  await photograph(launched, 'mail-app-password');
  await window.getByRole('link', { name: 'Read more at Gmail' }).click();
  expect(await openedPage(1)).toMatch(/^https:\/\/support\.google\.com\//);
  await button('Sign in with Google instead').click();
  await expect(window.getByText('Signing in with Google needs a client ID')).toBeVisible();
  await photograph(launched, 'mail-no-client');
  expect(await violations(window)).toEqual([]);

  await address().fill('someone@outlook.com');
  await expect(window.getByText('Outlook no longer takes passwords from mail programs.')).toBeVisible();
  await expect(window.getByLabel('Password', { exact: true })).toHaveCount(0);
  await button('Enter a client ID…').click();
  await window.getByLabel('Client ID', { exact: true }).fill('11111111-2222-3333-4444-555555555555');
  await photograph(launched, 'mail-client-form');
  await button('Save').click();
  await button('Sign in with Microsoft').click();
  const page = new URL(await openedPage(2));
  expect(page.origin + page.pathname).toBe('https://login.microsoftonline.com/common/oauth2/v2.0/authorize');
  expect(Object.fromEntries(page.searchParams)).toMatchObject({
    client_id: '11111111-2222-3333-4444-555555555555',
    login_hint: 'someone@outlook.com',
    redirect_uri: expect.stringMatching(/^http:\/\/localhost:\d+$/),
    code_challenge_method: 'S256',
  });
  await photograph(launched, 'sign-in-waiting');
  // Somebody who closes the browser stops waiting here, and nothing listens any more.
  await button('Stop waiting').click();
  await expect(button('Stop waiting')).toHaveCount(0);
  await expect(
    fetch(page.searchParams.get('redirect_uri')!.replace('localhost', '127.0.0.1')),
  ).rejects.toThrow();
  await button('Back').click();
});

test('a server of one’s own is set up, and an account connected by its pages', async () => {
  await button(/Look around with a sample/).click();
  await button('Settings').click();
  await window.getByText('Sign-in through providers', { exact: true }).click();
  await button('Another provider…').click();
  const form = window.getByRole('group', { name: 'A provider of your own' });
  await form.getByLabel('Mail domain').fill(DOMAIN);
  await form.getByLabel('Client ID', { exact: true }).fill(provider.clientId);
  await form.getByLabel(/issuer/).fill('http://mail.example.test');
  await form.getByRole('button', { name: 'Save' }).click();
  await expect(form.getByRole('alert')).toContainText('cannot be used to sign in');
  await photograph(launched, 'client-refused');
  await form.getByLabel(/issuer/).fill(provider.issuer);
  await form.getByRole('button', { name: 'Save' }).click();
  await expect(form).toHaveCount(0);
  await expect(window.getByRole('heading', { name: DOMAIN })).toBeVisible();
  await photograph(launched, 'sign-in-clients');
  expect(await violations(window)).toEqual([]);

  await button('Add account…').click();
  await button(/Connect an account/).click();
  await address().fill(ALICE.address);
  await window.keyboard.press('Enter');
  await expect(button(`Sign in with ${DOMAIN}`)).toBeVisible({ timeout: 20_000 });
  await window.getByLabel('Your name').fill('Alice Marlow');
  await window.getByLabel('Incoming mail (IMAP): server').fill('localhost');
  await window.getByLabel('Incoming mail (IMAP): port').fill(String(proxy.port));
  await window.getByLabel('Outgoing mail (SMTP): server').fill('localhost');
  await window.getByLabel('Outgoing mail (SMTP): port').fill(String(postfix.ports.smtps));
  await window.getByText('Trust a private certificate authority…').click();
  await window.getByLabel('Certificate of the authority (PEM)').fill(dovecot.ca.ca);

  provider.person.consents = false;
  await button(`Sign in with ${DOMAIN}`).click();
  const denied = await provider.visit(await openedPage(3));
  expect(denied.text).toContain('You can go back to Skein');
  await expect(window.getByRole('main').getByRole('alert')).toContainText('access was not granted');
  await photograph(launched, 'sign-in-denied');
  provider.person.consents = true;
  await button(`Sign in with ${DOMAIN}`).click();
  await provider.visit(await openedPage(4));
  await expect(status()).toContainText('Up to date', { timeout: 30_000 });
  await expect(window.getByRole('heading', { name: ALICE.address })).toBeVisible();
});

test('what the provider withdrew needs the person, and signing in again loses nothing', async () => {
  await provider.withdraw();
  proxy.cutAll();
  const fix = status().getByRole('button', { name: /Fix this/ });
  await expect(fix).toBeVisible({ timeout: 30_000 });
  await expect(status()).toContainText(`${DOMAIN} has ended the sign-in.`);
  await expect(button('Sign in again')).toBeVisible();
  await photograph(launched, 'sign-in-ended');
  await deliver(dovecot.ports.lmtp, {
    ...{ from: BOB.address, to: ALICE.address },
    source: `From: ${BOB.address}\r\nSubject: Meanwhile\r\nMessage-ID: <meanwhile@example.test>\r\n\r\nHello\r\n`,
  });
  await fix.click();
  await expect(button('Sign in again')).toBeFocused();
  await photograph(launched, 'sign-in-again');
  expect(await violations(window)).toEqual([]);
  await button('Sign in again').click();
  await provider.visit(await openedPage(5));
  const notices = window.getByRole('region', { name: 'Notices' });
  await expect(notices.getByText(/works with the new settings/)).toBeVisible({ timeout: 30_000 });
  await expect(fix).toHaveCount(0);
  await window.getByRole('navigation', { name: 'Places' }).getByRole('button', { name: /Inbox/ }).click();
  await expect(window.getByRole('option', { name: /Meanwhile/ })).toBeVisible({ timeout: 30_000 });
});

test('an account goes from the pages to a password and back, and stays what it was', async () => {
  const how = window.getByRole('heading', { name: `How ${ALICE.address} connects` });
  await button('Settings').click();
  await button('Sign-in and servers…').click();
  await button('Use a password instead').click();
  await window.getByLabel('Password', { exact: true }).fill(ALICE.password);
  await button('Check and save').click();
  await expect(how).toHaveCount(0, { timeout: 30_000 });
  await button('Sign-in and servers…').click();
  await expect(button(`Sign in with ${DOMAIN} instead`)).toBeVisible();
  await photograph(launched, 'password-or-sign-in');
  await button(`Sign in with ${DOMAIN} instead`).click();
  await provider.visit(await openedPage(6));
  await expect(how).toHaveCount(0, { timeout: 30_000 });
  await button('Sign-in and servers…').click();
  await expect(window.getByText(`Signs in through ${DOMAIN}`)).toBeVisible();
  await expect(status()).toContainText('Up to date', { timeout: 30_000 });
});
