import { expect, type Page, test } from '@playwright/test';
import { deliver } from '../rig/deliver.ts';
import { ALICE, BOB, type DovecotServer } from '../rig/dovecot.ts';
import { filesBelow } from '../rig/files-below.ts';
import { ImapProbe } from '../rig/imap-probe.ts';
import type { PostfixServer } from '../rig/postfix.ts';
import type { TwilioSimulator } from '../rig/twilio-simulator/simulator.ts';
import { waitFor } from '../rig/wait-for.ts';
import { type LaunchedApp, launchApp } from './launch.ts';
import { type Servers, startServers } from './servers.ts';

const SEEDED = 2000;
const BOBS_NUMBER = '+12025550143';

let servers: Servers;
let dovecot: DovecotServer;
let postfix: PostfixServer;
let carrier: TwilioSimulator;
let launched: LaunchedApp;
let window: Page;

const crlf = (lines: string[]) => `${lines.join('\r\n')}\r\n`;

/** One-to-one mail of Bob's, signed with his number. */
const fromBob = (subject: string, text: string) =>
  crlf([
    `From: Bob Hollis <${BOB.address}>`,
    `To: ${ALICE.address}`,
    `Subject: ${subject}`,
    `Message-ID: <${subject.replace(/\W+/g, '-')}@example.test>`,
    `Date: ${new Date().toUTCString().replace('GMT', '+0000')}`,
    'Content-Type: text/plain; charset=utf-8',
    '',
    text,
    '',
    '-- ',
    'Bob Hollis',
    'Mobile +1 202 555 0143',
  ]);

const openInbox = () =>
  window.getByRole('navigation', { name: 'Places' }).getByRole('button', { name: /Inbox/ }).click();

test.describe.configure({ mode: 'serial', timeout: 180_000 });

test.beforeAll(async () => {
  test.setTimeout(180_000);
  servers = await startServers({ count: SEEDED, seed: 7 });
  ({ dovecot, postfix, carrier } = servers);
  launched = await launchApp();
  window = launched.window;
});

test.afterAll(async () => {
  await launched?.close();
  await servers?.stop();
});

test('a mailbox is connected through the first screens', async () => {
  await window.getByRole('button', { name: /Connect an account/ }).click();
  await window.getByLabel('Email address').fill(ALICE.address);
  await window.getByLabel('Your name').fill('Alice Marlow');
  await window.getByLabel('Password', { exact: true }).fill(ALICE.password);
  await window.getByLabel('Incoming mail (IMAP): server').fill('localhost');
  await window.getByLabel('Incoming mail (IMAP): port').fill(String(dovecot.ports.imaps));
  await window.getByLabel('Outgoing mail (SMTP): server').fill('localhost');
  await window.getByLabel('Outgoing mail (SMTP): port').fill(String(postfix.ports.smtps));
  await window.getByRole('button', { name: 'Connect' }).click();

  // The authority is private: nothing is accepted until it is trusted by name.
  await expect(window.getByText('Why there is no way around this')).toBeVisible();
  const authority = window.getByLabel('Certificate of the authority (PEM)');
  if (!(await authority.isVisible()))
    await window.getByText('Trust a private certificate authority…').click();
  await authority.fill(dovecot.ca.ca);
  await window
    .getByRole('button', { name: /Connect|Try again/ })
    .first()
    .click();
  await expect(window.getByRole('listbox', { name: /Inbox/ })).toBeVisible({ timeout: 60_000 });
});

test('2,000 messages arrive, newest first', async () => {
  const options = window.getByRole('listbox', { name: /Inbox/ }).getByRole('option');
  await expect(options.first()).toBeVisible({ timeout: 30_000 });
  const probe = await ImapProbe.connect(dovecot, ALICE);
  const newest = (await probe.messages('INBOX')).at(-1);
  await probe.close();
  await expect(options.first()).toContainText(newest!.subject.replace(/^(Re: |\[[^\]]*\] )*/, ''));
  await expect(window.getByText(/Up to date/)).toBeVisible({ timeout: 150_000 });
  await window.getByRole('button', { name: /Up to date/ }).click();
  await expect(window.getByRole('cell', { name: /^2,000/ }).first()).toBeVisible();
  await openInbox();
  // Many more threads than rows are in the document.
  await expect(options.first()).toBeVisible();
  expect(Number(await options.first().getAttribute('aria-setsize'))).toBeGreaterThan(500);
  expect(await options.count()).toBeLessThan(40);
});

test('mail delivered while the window is open appears by itself', async () => {
  await deliver(dovecot.ports.lmtp, {
    from: BOB.address,
    to: ALICE.address,
    source: fromBob('Boathouse keys', 'I have the keys to the boathouse. When shall I bring them?'),
  });
  await expect(window.getByText('Boathouse keys').first()).toBeVisible({ timeout: 30_000 });
});

