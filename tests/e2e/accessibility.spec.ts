import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { expect, type Page, test } from '@playwright/test';
import type { AxeResults } from 'axe-core';
import { type LaunchedApp, launchApp } from './launch.ts';

const axeSource = readFileSync(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8');

let launched: LaunchedApp;
let window: Page;

/** The rules of WCAG 2.0 to 2.2, levels A and AA, that the page on screen breaks. */
async function violations(): Promise<string[]> {
  await window.evaluate(axeSource);
  const results = (await window.evaluate(
    "axe.run(document, { runOnly: ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa'] })",
  )) as AxeResults;
  return results.violations.map(
    ({ id, nodes }) => `${id}: ${nodes.map((node) => node.target.join(' ')).join(', ')}`,
  );
}

test.describe.configure({ mode: 'serial' });

test.beforeAll(async () => {
  launched = await launchApp();
  window = launched.window;
});

test.afterAll(() => launched?.close());

test('the first screen', async () => {
  await expect(window.getByRole('button', { name: /Look around with a sample/ })).toBeVisible();
  expect(await violations()).toEqual([]);
  await window.getByRole('button', { name: /Connect an account/ }).click();
  await expect(window.getByLabel('Email address')).toBeVisible();
  expect(await violations()).toEqual([]);
  await window.getByRole('button', { name: 'Back' }).click();
});

test('the whole way to an open thread is there without a mouse', async () => {
  await window.getByRole('button', { name: /Look around with a sample/ }).press('Enter');
  await expect(window.getByRole('option', { name: /Ana Ribeiro/ })).toBeVisible();
  expect(await violations()).toEqual([]);
  await window.keyboard.press('g');
  await window.keyboard.press('i');
  await window.keyboard.press('j');
  await window.keyboard.press('k');
  await window.keyboard.press('Enter');
  await expect(window.getByRole('textbox', { name: 'Message' })).toBeVisible();
  expect(await violations()).toEqual([]);
});

for (const theme of ['light', 'dark'] as const) {
  test(`palette, shortcuts, search, settings and a new message, ${theme}`, async () => {
    await window.emulateMedia({ colorScheme: theme });
    await window.keyboard.press('Control+k');
    await expect(window.getByRole('dialog')).toBeVisible();
    expect(await violations()).toEqual([]);
    await window.keyboard.press('Escape');
    await window.getByRole('textbox', { name: 'Search' }).fill('windows');
    await expect(window.getByText(/^\d+ found$/).first()).toBeVisible();
    expect(await violations()).toEqual([]);
    await window.getByRole('button', { name: 'Settings' }).click();
    for (const tab of await window.getByRole('tab').all()) {
      await tab.click();
      expect(await violations()).toEqual([]);
    }
    await window.getByRole('button', { name: 'New message' }).click();
    await expect(window.getByLabel('Subject')).toBeVisible();
    expect(await violations()).toEqual([]);
    await window.keyboard.press('Escape');
  });
}
