/** Misspelled words in the real window: marked, corrected by pointer and by keys, added to the dictionary. */
import { expect, type Page, test } from '@playwright/test';
import { connectEngine, type EngineClient } from './engine-client.ts';
import { type LaunchedApp, launchApp } from './launch.ts';
import { photograph } from './photograph.ts';

let launched: LaunchedApp;
let window: Page;
let engine: EngineClient;

const body = () => window.getByRole('textbox', { name: 'Message' });
const menu = () => window.getByRole('menu', { name: 'Edit' });

/** The words that are marked where they can be seen. */
const marks = () =>
  window.evaluate(() =>
    [...(CSS.highlights.get('misspelled') ?? [])]
      .filter((range) => (range as Range).getBoundingClientRect().width > 0)
      .map(String),
  );

/** Puts the cursor before the text; an editor that just changed it may put it back. */
const toStart = () =>
  expect(async () => {
    await body().press('Control+Home');
    const at = await body().evaluate((field) =>
      field instanceof HTMLTextAreaElement ? field.selectionStart : getSelection()?.anchorOffset,
    );
    expect(at).toBe(0);
  }).toPass();

/** Where a word of the formatted text is. */
const pointOf = (word: string) =>
  body().evaluate((field, wanted) => {
    const walker = document.createTreeWalker(field, NodeFilter.SHOW_TEXT);
    for (let node = walker.nextNode(); node; node = walker.nextNode()) {
      const at = (node as Text).data.indexOf(wanted);
      if (at < 0) continue;
      const range = document.createRange();
      range.setStart(node, at);
      range.setEnd(node, at + wanted.length);
      const { x, y, width, height } = range.getBoundingClientRect();
      return { x: x + width / 2, y: y + height / 2 };
    }
    throw new Error(`“${wanted}” is not there`);
  }, word);

test.describe.configure({ mode: 'serial' });

test.beforeAll(async () => {
  launched = await launchApp();
  window = launched.window;
  engine = await connectEngine(window);
  await engine.accounts.addSample({});
  await window.getByRole('listbox').getByRole('option').first().waitFor();
});

test.afterAll(async () => {
  await launched?.close();
});

test('a misspelled word is marked and corrected from its menu, in the formatted text and in its undo', async () => {
  await window.keyboard.press('c');
  await body().click();
  await window.keyboard.type('We will recieve the tiles from Skarvik on monday. ');
  await expect.poll(marks).toEqual(['recieve', 'Skarvik', 'monday']);
  await photograph(launched, 'spelling-marks');
  const { x, y } = await pointOf('recieve');
  await window.mouse.click(x, y, { button: 'right' });
  await expect(menu().getByRole('menuitem').first()).toHaveText('receive');
  await photograph(launched, 'spelling-menu');
  await menu().getByRole('menuitem', { name: 'receive', exact: true }).click();
  await expect(body()).toHaveText(/^We will receive the tiles/);
  await expect(body()).toBeFocused();
  await window.keyboard.press('Control+z');
  await expect(body()).toHaveText(/^We will recieve the tiles/);
});

test('F7 goes from one to the next; a word of one’s own is not marked any more, until that is undone', async () => {
  await toStart();
  await window.keyboard.press('F7');
  await expect(menu()).toContainText('Instead of “recieve”');
  await window.keyboard.press('ArrowDown');
  await window.keyboard.press('Enter');
  await expect(body()).toHaveText(/^We will receive the tiles/);
  await window.keyboard.press('F7');
  await expect(menu()).toContainText('Instead of “Skarvik”');
  await menu().getByRole('menuitem', { name: 'Add to the dictionary' }).click();
  const notices = window.getByRole('region', { name: 'Notices' });
  await expect(notices.getByText('“Skarvik” is in your dictionary.')).toBeVisible();
  await window.keyboard.press('F7');
  await expect(menu()).toContainText('Instead of “monday”');
  await window.keyboard.press('Escape');
  expect(await engine.spelling.words({})).toEqual(['Skarvik']);
  await notices.getByRole('button', { name: /^Undo/ }).click();
  await expect.poll(() => engine.spelling.words({})).toEqual([]);
});

test('the plain text has the same, and the language of the text decides; switched off, nothing is marked', async () => {
  await engine.settings.set({ spellingLanguages: ['en-US', 'fr'] });
  await window.keyboard.press('Escape');
  await window.keyboard.press('c');
  await window
    .getByRole('toolbar', { name: 'Formatting' })
    .getByRole('button', { name: 'Kind of paragraph' })
    .click();
  await window.getByRole('menuitem', { name: 'Make it plain text' }).click();
  await body().click();
  await window.keyboard.type('Nous avons reçu les tuiles ce matin et la maison est verte, mercii ');
  await expect.poll(marks).toEqual(['mercii']);
  await toStart();
  await window.keyboard.press('F7');
  await expect(menu()).toContainText('Instead of “mercii”');
  await menu().getByRole('menuitem', { name: 'merci', exact: true }).click();
  await expect(body()).toHaveValue(/verte, merci $/);
  await expect.poll(marks).toEqual([]);
  await body().press('Control+a');
  await window.keyboard.type('We saw teh house ');
  await expect.poll(marks).toEqual(['teh']);
  await engine.settings.set({ spellcheck: false });
  await expect.poll(marks).toEqual([]);
  await engine.settings.set({ spellcheck: true });
  await expect.poll(marks).toEqual(['teh']);
});

test('languages and one’s own words are chosen in the settings', async () => {
  await engine.spelling.add({ word: 'Skarvik' });
  await window.keyboard.press('Control+,');
  await window.getByRole('tab', { name: 'Writing' }).click();
  const group = window.getByRole('group', { name: /^Languages/ });
  await expect(group.getByRole('checkbox', { name: 'French' })).toBeChecked();
  await group.getByRole('checkbox', { name: 'French' }).click();
  await expect.poll(async () => (await engine.settings.get({})).spellingLanguages).toEqual(['en-US']);
  await group.scrollIntoViewIfNeeded();
  await photograph(launched, 'spelling-settings');
  await window.getByRole('button', { name: 'Remove Skarvik' }).click();
  await expect.poll(() => engine.spelling.words({})).toEqual([]);
});
