/** How the original layout of mail is shown: its size, and in the dark theme. */
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

test('in the dark theme mail without a design is dark, and a design is darkened when that is wanted', async () => {
  await send('Plain letter', '<p style="color:#1f497d;background:white">The tide is high at noon.</p>');
  await send(
    'Quay fair',
    '<table width="100%" bgcolor="#f4f4f4"><tr><td><h1 style="color:#003366">Quay fair</h1><p>All week.</p></td></tr></table>',
  );
  await window.emulateMedia({ colorScheme: 'dark' });
  const frame = () => messages().frameLocator('iframe');
  const background = (element: Element) => getComputedStyle(element).backgroundColor;
  const paper = async () => [
    await messages().locator('iframe').evaluate(background),
    await frame()
      .locator('html')
      .evaluate((html) => getComputedStyle(html).filter),
  ];
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
  // From here on the same document, whichever way it is shown.
  await frame()
    .locator('html')
    .evaluate((html) => html.setAttribute('data-loaded', 'once'));
  await window.emulateMedia({ colorScheme: 'light' });
  await expect.poll(paper).toEqual(['rgb(255, 255, 255)', 'none']);
  await window.emulateMedia({ colorScheme: 'dark' });
  await expect.poll(async () => (await paper())[1]).toContain('invert');
  expect(await violations(window)).toEqual([]);
  await photograph(launched, 'dark-design');
  await window.emulateMedia({ colorScheme: 'dark' });
  await messages().getByRole('button', { name: 'Show it as designed' }).press('Enter');
  await expect.poll(async () => (await paper())[1]).toBe('none');
  await expect(frame().locator('html[data-loaded]')).toHaveCount(1);
});

test('a layout is as tall as what it holds and as wide as its frame, whatever it says of itself', async () => {
  const lines = '<p>Another tide.</p>'.repeat(30);
  await send(
    'Tide table',
    `<!doctype html><style>html,body{height:100%!important;min-height:100vh;margin:0}</style>${lines}<p>Ebb.</p>`,
  );
  await send(
    'Old tides',
    `<body leftmargin="0" bgcolor="#102030" text="white"><table height="100%"><tr><td>${lines}<p>Flow.</p></table>`,
  );
  await send(
    'Wide tides',
    '<!doctype html><table width="3000"><tr><td>From shore</td><td>to shore</td></tr></table>',
  );
  const frame = messages().locator('iframe');
  const inside = () => messages().frameLocator('iframe').locator('html');
  for (const [subject, end] of [
    ['Tide table', 'Ebb.'],
    ['Old tides', 'Flow.'],
  ] as const) {
    await row(subject).first().click({ timeout: 30_000 });
    await expect(inside().getByText(end)).toBeVisible();
    await expect
      .poll(async () => (await frame.boundingBox())?.height ?? 0, { message: subject })
      .toBeGreaterThan(800);
    const height = (await frame.boundingBox())!.height;
    expect(height, subject).toBeLessThan(2000);
    expect(await inside().evaluate(() => document.body.style.zoom), subject).toBe('1');
  }
  const page = await inside().evaluate((html) => {
    const { margin, color } = getComputedStyle(document.body);
    return [document.compatMode, margin, color, getComputedStyle(html).backgroundColor];
  });
  expect(page).toEqual(['BackCompat', '12px 0px', 'rgb(255, 255, 255)', 'rgba(0, 0, 0, 0)']);
  await row('Wide tides').first().click();
  const hidden = () => inside().evaluate(({ scrollHeight, clientHeight }) => scrollHeight - clientHeight);
  await expect(inside().getByText('From shore')).toBeVisible();
  await expect.poll(() => inside().evaluate((html) => html.clientWidth < html.scrollWidth)).toBe(true);
  await expect.poll(hidden, { message: 'what the scroll bar hides' }).toBe(0);
});
