/** How mail is shown in the dark theme. */
import { expect, type Page, test } from '@playwright/test';
import { deliver } from '../rig/deliver.ts';
import { ALICE, BOB, DovecotServer } from '../rig/dovecot.ts';
import { connectMailbox } from './accounts.ts';
import { violations } from './axe.ts';
import { connectEngine, type EngineClient } from './engine-client.ts';
import { type LaunchedApp, launchApp } from './launch.ts';
import { photograph } from './photograph.ts';

let dovecot: DovecotServer;
let launched: LaunchedApp;
let window: Page;
let engine: EngineClient;

test.describe.configure({ timeout: 120_000 });
test.skip(!DovecotServer.installed(), 'Dovecot is needed');

test.beforeAll(async () => {
  dovecot = await DovecotServer.start();
  launched = await launchApp();
  window = launched.window;
  engine = await connectEngine(window);
  await connectMailbox(engine, dovecot);
});

test.afterAll(async () => {
  await launched?.close();
  await dovecot?.stop();
});

const messages = () => window.getByRole('region', { name: 'Messages' });
const row = (subject: string) => window.getByRole('option', { name: new RegExp(subject) });

test('in the dark theme mail without a design is dark, and a design is darkened when that is wanted', async () => {
  const send = (subject: string, html: string) =>
    deliver(dovecot.ports.lmtp, {
      from: BOB.address,
      to: ALICE.address,
      source: [
        ...[`From: ${subject} <news@example.test>`, `To: ${ALICE.address}`, `Subject: ${subject}`],
        ...[`Message-ID: <${subject.replace(' ', '-')}@example.test>`, 'MIME-Version: 1.0'],
        ...['List-Id: <news.example.test>', 'Content-Type: text/html; charset=utf-8', '', html],
      ].join('\r\n'),
    });
  await send('Plain letter', '<p style="color:#1f497d;background:white">The tide is high at noon.</p>');
  await send(
    'Quay fair',
    '<table width="100%" bgcolor="#f4f4f4"><tr><td><h1 style="color:#003366">Quay fair</h1><p>All week.</p></td></tr></table>',
  );
  await window.emulateMedia({ colorScheme: 'dark' });
  const frame = () => messages().frameLocator('iframe');
  const paper = () =>
    frame()
      .locator('html')
      .evaluate((html) => [getComputedStyle(html).backgroundColor, getComputedStyle(html).filter]);
  await row('Plain letter').first().click({ timeout: 30_000 });
  await expect(frame().getByText('The tide is high at noon.')).toHaveCSS('color', 'rgb(206, 223, 243)');
  await expect.poll(paper).toEqual(['rgb(33, 35, 39)', 'none']);
  await expect(messages().getByRole('button', { name: 'Show it dark' })).toHaveCount(0);
  await photograph(launched, 'dark-plain');
  await window.emulateMedia({ colorScheme: 'dark' });
  await row('Quay fair').first().click();
  await expect(frame().getByText('All week.')).toBeVisible();
  await expect.poll(paper).toEqual(['rgb(255, 255, 255)', 'none']);
  await messages().getByRole('button', { name: 'Show it dark' }).press('Enter');
  await expect.poll(async () => (await paper())[1]).toContain('invert');
  expect(await violations(window)).toEqual([]);
  await photograph(launched, 'dark-design');
  await window.emulateMedia({ colorScheme: 'dark' });
  await messages().getByRole('button', { name: 'Show it as designed' }).press('Enter');
  await expect.poll(async () => (await paper())[1]).toBe('none');
});
