/** The whole of the acceptance path with the keyboard alone: nothing here points at anything. */
import { expect, type Locator, type Page, test } from '@playwright/test';
import { deliver } from '../rig/deliver.ts';
import { ALICE, BOB, type DovecotServer } from '../rig/dovecot.ts';
import { ImapProbe } from '../rig/imap-probe.ts';
import type { PostfixServer } from '../rig/postfix.ts';
import type { TwilioSimulator } from '../rig/twilio-simulator/simulator.ts';
import { waitFor } from '../rig/wait-for.ts';
import { connectEngine } from './engine-client.ts';
import { type LaunchedApp, launchApp } from './launch.ts';
import { type Servers, startServers } from './servers.ts';

const SEEDED = 30;
const BOBS_NUMBER = '+12025550143';
/** As many stops as no screen has. */
const MOST_STOPS = 80;

let servers: Servers;
let dovecot: DovecotServer;
let postfix: PostfixServer;
let carrier: TwilioSimulator;
let launched: LaunchedApp;
let window: Page;

const press = async (...keys: string[]) => {
  for (const key of keys) await window.keyboard.press(key);
};
const type = (text: string) => window.keyboard.insertText(text);

/** Goes to a control as people do, stop by stop. */
async function tabTo(target: Locator): Promise<void> {
  await expect(target).toBeVisible();
  for (let stops = 0; stops < MOST_STOPS; stops++) {
    if (await target.evaluate((element) => element === document.activeElement)) return;
    await press('Tab');
  }
  throw new Error(`Tab does not reach ${target}`);
}

/** Replaces what a field holds. */
async function enter(label: string, text: string): Promise<void> {
  await tabTo(window.getByLabel(label, { exact: true }));
  await press('Control+a');
  await type(text);
}

/** The words of the row the list is on, once it is drawn; empty when it is on none. */
const activeRow = () =>
  waitFor('the row the list is on', () =>
    window.evaluate(() => {
      const id = document.querySelector('[role="listbox"]')?.getAttribute('aria-activedescendant');
      const row = document.getElementById(id ?? '');
      return id && !row ? null : { words: row?.textContent ?? '' };
    }),
  ).then(({ words }) => words);

/** Goes to the inbox and down its list to a row. */
async function moveTo(words: string): Promise<void> {
  await press('g', 'i');
  await expect(window.getByRole('option', { name: new RegExp(words) })).toBeVisible();
  for (let rows = 0; rows <= SEEDED && !(await activeRow()).includes(words); rows++) await press('j');
  expect(await activeRow()).toContain(words);
}

const bobsMail = [
  `From: Bob Hollis <${BOB.address}>`,
  `To: ${ALICE.address}`,
  'Subject: Boathouse keys',
  'Message-ID: <boathouse-keys@example.test>',
  `Date: ${new Date().toUTCString().replace('GMT', '+0000')}`,
  'Content-Type: text/plain; charset=utf-8',
  '',
  'I have the keys to the boathouse. When shall I bring them?',
  '',
].join('\r\n');

test.describe.configure({ mode: 'serial', timeout: 120_000 });

test.beforeAll(async () => {
  test.setTimeout(120_000);
  servers = await startServers({ count: SEEDED, seed: 11 });
  ({ dovecot, postfix, carrier } = servers);
  launched = await launchApp();
  window = launched.window;
  await (await connectEngine(window)).settings.set({ undoSendSeconds: 0 });
});

test.afterAll(async () => {
  await launched?.close();
  await servers?.stop();
});

test('a mailbox is connected', async () => {
  await tabTo(window.getByRole('button', { name: /Connect an account/ }));
  await press('Enter');
  await enter('Email address', ALICE.address);
  await press('Enter');
  await expect(window.getByLabel('Your name')).toBeFocused();
  await enter('Your name', 'Alice Marlow');
  await enter('Password', ALICE.password);
  await enter('Incoming mail (IMAP): server', 'localhost');
  await enter('Incoming mail (IMAP): port', String(dovecot.ports.imaps));
  await enter('Outgoing mail (SMTP): server', 'localhost');
  await enter('Outgoing mail (SMTP): port', String(postfix.ports.smtps));
  await press('Enter');
  await expect(window.getByText('Why there is no way around this')).toBeVisible();
  const authority = window.getByLabel('Certificate of the authority (PEM)');
  if (!(await authority.isVisible())) {
    await tabTo(window.locator('summary, button', { hasText: 'Trust a private certificate authority…' }));
    await press('Enter');
  }
  await tabTo(authority);
  await type(dovecot.ca.ca);
  await tabTo(window.getByRole('button', { name: /Connect|Try again/ }).first());
  await press('Enter');
  await expect(window.getByRole('listbox', { name: /Inbox/ })).toBeVisible({ timeout: 60_000 });
  await expect(window.getByRole('option').first()).toBeVisible({ timeout: 30_000 });
});

