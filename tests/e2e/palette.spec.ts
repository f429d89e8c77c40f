/** Everything by name, in the real window: other programs' words, settings, templates, and the keys of what is written. */
import { expect, type Page, test } from '@playwright/test';
import { connectEngine, type EngineClient } from './engine-client.ts';
import { type LaunchedApp, launchApp } from './launch.ts';
import { photograph } from './photograph.ts';

let launched: LaunchedApp;
let window: Page;
let engine: EngineClient;

const palette = () => window.getByRole('combobox', { name: 'Command palette' });
const chosen = () => window.getByRole('dialog').getByRole('option', { selected: true });
const body = () => window.getByRole('textbox', { name: 'Message' });

/** Opens the palette and types; the row that Enter would choose has these words. */
async function find(typed: string, row: string | RegExp): Promise<void> {
  await window.keyboard.press('Control+k');
  await palette().fill(typed);
  await expect(chosen()).toContainText(row);
}

test.describe.configure({ mode: 'serial' });

test.beforeAll(async () => {
  launched = await launchApp();
  window = launched.window;
  engine = await connectEngine(window);
  await engine.accounts.addSample({});
  await engine.templates.save({
    id: null,
    name: 'Thanks',
    html: '<div>Dear {first name}, thank you.</div>',
    text: 'Dear {first name}, thank you.',
  });
  await window.getByRole('listbox').getByRole('option').first().waitFor();
});

test.afterAll(async () => {
  await launched?.close();
});

test('what another program calls something finds it here', async () => {
  await window.getByRole('listbox').getByRole('option').first().click();
  await find('snooze', 'Later…');
  await photograph(launched, 'palette-other-words');
  await window.keyboard.press('Enter');
  await expect(window.getByRole('dialog')).toContainText('When should this come back?');
  await window.keyboard.press('Escape');
  await expect(window.getByRole('listbox', { name: /Inbox/ })).toBeFocused();
  await find('signature', 'Settings: writing');
  await window.keyboard.press('Enter');
  await expect(window.getByRole('tab', { name: 'Writing' })).toHaveAttribute('aria-selected', 'true');
});

test('a draft has its templates and commands there, and keeps its reminder', async () => {
  await window.keyboard.press('g');
  await window.keyboard.press('i');
  await window.getByRole('button', { name: 'New message' }).click();
  await window.getByRole('combobox', { name: 'To', exact: true }).fill('Ana Vega <ana@studio.example>,');
  await window.getByLabel('Subject').fill('Tiles');
  await body().click();
  await find('templ', 'Thanks');
  await photograph(launched, 'palette-template');
  await window.keyboard.press('Enter');
  await expect(body()).toHaveText('Dear Ana, thank you.');

  await window.keyboard.press('Control+Shift+h');
  await window
    .getByRole('dialog')
    .getByLabel(/A time/)
    .fill('next week');
  await window.keyboard.press('Enter');
  await expect(body()).toBeFocused();
  const note = window.getByText(/^If nobody answers, this comes back/);
  await expect(note).toBeVisible();
  await expect.poll(async () => (await engine.drafts.list({}))[0]?.remindAt ?? 0).toBeGreaterThan(Date.now());
  await window.getByRole('button', { name: /^All commands/ }).click();
  await palette().fill('templ');
  await expect(chosen()).toContainText('Thanks');
  await window.keyboard.press('Escape');
  await expect(body()).toBeFocused();
  await window.reload();
  await window
    .getByRole('navigation', { name: 'Places' })
    .getByRole('button', { name: /Drafts/ })
    .click();
  await window.getByRole('button', { name: /Tiles/ }).click();
  await expect(note).toBeVisible();
});

test('the sheet has the keys of sending and of the text', async () => {
  await window.getByRole('heading', { name: 'New message' }).click();
  await window.keyboard.press('?');
  const sheet = window.getByRole('dialog', { name: 'Keyboard shortcuts' });
  await expect(sheet.getByText('Send later…')).toBeVisible();
  await expect(sheet.getByText('Bold')).toBeVisible();
  await photograph(launched, 'sheet-writing');
});