test('an answer arrives with the right threading headers', async () => {
  await window.getByText('Boathouse keys').first().click();
  await window.getByRole('textbox', { name: 'Message' }).fill('Tomorrow at nine, please.');
  await window.keyboard.press('Control+Enter');
  await expect(window.getByText(/Sending in/).first()).toBeVisible();
  const source = await waitFor(
    'the answer in Bob’s mailbox',
    async () => {
      const probe = await ImapProbe.connect(dovecot, BOB);
      try {
        const message = (await probe.messages('INBOX')).at(-1);
        return message && (await probe.source('INBOX', message.uid))?.toString('latin1');
      } finally {
        await probe.close();
      }
    },
    { timeoutMs: 60_000, everyMs: 500 },
  );
  expect(source).toMatch(/^In-Reply-To: <Boathouse-keys@example\.test>/im);
  expect(source).toMatch(/^References: <Boathouse-keys@example\.test>/im);
  expect(source).toMatch(/^Subject: Re: Boathouse keys/im);
  expect(source).toContain('Tomorrow at nine, please.');
  const alice = await ImapProbe.connect(dovecot, ALICE);
  await waitFor('one copy in Sent', async () => (await alice.messages('Sent')).length === 1);
  await alice.close();
});

test('read state and archive travel to the server and back', async () => {
  const probe = await ImapProbe.connect(dovecot, ALICE);
  const find = async (mailbox: string) =>
    (await probe.messages(mailbox)).find(({ messageId }) => messageId.includes('Boathouse-keys'));
  await waitFor('read on the server', async () => (await find('INBOX'))?.flags.includes('\\Seen'), {
    timeoutMs: 30_000,
  });
  await window
    .getByRole('option', { name: /Bob Hollis/ })
    .first()
    .click();
  await window.keyboard.press('e');
  const archived = await waitFor('archived on the server', () => find('Archive'), { timeoutMs: 30_000 });
  await expect(window.getByRole('option', { name: /Bob Hollis/ })).toHaveCount(0);
  await probe.move('Archive', archived.uid, 'INBOX');
  await expect(window.getByRole('option', { name: /Bob Hollis/ }).first()).toBeVisible({ timeout: 60_000 });
  const back = await waitFor('back in the inbox', () => find('INBOX'));
  await probe.flag('INBOX', back.uid, ['\\Flagged']);
  await expect(window.getByRole('option', { name: /Bob Hollis.*starred/i }).first()).toBeVisible({
    timeout: 60_000,
  });
  await probe.close();
});

test('the password is in the keyring and in no file of the profile', () => {
  for (const [path, bytes] of filesBelow(launched.profile)) {
    expect(bytes.includes(ALICE.password), path).toBe(false);
    expect(bytes.includes(Buffer.from(ALICE.password, 'utf16le')), path).toBe(false);
  }
});

test('a number is added and a text joins the thread of its sender', async () => {
  await window.getByRole('button', { name: 'Settings' }).click();
  await window.getByRole('button', { name: /Add account/ }).click();
  await window.getByRole('button', { name: /Add a phone number/ }).click();
  await window.getByLabel('Account SID').fill(carrier.accountSid);
  await window.getByLabel('API key SID').fill(carrier.key.sid);
  await window.getByLabel('API key secret').fill(carrier.key.secret);
  await window.getByText('Advanced').click();
  await window.getByLabel('Base URL of the API').fill(carrier.baseUrl);
  await window.getByRole('button', { name: 'Show my numbers' }).click();
  await window.getByRole('radio').first().check();
  await window.getByRole('button', { name: /^Add \+1/ }).click();
  await expect(window.getByText('+1 555 555 0100').first()).toBeVisible({ timeout: 30_000 });
  await openInbox();

  carrier.receive({ from: BOBS_NUMBER, body: 'At the boathouse now' });
  const row = window.getByRole('option', { name: /Bob Hollis/ }).first();
  await expect(row).toContainText('At the boathouse now', { timeout: 60_000 });
  await row.click();
  await expect(window.getByText('Boathouse keys').first()).toBeVisible();
  await expect(window.getByText('At the boathouse now').first()).toBeVisible();
});

test('segments are counted while typing', async () => {
  const body = window.getByRole('textbox', { name: 'Message' });
  await body.fill('a'.repeat(161));
  await expect(window.getByText(/161 \/ 306 · 2 segments$/)).toBeVisible();
  await body.fill('🙂');
  await expect(window.getByText(/1 segment · special characters/)).toBeVisible();
  await body.fill('');
});

test('an answer by text is queued, sent and delivered', async () => {
  await window.getByRole('textbox', { name: 'Message' }).fill('On my way');
  await window.keyboard.press('Control+Enter');
  const sent = await waitFor('the text at the carrier', () => carrier.messages('outbound').at(0), {
    timeoutMs: 60_000,
  });
  expect(sent.body).toBe('On my way');
  expect(sent.to).toBe(BOBS_NUMBER);
  const bubble = window.locator('[data-item]', { hasText: 'On my way' });
  await expect(bubble).toContainText(/queued/i, { timeout: 30_000 });
  carrier.advance();
  carrier.advance();
  await expect(bubble).toContainText(/sent/i, { timeout: 60_000 });
  carrier.advance();
  await expect(bubble).toContainText(/delivered/i, { timeout: 90_000 });
  expect(carrier.messages('outbound')).toHaveLength(1);
});