test('a new mail is found, opened, answered', async () => {
  await deliver(dovecot.ports.lmtp, { from: BOB.address, to: ALICE.address, source: bobsMail });
  await expect(window.getByRole('option', { name: /Boathouse keys/ })).toBeVisible({ timeout: 30_000 });
  await moveTo('Boathouse keys');
  await press('Enter');
  await expect(window.getByText('When shall I bring them?').last()).toBeVisible();
  await press('r');
  await expect(window.getByRole('textbox', { name: 'Message' })).toBeFocused();
  await type('Tomorrow at nine, please.');
  await press('Control+Enter');
  await waitFor(
    'the answer in Bob’s mailbox',
    async () => {
      const probe = await ImapProbe.connect(dovecot, BOB);
      try {
        return (await probe.messages('INBOX')).length > 0;
      } finally {
        await probe.close();
      }
    },
    { timeoutMs: 60_000, everyMs: 500 },
  );
});

test('it is archived, brought back, starred and marked unread', async () => {
  const row = window.getByRole('option', { name: /Boathouse keys/ });
  await press('Escape', 'e');
  await expect(row).toHaveCount(0);
  await press('z');
  await moveTo('Boathouse keys');
  await press('s');
  await expect(window.getByRole('option', { name: /Boathouse keys.*starred/ })).toBeVisible();
  await press('Shift+U');
  await expect(window.getByRole('option', { name: /Boathouse keys.*Unread/ })).toBeVisible();
});

test('a range is selected, and let go', async () => {
  await moveTo('Boathouse keys');
  await press('Shift+J', 'Shift+J');
  await expect(window.getByText('3 selected', { exact: true })).toBeVisible();
  await press('*', 'n');
  await expect(window.getByRole('heading', { name: 'Inbox' })).toBeVisible();
});

test('it is searched for and opened from the results', async () => {
  await press('/');
  await type('boathouse');
  const results = window.getByRole('listbox', { name: 'Results' });
  await expect(results.getByRole('option').first()).toBeVisible();
  await press('ArrowDown');
  await expect(results).toBeFocused();
  await press('Enter');
  await expect(window.getByRole('region', { name: 'Messages' })).toBeFocused();
});

test('a number is added from the palette on', async () => {
  await press('Control+k');
  await expect(window.getByRole('combobox', { name: 'Command palette' })).toBeFocused();
  await type('open settings');
  await expect(window.getByRole('option', { name: /Open settings/ })).toBeVisible();
  await press('Enter');
  await tabTo(window.getByRole('button', { name: /Add account/ }));
  await press('Enter');
  await tabTo(window.getByRole('button', { name: /Add a phone number/ }));
  await press('Enter');
  await enter('Account SID', carrier.accountSid);
  await enter('API key SID', carrier.key.sid);
  await enter('API key secret', carrier.key.secret);
  await tabTo(window.locator('summary, button', { hasText: 'Advanced' }));
  await press('Enter');
  await enter('Base URL of the API', carrier.baseUrl);
  await tabTo(window.getByRole('button', { name: 'Show my numbers' }));
  await press('Enter');
  await tabTo(window.getByRole('radio').first());
  await press('Space');
  await tabTo(window.getByRole('button', { name: /^Add \+1/ }));
  await press('Enter');
  await expect(window.getByText('+1 555 555 0100').first()).toBeVisible({ timeout: 30_000 });
});

test('a text comes in and is answered', async () => {
  await press('Escape');
  carrier.receive({ from: BOBS_NUMBER, body: 'At the boathouse now' });
  await press('g', 'i');
  await press('F5');
  await expect(window.getByRole('option', { name: /At the boathouse now/ })).toBeVisible({ timeout: 60_000 });
  await moveTo('At the boathouse now');
  await press('Enter');
  await expect(window.getByRole('region', { name: 'Messages' })).toBeFocused();
  await press('t');
  await expect(window.getByRole('textbox', { name: 'Message' })).toBeFocused();
  await type('On my way');
  await press('Control+Enter');
  const sent = await waitFor('the text at the carrier', () => carrier.messages('outbound').at(0), {
    timeoutMs: 60_000,
  });
  expect(sent).toMatchObject({ body: 'On my way', to: BOBS_NUMBER });
});

test('keys are changed, and the sheet shows them', async () => {
  await press('Escape', 'Control+,');
  await tabTo(window.getByRole('tab', { name: /Accounts|Keyboard/, selected: true }));
  for (let tabs = 0; tabs < 8; tabs++) {
    if (await window.getByRole('tab', { name: 'Keyboard', selected: true }).isVisible()) break;
    await press('ArrowDown');
  }
  await tabTo(window.getByRole('button', { name: 'Change the keys of Archive' }));
  await press('Enter', 'y');
  await tabTo(window.getByRole('button', { name: 'Save' }));
  await press('Enter');
  await expect(window.getByRole('dialog')).toHaveCount(0);
  await press('?');
  await type('archive');
  await expect(window.getByRole('dialog').locator('dl > div', { hasText: /^ArchiveY$/ })).toBeVisible();
  await press('Escape');
  await moveTo('On my way');
  await press('y');
  await expect(window.getByRole('option', { name: /On my way/ })).toHaveCount(0);
});
