/** What lies over what, and how wide things become. */
import { expect, type Page, test } from '@playwright/test';
import { deliver } from '../rig/deliver.ts';
import { ALICE, BOB, DovecotServer } from '../rig/dovecot.ts';
import { connectMailbox } from './accounts.ts';
import { connectEngine, type EngineClient } from './engine-client.ts';
import { type LaunchedApp, launchApp } from './launch.ts';
import { photograph } from './photograph.ts';

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
  for (const name of ['Quay', 'Harbour', 'Lighthouse'])
    await deliver(dovecot.ports.lmtp, {
      from: BOB.address,
      to: ALICE.address,
      source: `From: Bob <${BOB.address}>\r\nTo: ${ALICE.address}\r\nSubject: ${name} walk\r\nMessage-ID: <${name}@example.test>\r\n\r\nAt noon.`,
    });
  await row('Lighthouse').click({ timeout: 30_000 });
});

test.afterAll(async () => {
  await launched?.close();
  await dovecot?.stop();
});

const row = (subject: string) => window.getByRole('option', { name: new RegExp(`${subject} walk`) });
const list = () => window.locator('[data-region="list"]');

async function resize(width: number, height: number): Promise<void> {
  await launched.app.evaluate(
    ({ BrowserWindow }, size) => BrowserWindow.getAllWindows()[0]?.setContentSize(size[0], size[1]),
    [width, height] as const,
  );
  await window.waitForFunction((wide) => innerWidth === wide, width);
}

test('the divider follows the pointer at once, also where the list is narrower than was asked for', async () => {
  await engine.settings.set({ listWidth: 640 });
  await resize(900, 600);
  const width = async () => (await list().boundingBox())!.width;
  await expect.poll(width).toBeLessThan(600);
  const before = await width();
  const divider = (await window.getByRole('separator', { name: 'Width of the list' }).boundingBox())!;
  await window.mouse.move(divider.x + 4, 300);
  await window.mouse.down();
  await window.mouse.move(divider.x - 26, 300);
  expect(await width()).toBeCloseTo(before - 30, 0);
  await window.mouse.up();
  await expect.poll(async () => (await engine.settings.get({})).listWidth).toBe(Math.round(before - 30));
  expect(await width()).toBeCloseTo(before - 30, 0);
});

test('a notice covers no button of a form', async () => {
  /** What of the window's controls lies below the notice. */
  const covered = () =>
    window.evaluate(() => {
      const notices = document.querySelector('section[aria-label="Notices"] ol')!.getBoundingClientRect();
      return [...document.querySelectorAll('button, input, [contenteditable="true"]')]
        .filter((control) => !control.closest('section[aria-label="Notices"], [role="listbox"]'))
        .filter((control) => {
          const { left, top, right, bottom } = control.getBoundingClientRect();
          const beside = left >= notices.right || right <= notices.left;
          return !beside && top < notices.bottom && bottom > notices.top;
        })
        .map((control) => control.textContent || control.getAttribute('aria-label'));
    });
  const notice = window.getByRole('region', { name: 'Notices' }).getByText(/^Sending in/);
  await engine.settings.set({ undoSendSeconds: 30 });
  for (const [name, width, height] of [
    ['Quay', 1360, 860],
    ['Harbour', 900, 600],
    ['Lighthouse', 760, 520],
  ] as const) {
    await resize(width, height);
    await row(name).click();
    await expect(window.getByRole('main').getByRole('heading', { name: `${name} walk` })).toBeVisible();
    await window.keyboard.press('r');
    await expect(window.locator('main [role=textbox][aria-multiline]:focus')).toBeVisible();
    await window.keyboard.type('Gladly.');
    await window.keyboard.press('Control+Enter');
    await expect(notice).toBeVisible();
    await expect.poll(covered).toEqual([]);
    await window.keyboard.press('Control+,');
    await window.getByRole('tab', { name: 'Accounts' }).click();
    await window.getByRole('button', { name: 'Sign-in and servers…' }).click();
    const cancel = window.getByRole('button', { name: 'Cancel' });
    await cancel.focus();
    await expect(cancel).toBeInViewport();
    await expect.poll(covered).toEqual([]);
    await photograph(launched, `notice-${width}`);
    await expect(notice).toBeVisible();
    await cancel.click();
    await window.getByRole('button', { name: 'Dismiss' }).click();
    await window.keyboard.press('g');
    await window.keyboard.press('i');
  }
});
