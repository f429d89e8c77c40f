/** Texts in the real window: with files, by way of a host, and to somebody who may not be texted. */
import { expect, type Page, test } from '@playwright/test';
import { filesBelow } from '../rig/files-below.ts';
import { MediaHostServer } from '../rig/media-host-server.ts';
import { noise, png } from '../rig/png.ts';
import { TwilioSimulator } from '../rig/twilio-simulator/simulator.ts';
import { findTwilioSpec, SpecChecker } from '../rig/twilio-simulator/spec-checker.ts';
import { waitFor } from '../rig/wait-for.ts';
import { connectNumber } from './accounts.ts';
import { connectEngine, type EngineClient } from './engine-client.ts';
import { type LaunchedApp, launchApp } from './launch.ts';

const OWN_NUMBER = '+15555550100';
const ADA = '+12025550143';
const PHOTO = png(640, 420);

const spec = findTwilioSpec();
const checker = spec ? new SpecChecker(spec) : null;

let carrier: TwilioSimulator;
let host: MediaHostServer;
let launched: LaunchedApp;
let window: Page;
let engine: EngineClient;

const composer = () => window.getByRole('form', { name: 'Write' });
const openThread = async () => {
  await window.getByRole('navigation', { name: 'Places' }).getByRole('button', { name: /Inbox/ }).click();
  await window.getByRole('option', { name: /202.*555.*0143/ }).click();
};

test.describe.configure({ mode: 'serial', timeout: 120_000 });

test.beforeAll(async () => {
  host = await MediaHostServer.start();
  carrier = await TwilioSimulator.start({
    numbers: [OWN_NUMBER],
    autoAdvanceMs: null,
    observe: (exchange) => checker?.check(exchange),
  });
  launched = await launchApp();
  window = launched.window;
  engine = await connectEngine(window);
  await connectNumber(engine, carrier, OWN_NUMBER, 'Alice Marlow');
  await engine.settings.set({ undoSendSeconds: 0 });
  carrier.receive({ from: ADA, body: 'Can you send me the picture?' });
});

test.afterAll(async () => {
  await launched?.close();
  await carrier?.stop();
  await host?.stop();
});

test('a file for a text leads to the setting, which is tried step by step', async () => {
  await openThread();
  await window
    .locator('input[type=file]')
    .setInputFiles({ name: 'site.png', mimeType: 'image/png', buffer: PHOTO });
  await expect(composer().getByText('site.png')).toBeVisible();
  await expect(window.getByText('Texts cannot carry files yet')).toBeVisible();
  await window.keyboard.press('Control+Enter');
  expect(carrier.messages('outbound')).toEqual([]);
  await window.getByRole('button', { name: 'Set it up' }).click();

  await window.getByLabel('Upload address').fill(host.url);
  await window.getByLabel('User name').fill(host.username);
  await window.getByLabel('Password or token').fill('not the one');
  await window.getByRole('button', { name: 'Test', exact: true }).click();
  const checks = window.getByRole('list', { name: 'Checks' });
  await expect(checks.getByRole('listitem')).toHaveText([/Putting a small picture there/]);
  await expect(window.getByText('Check the user name and the secret.')).toBeVisible();
  await window.getByLabel('Password or token').fill(host.secret);
  await window.getByRole('button', { name: 'Test', exact: true }).click();
  await expect(checks.getByRole('listitem')).toHaveCount(5);
  await expect(checks.getByText('It was removed and is gone')).toBeVisible();
  expect(host.files.size).toBe(0);
  await window.getByRole('button', { name: 'Save', exact: true }).click();
  await expect(window.getByText('Files of texts are put there from now on.').first()).toBeVisible();

  const state = await engine.mediaHost.get({});
  expect(state.host).toEqual({
    uploadUrl: host.url,
    publicUrl: null,
    username: host.username,
    hasSecret: true,
  });
  expect(JSON.stringify(state)).not.toContain(host.secret);
  for (const [path, bytes] of filesBelow(launched.profile))
    expect(bytes.includes(host.secret), path).toBe(false);
});

