/** Who a mail is for, in the real window: typed, completed, put right, moved between fields, kept as a group. */
import { expect, type Page, test } from '@playwright/test';
import { connectEngine, type EngineClient } from './engine-client.ts';
import { type LaunchedApp, launchApp } from './launch.ts';
import { photograph } from './photograph.ts';

let launched: LaunchedApp;
let window: Page;
let engine: EngineClient;

const field = (name: 'To' | 'Cc' | 'Bcc') => window.getByRole('combobox', { name, exact: true });
const chip = (name: string | RegExp) => window.getByRole('button', { name, exact: true });
const draft = async () => {
  const [newest] = await engine.drafts.list({});
  return [newest?.to, newest?.cc, newest?.bcc].map((all = []) =>
    all.map(({ name, address }) => (name ? `${name} <${address}>` : address)),
  );
};

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

test('what is typed is taken once, put right where it is wrong, and moved with keys and pointer', async () => {
  await window.getByRole('button', { name: 'New message' }).click();
  await field('To').pressSequentially(
    '"Vega, Ana" <ana@studio.example>, ANA@studio.example, bob@, x@studio.example,',
  );
  await expect(chip(/^Remove (?!formatting)/)).toHaveCount(3);
  await chip(/^bob@/).click();
  await expect(field('To')).toHaveValue('bob@');
  await field('To').pressSequentially('studio.example');
  await field('To').press('Enter');
  await expect
    .poll(draft)
    .toEqual([['Vega, Ana <ana@studio.example>', 'x@studio.example', 'bob@studio.example'], [], []]);

  for (const key of ['ArrowLeft', 'ArrowLeft', 'Enter']) await window.keyboard.press(key);
  await expect(field('To')).toHaveValue('x@studio.example');
  await window.keyboard.press('Home');
  await window.keyboard.type('ma');
  await window.keyboard.press('Enter');
  await window.keyboard.press('ArrowLeft');
  await expect(chip('max@studio.example')).toBeFocused();
  await window.keyboard.press('Control+x');
  await window.getByRole('button', { name: 'Cc · Bcc' }).click();
  await field('Bcc').press('Control+v');
  await chip('bob@studio.example').dragTo(field('Cc'));
  await expect
    .poll(draft)
    .toEqual([['Vega, Ana <ana@studio.example>'], ['bob@studio.example'], ['max@studio.example']]);
  await photograph(launched, 'recipients');
});

test('many recipients leave room for the text, and where one types stays in sight', async () => {
  const many = Array.from({ length: 200 }, (_, index) => `Guest ${index} <guest${index}@studio.example>`);
  await field('To').focus();
  await launched.app.evaluate(({ clipboard }, text) => clipboard.writeText(text), many.join(', '));
  await window.keyboard.press('Control+v');
  await expect(chip('Remove Guest 199')).toBeInViewport();
  await expect(field('To')).toBeInViewport();
  await expect(window.getByRole('textbox', { name: 'Message' })).toBeInViewport();
  await photograph(launched, 'recipients-many');
  await window.getByRole('button', { name: 'Discard draft' }).click();
});

test('recipients are kept as a group, completed by its name, changed and taken back', async () => {
  const to = window.getByRole('combobox', { name: 'To', exact: true });
  await window.getByRole('button', { name: 'New message' }).click();
  await to.fill('Site: Ana <ana@studio.example>, "Pell; Dario" <dario@studio.example>;');
  await to.press('Enter');
  await window.getByRole('button', { name: 'Save as a group…' }).click();
  const dialog = window.getByRole('dialog', { name: 'A new group' });
  await dialog.getByRole('button', { name: 'Save', exact: true }).click();
  await expect(dialog.getByText('Give it a name to find it by.')).toBeVisible();
  await dialog.getByLabel('Name').fill('Site visits');
  await photograph(launched, 'group-dialog');
  await dialog.getByRole('button', { name: 'Save', exact: true }).click();
  await expect(dialog).toBeHidden();
  expect((await engine.groups.list({})).map(({ name, members }) => [name, members])).toEqual([
    [
      'Site visits',
      [
        { name: 'Ana', address: 'ana@studio.example' },
        { name: 'Pell; Dario', address: 'dario@studio.example' },
      ],
    ],
  ]);

  await window.getByRole('button', { name: 'Remove Ana' }).click();
  await window.getByRole('button', { name: 'Remove Pell; Dario' }).click();
  await to.pressSequentially('vis');
  await expect(window.getByRole('option', { name: /Site visits\s*2 people/ })).toBeVisible();
  await photograph(launched, 'group-completion');
  await to.press('Enter');
  await expect(window.getByRole('button', { name: 'Remove Ana' })).toBeVisible();
  await expect(window.getByRole('button', { name: 'Remove Pell; Dario' })).toBeVisible();

  await window.keyboard.press('Control+,');
  await window.getByRole('tab', { name: 'Writing' }).click();
  await window.getByRole('button', { name: 'Change the group “Site visits”' }).click();
  await window.getByRole('dialog').getByRole('button', { name: 'Remove', exact: true }).click();
  await expect.poll(() => engine.groups.list({})).toEqual([]);
  await photograph(launched, 'groups-settings');
  await window
    .getByRole('listitem')
    .filter({ hasText: 'is removed' })
    .getByRole('button', { name: /^Undo/ })
    .click();
  await expect(window.getByRole('button', { name: 'Change the group “Site visits”' })).toBeVisible();
});
