/** A mail too large to be fetched at once, over a slow line that breaks: read, and its files had, before it is here whole. */
import { randomBytes } from 'node:crypto';
import { expect, type Page, test } from '@playwright/test';
import { deliver } from '../rig/deliver.ts';
import { ALICE, BOB, DovecotServer } from '../rig/dovecot.ts';
import { type Behaviour, FaultProxy } from '../rig/fault-proxy.ts';
import { pdf } from '../rig/pdf.ts';
import { connectMailbox } from './accounts.ts';
import { violations } from './axe.ts';
import { connectEngine } from './engine-client.ts';
import { type LaunchedApp, launchApp } from './launch.ts';
import { photograph } from './photograph.ts';

const line: Behaviour = { bytesPerSecond: 1_000_000 };

let dovecot: DovecotServer;
let proxy: FaultProxy;
let launched: LaunchedApp;
let window: Page;

test.describe.configure({ mode: 'serial', timeout: 120_000 });
test.skip(!DovecotServer.installed(), 'Dovecot is needed');

const part = (name: string, type: string, bytes: Buffer) => [
  `--b\r\nContent-Type: ${type}; name="${name}"\r\nContent-Disposition: attachment; filename="${name}"`,
  `Content-Transfer-Encoding: base64\r\n\r\n${bytes.toString('base64').replace(/.{76}/g, '$&\r\n')}`,
];
const letter = [
  ...['From: Mallory Pike <mallory@example.test>', `To: ${ALICE.address}`, 'Subject: Plans of the quay'],
  ...['Message-ID: <plans@example.test>', 'Date: Fri, 20 Nov 2026 09:00:00 +0000', 'MIME-Version: 1.0'],
  ...['Content-Type: multipart/mixed; boundary=b', ''],
  ...['--b', 'Content-Type: text/plain', '', 'The plans are drawn.'],
  `${'Every plank of the quay is in them.\r\n'.repeat(12_000)}Nothing is left out.`,
  ...part('plans.pdf', 'application/pdf', pdf(['Plan of the quay'])),
  ...part('photos.zip', 'application/zip', randomBytes(2_500_000)),
  ...part('film.zip', 'application/zip', randomBytes(4_000_000)),
  '--b--',
].join('\r\n');

test.beforeAll(async () => {
  dovecot = await DovecotServer.start();
  const { cert, key } = dovecot.ca.leaf;
  proxy = await FaultProxy.start({ targetPort: dovecot.ports.imap, tls: { cert, key } });
  proxy.plan(() => line);
  await deliver(dovecot.ports.lmtp, { from: BOB.address, to: ALICE.address, source: letter });
  launched = await launchApp();
  window = launched.window;
  await connectMailbox(await connectEngine(window), dovecot, { imapPort: proxy.port });
});

test.afterAll(async () => {
  await launched?.close();
  await proxy?.stop();
  await dovecot?.stop();
});

const messages = () => window.getByRole('region', { name: 'Messages' });
const button = (name: string) => messages().getByRole('button', { name });

test('it is read, and names its files, before they are here', async () => {
  await window.getByRole('option', { name: /Plans of the quay/ }).click({ timeout: 60_000 });
  await expect(messages().getByText('The plans are drawn.')).toBeVisible();
  await expect(messages().getByText(/A large message \(9\.\d MB\) that is still coming/)).toBeVisible();
  await expect(button('Fetch photos.zip')).toContainText('2.5 MB, still to come');
  // Before the text, which is thousands of lines.
  await expect(button('Fetch photos.zip')).toBeInViewport();
  expect(await violations(window)).toEqual([]);
  await photograph(launched, 'large-coming');
});

test('a file comes by itself and is shown while the rest is still coming', async () => {
  await button('Fetch plans.pdf').click();
  await button('Show plans.pdf').click();
  const viewer = window.getByRole('dialog');
  await expect(viewer.frameLocator('iframe').getByText('Plan of the quay')).toBeVisible({ timeout: 30_000 });
  await viewer.getByRole('button', { name: 'Close' }).click();
  await expect(button('Fetch photos.zip')).toBeVisible();
});

test('fetching can be stopped, and goes on after a break where it was', async () => {
  await button('Fetch photos.zip').click();
  await button('Stop fetching photos.zip').click();
  await button('Fetch photos.zip').click();
  await expect(messages().getByText(/^[1-9].* of 2\.5 MB$/)).toBeVisible();
  await photograph(launched, 'large-fetching');
  const resumed = proxy.arm({ direction: 'up', match: /BODY\.PEEK\[3\]<[1-9]/, action: 'none' });
  proxy.cutAll();
  await resumed;
  await expect(button('Show photos.zip')).toBeVisible({ timeout: 30_000 });
});

test('in the end all of it is here', async () => {
  line.bytesPerSecond = 0;
  await expect(button('Show film.zip')).toBeVisible({ timeout: 60_000 });
  await expect(messages().getByText(/A large message/)).toHaveCount(0);
  await expect(messages().getByText('Nothing is left out.')).toBeAttached();
  await expect(button('Save all')).toBeVisible();
});
