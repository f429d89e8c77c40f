import { spawn } from 'node:child_process';
import { type ElectronApplication, expect, test } from '@playwright/test';
import { connectEngine, type EngineClient } from './engine-client.ts';
import { appCommand, appEnvironment, type LaunchedApp, launchApp } from './launch.ts';

const LINK =
  'mailto:ana@example.org?cc=bo@example.org&subject=Caf%C3%A9%20on%20Friday&body=Shall%20we%3F&attach=/etc/passwd';

let launched: LaunchedApp;
let engine: EngineClient;

test.beforeEach(async () => {
  launched = await launchApp();
  engine = await connectEngine(launched.window);
  await engine.accounts.addSample({});
});

test.afterEach(() => launched?.close());

/** Starts the program once more, as the system does when a link is opened. */
async function startAgain(...args: string[]): Promise<void> {
  const command = appCommand();
  const switches = process.getuid?.() === 0 ? ['--no-sandbox'] : [];
  const second = spawn(
    command.executable,
    [...command.args, ...switches, '--profile', launched.profile, ...args],
    {
      env: appEnvironment(),
      stdio: 'ignore',
    },
  );
  await new Promise((resolve) => second.on('exit', resolve));
}

const isVisible = (app: ElectronApplication) =>
  app.evaluate(({ BrowserWindow }) => BrowserWindow.getAllWindows()[0]?.isVisible());

/** Keeps what the tray's menu is made of from now on: a tray cannot be looked at from outside. */
function watchTray(app: ElectronApplication): Promise<void> {
  return app.evaluate(({ Menu }) => {
    const build = Menu.buildFromTemplate;
    Menu.buildFromTemplate = (template) => {
      (globalThis as unknown as { trayMenu: typeof template }).trayMenu = template;
      return build(template);
    };
  });
}

type Template = { label?: string; enabled?: boolean; click?: () => void }[];
const trayLabels = (app: ElectronApplication) =>
  app.evaluate(() =>
    ((globalThis as unknown as { trayMenu?: Template }).trayMenu ?? []).flatMap(({ label }) => label ?? []),
  );
const clickTray = (app: ElectronApplication, label: string) =>
  app.evaluate((_, wanted) => {
    const { trayMenu } = globalThis as unknown as { trayMenu: Template };
    trayMenu.find((item) => item.label?.startsWith(wanted))?.click?.();
  }, label);

test('a mailto link opens the composer with what it asks for, and sends nothing', async () => {
  const { window } = launched;
  await startAgain(LINK);
  await expect(window.getByRole('heading', { name: 'New message' })).toBeVisible();
  await expect(window.getByText('ana@example.org')).toBeVisible();
  await expect(window.getByText('bo@example.org')).toBeVisible();
  await expect(window.getByLabel('Subject')).toHaveValue('Café on Friday');
  await expect(window.getByRole('textbox', { name: 'Message' })).toHaveText('Shall we?');
  await expect
    .poll(() => engine.drafts.list({}))
    .toMatchObject([{ subject: 'Café on Friday', attachments: [] }]);
  expect(await engine.outbox.list({})).toEqual([]);

  // A link in a message is Skein's own business too, not the system's.
  await window.evaluate(() => globalThis.open('mailto:cleo@example.org'));
  await expect(window.getByText('cleo@example.org')).toBeVisible();
});

test('closing the window leaves Skein in the tray when that is chosen', async () => {
  const { app, window } = launched;
  await watchTray(app);
  await window.getByRole('button', { name: 'Settings' }).click();
  await window.getByRole('tab', { name: 'Appearance' }).click();
  await window.getByRole('switch', { name: 'Keep Skein running in the tray' }).click();
  const unread = (await engine.places.counts({})).inboxUnread;
  await expect
    .poll(() => trayLabels(app))
    .toEqual([`Show Skein (${unread} unread)`, 'New message', 'Pause syncing', 'Quit Skein']);

  await app.evaluate(({ BrowserWindow }) => BrowserWindow.getAllWindows()[0]!.close());
  await expect.poll(() => isVisible(app)).toBe(false);
  await startAgain();
  await expect.poll(() => isVisible(app)).toBe(true);
  await app.evaluate(({ BrowserWindow }) => BrowserWindow.getAllWindows()[0]!.close());
  await expect.poll(() => isVisible(app)).toBe(false);
  await clickTray(app, 'New message');
  await expect.poll(() => isVisible(app)).toBe(true);
  await expect(window.getByRole('heading', { name: 'New message' })).toBeVisible();

  await engine.settings.set({ closeToTray: false });
  const gone = app.waitForEvent('close');
  await expect
    .poll(async () => {
      await app.evaluate(({ BrowserWindow }) => BrowserWindow.getAllWindows()[0]?.close()).catch(() => {});
      return app.windows().length;
    })
    .toBe(0);
  await gone;
});