test('a picture goes out by text, is delivered, and is gone from the host', async () => {
  await openThread();
  await expect(window.getByText(/kB of 5 MB · 1 of 10 files/)).toBeVisible();
  await window.getByRole('textbox', { name: 'Message' }).fill('Here it is');
  await window.keyboard.press('Control+Enter');
  const sent = await waitFor('the text at the carrier', () => carrier.messages('outbound').at(0), {
    timeoutMs: 30_000,
  });
  const bubble = window.locator('[data-item]', { hasText: 'Here it is' });
  await expect(bubble).toContainText(/queued/);
  const picture = bubble.getByRole('img', { name: /site\.png/ });
  await expect.poll(() => picture.evaluate((img) => (img as HTMLImageElement).naturalWidth)).toBe(640);
  await waitFor('the carrier to fetch the picture', () => sent.media.length === 1);
  expect(Buffer.from(sent.media[0]!.bytes).equals(PHOTO)).toBe(true);
  expect([...host.files.keys()].map((name) => `${host.url}${name}`)).toEqual(sent.mediaUrls);
  carrier.advance();
  carrier.advance();
  await expect(bubble).toContainText(/sent/, { timeout: 60_000 });
  await waitFor('the host to be empty', () => host.files.size === 0);
  carrier.advance();
  await expect(bubble).toContainText(/delivered/, { timeout: 90_000 });
  expect(carrier.messages('outbound')).toHaveLength(1);
  // The trial and the text.
  expect(host.everPut.size).toBe(2);
  expect(checker?.violations ?? []).toEqual([]);
});

test('a picture larger than the carrier takes is said to be, and made smaller', async () => {
  await window
    .locator('input[type=file]')
    .setInputFiles({ name: 'large.png', mimeType: 'image/png', buffer: noise(1600, 1200) });
  await expect(window.getByText('The carrier takes at most 5 MB of files in one text.')).toBeVisible();
  await window.getByRole('button', { name: 'Make pictures smaller' }).click();
  await expect(composer().getByText('large.jpg')).toBeVisible({ timeout: 30_000 });
  await expect(composer().getByText('large.png')).toHaveCount(0);
  await expect(window.getByText(/kB of 5 MB · 1 of 10 files/)).toBeVisible();
  await expect(window.getByRole('button', { name: 'Make pictures smaller' })).toHaveCount(0);
  await window.getByRole('button', { name: 'Remove large.jpg' }).click();
  await expect(composer().getByText('large.jpg')).toHaveCount(0);
});

/** Ada writes, and Skein looks now instead of at its next turn. */
async function receive(body: string): Promise<{ createdAt: number }> {
  const text = carrier.receive({ from: ADA, body });
  await engine.accounts.syncNow({ id: null });
  return text;
}

test('who may not be texted is said where the text is written, and a doubt waits for the user', async () => {
  await receive('please stop texting me');
  await openThread();
  await expect(window.getByText('Did they ask for no more texts?')).toBeVisible({ timeout: 60_000 });
  await window.getByRole('textbox', { name: 'Message' }).fill('Sorry');
  await window.keyboard.press('Control+Enter');
  await expect(
    window.getByRole('alert').filter({ hasText: 'Say first what they meant.' }).first(),
  ).toBeVisible();
  await window.getByRole('button', { name: 'They did not mean that' }).click();
  await expect(window.getByText('Did they ask for no more texts?')).toHaveCount(0);
  await window.getByRole('textbox', { name: 'Message' }).click();
  await window.keyboard.press('Control+Enter');
  await waitFor('the text at the carrier', () => carrier.messages('outbound').at(-1)?.body === 'Sorry', {
    timeoutMs: 30_000,
  });
  const stop = await receive('STOP');
  await expect(window.getByText('They wrote “STOP” to +1 555 555 0100')).toBeVisible({ timeout: 60_000 });
  // The carrier dates texts to the second, and of two in one second STOP counts.
  await waitFor('the next second', () => Date.now() >= stop.createdAt + 1000);
  await receive('START');
  await expect(window.getByText(/They wrote “STOP”/)).toHaveCount(0, { timeout: 60_000 });
});
