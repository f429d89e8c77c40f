import { expect, type Page, test } from '@playwright/test';
import { violations } from './axe.ts';
import { type LaunchedApp, launchApp } from './launch.ts';

let launched: LaunchedApp;
let window: Page;

const fine = async () => expect(await violations(window)).toEqual([]);
const press = async (...keys: string[]) => {
  for (const key of keys) await window.keyboard.press(key);
};
const row = (name: RegExp) => window.getByRole('option', { name });

test.describe.configure({ mode: 'serial' });

test.beforeAll(async () => {
  launched = await launchApp();
  window = launched.window;
});

test.afterAll(() => launched?.close());

test('the first screen', async () => {
  await expect(window.getByRole('button', { name: /Look around with a sample/ })).toBeVisible();
  await fine();
  await window.getByRole('button', { name: /Connect an account/ }).click();
  await expect(window.getByLabel('Email address')).toBeVisible();
  await fine();
  await window.getByRole('button', { name: 'Back' }).click();
});

test('the sample inbox', async () => {
  await window.getByRole('button', { name: /Look around with a sample/ }).press('Enter');
  await expect(row(/Ana Ribeiro/)).toBeVisible();
  await fine();
});

for (const theme of ['light', 'dark'] as const) {
  test(`threads of people, topics and newsletters, ${theme}`, async () => {
    await window.emulateMedia({ colorScheme: theme });
    await press('g', 'i');
    await row(/Ana Ribeiro/).click();
    await expect(window.getByRole('textbox', { name: 'Message' })).toBeVisible();
    await fine();
    await row(/Permit set/).click();
    await expect(window.getByRole('heading', { name: 'Permit set, second review' })).toBeVisible();
    await fine();
    await row(/Gridley Bulletin/).click();
    await expect(window.getByText(/1 tracker blocked/)).toBeVisible();
    await fine();
    await window.getByRole('main').getByRole('button', { name: 'Unsubscribe' }).click();
    await expect(window.getByRole('dialog', { name: 'Unsubscribe from Gridley Bulletin?' })).toBeVisible();
    await window.getByRole('button', { name: 'Send mail' }).click();
    await expect(window.getByRole('alert').filter({ hasText: 'nothing leaves your computer' })).toBeVisible();
    await fine();
    await press('Escape');
  });

  test(`places, empty and full, a selection and what asks before it deletes, ${theme}`, async () => {
    await press('g', 'd');
    await expect(window.getByText('No drafts')).toBeVisible();
    await fine();
    await press('g', 'o');
    await expect(window.getByText('Everything is sent')).toBeVisible();
    await fine();
    await press('g', 'y');
    await expect(window.getByRole('table').first()).toBeVisible();
    await fine();
    await press('g', 'i');
    await expect(row(/Ana Ribeiro/)).toBeVisible();
    await press('j', 'Shift+J');
    await expect(window.getByText('2 selected', { exact: true })).toBeVisible();
    await fine();
    await press('*', 'n');
    await row(/Rosa Hale/).click();
    await press('#', 'g', 't');
    await row(/Rosa Hale/).click();
    await fine();
    await window.getByRole('button', { name: 'Empty the trash…' }).click();
    await expect(window.getByText('This cannot be undone.')).toBeVisible();
    await fine();
    await window.getByRole('button', { name: 'Keep' }).click();
    await press('Shift+E');
    await expect(row(/Rosa Hale/)).toHaveCount(0);
  });

  test(`palette, shortcuts, search, settings and a new message, ${theme}`, async () => {
    await press('Control+k');
    await expect(window.getByRole('dialog')).toBeVisible();
    await fine();
    await press('Escape', '?');
    await expect(window.getByRole('dialog', { name: 'Keyboard shortcuts' })).toBeVisible();
    await fine();
    await press('Escape');
    await window.getByRole('textbox', { name: 'Search' }).fill('windows');
    await expect(window.getByText(/^\d+ found$/).first()).toBeVisible();
    await fine();
    await window.getByRole('button', { name: 'Settings' }).click();
    for (const tab of await window.getByRole('tab').all()) {
      await tab.click();
      await fine();
    }
    await window.getByRole('tab', { name: 'Keyboard' }).click();
    await window.getByRole('button', { name: 'Change the keys of Star' }).click();
    await press('e');
    await expect(window.getByText(/belongs to “Archive”/)).toBeVisible();
    await fine();
    await press('Escape');
    await window.getByRole('button', { name: 'New message', exact: true }).click();
    await expect(window.getByLabel('Subject')).toBeVisible();
    await fine();
    await press('Escape');
  });
}

test('results and arrivals are said', async () => {
  await press('g', 'i');
  await row(/Ana Ribeiro/).click();
  await press('s');
  await press('e');
  await expect(window.getByRole('status').filter({ hasText: 'Archived' })).toHaveCount(1);
  await press('z');
  await expect(window.getByRole('status').filter({ hasText: 'Taken back' })).toHaveCount(1);
});

test('a control says what it is for, to the pointer and to the keyboard', async () => {
  const compose = window.getByRole('button', { name: 'New message', exact: true });
  const tooltip = window.getByRole('tooltip');
  await compose.hover();
  await expect(tooltip).toBeVisible();
  await expect(tooltip).toContainText('C');
  await expect(compose).toHaveAccessibleDescription(/.+/);
  await fine();
  if (process.env.SKEIN_PHOTOS) await window.screenshot({ path: `${process.env.SKEIN_PHOTOS}/tooltip.png` });
  // What is said can be pointed at, copied and zoomed (WCAG 1.4.13).
  await tooltip.hover();
  await window.getByRole('button', { name: /command/i }).hover();
  await expect(tooltip).toContainText('K');
  await press('Escape');
  await expect(tooltip).toBeHidden();
  await window.mouse.move(400, 400);
  await press('/');
  await press('Tab');
  await expect(tooltip).toBeVisible();
  await press('Tab');
  await expect(tooltip).toContainText('C');
  await press('Escape');
  await expect(tooltip).toBeHidden();
});
