/** Going through the messages of a thread, with the keyboard and without losing the place. */
import { expect, type Page, test } from '@playwright/test';
import { deliver } from '../rig/deliver.ts';
import { ALICE, BOB, DovecotServer } from '../rig/dovecot.ts';
import { connectMailbox } from './accounts.ts';
import { violations } from './axe.ts';
import { connectEngine, type EngineClient } from './engine-client.ts';
import { type LaunchedApp, launchApp } from './launch.ts';
import { photograph } from './photograph.ts';

const CAROL = 'carol@example.test';

let dovecot: DovecotServer;
let launched: LaunchedApp;
let window: Page;
let engine: EngineClient;

test.describe.configure({ mode: 'serial' });
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
const card = (text: string) => messages().getByRole('article').filter({ hasText: text });
const lines = (words: string, count: number) => Array(count).fill(words).join('\r\n');

/** A mail of the thread; each answers the first. */
const send = (at: number, from: string, text: string) =>
  deliver(dovecot.ports.lmtp, {
    from: BOB.address,
    to: ALICE.address,
    source: [
      ...[`From: ${from}`, `To: ${ALICE.address}`, `Subject: ${at > 1 ? 'Re: ' : ''}Harbour wall`],
      ...[`Date: Mon, 2 Nov 2026 0${at}:00:00 +0000`, `Message-ID: <wall-${at}@example.test>`],
      ...(at > 1 ? ['In-Reply-To: <wall-1@example.test>'] : []),
      ...['MIME-Version: 1.0', 'Content-Type: text/plain; charset=utf-8', '', text],
    ].join('\r\n'),
  });

test('a folded message is unfolded where it is, and what answers goes to the one the keyboard is in', async () => {
  await send(1, `Bob <${BOB.address}>`, lines('The first stones are here.', 60));
  await send(2, `Carol <${CAROL}>`, lines('The second stones are here.', 60));
  await send(3, `Bob <${BOB.address}>`, 'All of them: www.quay.example/wall, or ask wall@quay.example.');
  await expect.poll(async () => (await thread())?.messageCount, { timeout: 30_000 }).toBe(3);
  await window.getByRole('option', { name: /Harbour wall/ }).click();
  // Nothing was read: it begins with the first.
  await expect(card('The first stones').getByRole('button', { name: 'Bob' })).toBeInViewport();
  await window.keyboard.press(':');
  await expect(card('All of them').getByRole('link')).toHaveCount(2);
  await expect(card('All of them').getByRole('link').last()).toHaveAttribute(
    'href',
    'mailto:wall@quay.example',
  );
  await window.keyboard.press('Shift+n');
  await expect(card('All of them').locator(':focus')).toHaveCount(1);
  await window.keyboard.press('Shift+n');
  const second = card('The second stones');
  await expect(second.locator(':focus')).toHaveCount(1);
  const head = second.getByRole('button', { name: 'Carol' });
  const fold = second.getByRole('button', { name: 'Fold message' });
  await expect(fold).toHaveCount(0);
  await window.keyboard.press('Enter');
  await expect(fold).toBeAttached();
  await expect.poll(async () => (await second.boundingBox())!.height).toBeGreaterThan(600);
  await expect(head).toBeInViewport();
  expect(await violations(window)).toEqual([]);
  await photograph(launched, 'reading-keyboard');
  await window.keyboard.press('r');
  await window.keyboard.type('Thank you, Carol.');
  await expect
    .poll(async () =>
      (await engine.drafts.list({})).map(({ to, text }) => [to.map((one) => one.address), text]),
    )
    .toEqual([[[CAROL], 'Thank you, Carol.']]);
});

test('all of a thread is unfolded and folded again with a key', async () => {
  await window.keyboard.press('Escape');
  await window.keyboard.press(';');
  const folds = messages().getByRole('button', { name: 'Fold message' });
  await expect(folds).toHaveCount(2);
  await window.keyboard.press(':');
  await expect(folds).toHaveCount(0);
  await expect(card('All of them').getByRole('link')).toHaveCount(2);
});

async function thread() {
  const all = { channel: null, accountId: null, mailboxId: null, labelId: null, sectionId: null };
  const { rows } = await engine.threads.page({ ...all, view: 'inbox', offset: 0, limit: 10 });
  return rows.find(({ subject }) => subject.includes('Harbour wall'));
}
