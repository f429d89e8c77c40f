import { expect, type Page, test } from '@playwright/test';
import { ALICE, BOB, DovecotServer, type RigUser } from '../rig/dovecot.ts';
import { type Fault, FaultProxy } from '../rig/fault-proxy.ts';
import { seedMailbox, writeMaildir } from '../rig/seed.ts';
import { connectMailbox } from './accounts.ts';
import { connectEngine, type EngineClient } from './engine-client.ts';
import { type LaunchedApp, launchApp } from './launch.ts';
import { photograph } from './photograph.ts';

const SEEDED = 60;
const DATE = Date.UTC(2026, 10, 20, 9);
/** The engine gives a silent server this long, and a little more to say so. */
const GIVEN_UP_MS = 75_000;

let dovecot: DovecotServer;
let proxy: FaultProxy;
let launched: LaunchedApp;
let window: Page;
let engine: EngineClient;

test.describe.configure({ mode: 'serial', timeout: 120_000 });
test.skip(!DovecotServer.installed(), 'Dovecot is needed');

const message = (subject: string, lines: string[]) =>
  Buffer.from(
    [
      `Message-ID: <${subject.replace(/\W+/g, '-')}@example.test>`,
      'From: Mallory Pike <mallory@example.test>',
      `To: ${BOB.address}`,
      `Subject: ${subject}`,
      'Date: Fri, 20 Nov 2026 09:00:00 +0000',
      'MIME-Version: 1.0',
      ...lines,
    ].join('\r\n'),
  );

/** Ends inside its second part, without the closing boundary. */
const truncated = message('Truncated in transit', [
  'Content-Type: multipart/mixed; boundary="b"',
  '',
  '--b',
  'Content-Type: text/plain',
  '',
  'The first part is whole.',
  '--b',
  'Content-Type: application/pdf; name="plan.pdf"',
  'Content-Transfer-Encoding: base64',
  '',
  'JVBERi0xLjQ',
]);

/** Text below 200 levels of multipart. */
function nested(): Buffer {
  const levels = Array.from({ length: 200 }, (_, level) => level);
  return message('Two hundred boxes', [
    'Content-Type: multipart/mixed; boundary="b0"',
    '',
    ...levels.slice(1).flatMap((n) => [`--b${n - 1}`, `Content-Type: multipart/mixed; boundary="b${n}"`, '']),
    '--b199',
    'Content-Type: text/plain',
    '',
    'The note in the innermost box.',
    ...levels.reverse().map((n) => `--b${n}--`),
    '',
  ]);
}

/** One field of 50 MB, folded, between the usual ones and the text. */
function longHeader(): Buffer {
  const line = `\r\n ${'x'.repeat(900)}`;
  const padding = line.repeat(Math.ceil(50_000_000 / line.length));
  return message('A header without end', [`X-Padding: begin${padding}`, '', 'Is anybody there?', '']);
}

test.beforeAll(async () => {
  dovecot = await DovecotServer.start();
  const { cert, key } = dovecot.ca.leaf;
  proxy = await FaultProxy.start({ targetPort: dovecot.ports.imap, tls: { cert, key } });
  seedMailbox(dovecot, ALICE.address, { count: SEEDED, seed: 11 });
  const malformed = [truncated, nested(), longHeader()];
  writeMaildir(
    dovecot,
    BOB.address,
    'INBOX',
    malformed.map((source, index) => ({ source, flags: [], date: DATE + index * 60_000 })),
  );
  launched = await launchApp();
  window = launched.window;
  engine = await connectEngine(window);
});

test.afterAll(async () => {
  await launched?.close();
  await proxy?.stop();
  await dovecot?.stop();
});

const misbehave = (action: Fault['action']) =>
  proxy.plan(() => ({ fault: { direction: 'down', match: /BODY\[\] \{\d+\}\r\n[\s\S]{200}/, action } }));
const status = () => window.getByRole('contentinfo');
const account = (user: RigUser) => window.getByRole('region', { name: user.address });
const goTo = (keys: [string, string]) =>
  window.keyboard.press(keys[0]).then(() => window.keyboard.press(keys[1]));
const messages = () => window.getByRole('region', { name: 'Messages' });
const row = (subject: string) => window.getByRole('option', { name: new RegExp(subject) });

test('malformed mail is in the list and opens readably, with a warning in words', async () => {
  await connectMailbox(engine, dovecot, { user: BOB, name: '' });
  await row('A header without end').click({ timeout: 60_000 });
  // Meanwhile Alice’s server stalls in the middle of a message.
  misbehave('stall');
  await connectMailbox(engine, dovecot, { name: '', imapPort: proxy.port });
  await expect(window.getByText('The header of this message is far too long.')).toBeVisible();
  await photograph(launched, 'malformed-long-header');
  await row('Two hundred boxes').click();
  await expect(messages().getByText('The note in the innermost box.')).toBeVisible();
  await photograph(launched, 'malformed-nested');
  await row('Truncated in transit').click();
  await expect(messages().getByText('The first part is whole.')).toBeVisible();
  await expect(window.getByText('This message ends in the middle.')).toBeVisible();
  await expect(messages().getByText('plan.pdf')).toBeVisible();
  await photograph(launched, 'malformed-truncated');
});

test('a server that stalls is said to, and the rest of the window works', async () => {
  await goTo(['g', 'y']);
  await expect(account(ALICE)).toContainText('No answer from the server since', { timeout: 20_000 });
  await expect(account(ALICE)).toContainText('localhost stopped answering.', { timeout: GIVEN_UP_MS });
  await expect(account(ALICE)).toContainText('Skein tries again by itself.');
  await expect(status()).toContainText(`${ALICE.address}: Offline since`);
  await expect(account(BOB)).toContainText('Up to date');
  await photograph(launched, 'server-stalls');
  await goTo(['g', 'i']);
  await expect(row('Truncated in transit')).toBeVisible();
});

test('a server that closes in the middle of a message is said to', async () => {
  misbehave('cut');
  proxy.cutAll();
  await window.keyboard.press('F5');
  await goTo(['g', 'y']);
  await expect(account(ALICE)).toContainText('The connection to localhost was lost.', { timeout: 30_000 });
  await expect(account(ALICE)).toContainText('goes on where it was');
  await photograph(launched, 'server-cuts');
});

test('once the server behaves everything arrives without a click', async () => {
  proxy.plan(() => ({}));
  await expect(account(ALICE)).toContainText('Up to date', { timeout: 60_000 });
  await expect(account(ALICE).getByRole('row', { name: 'Inbox' })).toContainText(
    new RegExp(`${SEEDED}.*Up to date`),
  );
  await expect(status()).toContainText('Up to date');
  expect(proxy.faults).toBeGreaterThan(1);
});
