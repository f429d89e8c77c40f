/** Several windows on one engine: threads and drafts in windows of their own, and what keeps them from each other. */
import { mkdtempSync, readFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, type Page, test } from '@playwright/test';
import type { SkeinBridge, WindowRequest } from '#shared/contract/bridge.ts';
import { removeDirectory } from '../rig/server-process.ts';
import { violations } from './axe.ts';
import { connectEngine, type EngineClient } from './engine-client.ts';
import { enginePid, type LaunchedApp, launchApp, nextEnginePid } from './launch.ts';

const profile = mkdtempSync(join(tmpdir(), 'skein-windows-'));

let launched: LaunchedApp;
let inbox: Page;
let engine: EngineClient;

test.describe.configure({ mode: 'serial' });

test.beforeAll(async () => {
  launched = await launchApp({ profile });
  inbox = launched.window;
  engine = await connectEngine(inbox);
  await engine.accounts.addSample({});
  await expect(row(/Ana Ribeiro/)).toBeVisible();
});

test.afterAll(async () => {
  await launched?.close();
  await removeDirectory(profile);
});

const row = (name: RegExp) => inbox.getByRole('option', { name });

/** The window that opens while `act` is done. */
async function opened(act: () => Promise<unknown>): Promise<Page> {
  const [page] = await Promise.all([launched.app.waitForEvent('window'), act()]);
  return page;
}

const closeWindow = async (page: Page) =>
  (await launched.app.browserWindow(page)).evaluate((window) => window.close());

/** Presses a key that closes the window, which may be gone before the key is up again. */
const closeBy = (page: Page, key: string) =>
  Promise.all([page.waitForEvent('close'), page.keyboard.down(key)]);

const inboxInSight = async () =>
  (await launched.app.browserWindow(inbox)).evaluate((window) => window.isVisible());

/** Resolves to whether Skein made its tray's menu since; the tray itself cannot be looked at from outside. */
async function traySoon(): Promise<() => Promise<boolean>> {
  await launched.app.evaluate(({ Menu }) => {
    const build = Menu.buildFromTemplate;
    Menu.buildFromTemplate = (template) => {
      Object.assign(globalThis, { trayMade: true });
      return build(template);
    };
  });
  return () => launched.app.evaluate(() => 'trayMade' in globalThis);
}

/** Keeps the notifications that are shown from now on, where clickNotice finds them. */
const watchNotices = () =>
  launched.app.evaluate(({ Notification }) => {
    const shown: unknown[] = [];
    Object.assign(globalThis, { shownNotices: shown });
    Notification.prototype.show = function show() {
      shown.push(this);
    };
  });

type Kept = { shownNotices: Electron.Notification[] };
const noticeTitles = () =>
  launched.app.evaluate(() => (globalThis as unknown as Kept).shownNotices.map(({ title }) => title));
const clickNotice = () =>
  launched.app.evaluate(() => {
    (globalThis as unknown as Kept).shownNotices.pop()?.emit('click');
  });

test('a double click opens a thread alone; done with, its window closes, and the inbox can take it back', async () => {
  const own = await opened(() => row(/Permit set/).dblclick());
  await expect(own.getByRole('heading', { name: 'Permit set, second review' })).toBeVisible();
  await expect(own.getByRole('listbox')).toHaveCount(0);
  await expect(own).toHaveTitle('Permit set, second review · Skein');
  expect(await violations(own)).toEqual([]);
  await row(/Permit set/).dblclick();
  expect(launched.app.windows()).toHaveLength(2);

  // What is done in one window shows in the other.
  await own.keyboard.press('s');
  await expect(row(/Permit set/)).toHaveAccessibleName(/starred/i);
  await own.keyboard.press('z');
  await expect(row(/Permit set/)).not.toHaveAccessibleName(/starred/i);

  await closeBy(own, 'e');
  await expect(row(/Permit set/)).toHaveCount(0);
  await expect(inbox.getByRole('region', { name: 'Notices' }).getByText('Archived')).toBeVisible();
  await inbox.keyboard.press('z');
  await expect(row(/Permit set/)).toBeVisible();
});

test('a draft goes on in a window of its own, which is the only one that writes it', async () => {
  await row(/Permit set/).click();
  await inbox.keyboard.press('r');
  const here = inbox.getByRole('textbox', { name: 'Message' });
  await expect(here).toBeFocused();
  await inbox.keyboard.type('Before the move');
  const own = await opened(() => inbox.keyboard.press('Control+Shift+O'));
  const there = own.getByRole('textbox', { name: 'Message' });
  await expect(there).toHaveText('Before the move');
  await expect(there).toBeFocused();
  await own.keyboard.type(', and after it');
  await expect(inbox.getByText('You are writing this in another window.')).toBeVisible();
  expect([...(await violations(own)), ...(await violations(inbox))]).toEqual([]);
  await expect(here).toHaveCount(0);

  await (await launched.app.browserWindow(inbox)).evaluate((window) => window.focus());
  await inbox.keyboard.press('Escape');
  await inbox.getByRole('button', { name: 'Show that window' }).click();
  await expect.poll(() => own.evaluate(() => document.hasFocus())).toBe(true);

  // Closed in the middle of a word, it loses none of it.
  const closed = own.waitForEvent('close');
  await own.keyboard.type('!');
  await closeWindow(own);
  await closed;
  await expect(here).toHaveText('Before the move, and after it!');
});

test('with the inbox in the tray a mailto link opens a window of its own, and keeps what is written there', async () => {
  const inTray = await traySoon();
  await engine.settings.set({ closeToTray: true });
  await expect.poll(inTray).toBe(true);
  await closeWindow(inbox);
  await expect.poll(inboxInSight).toBe(false);
  const link = 'mailto:ana@example.org?subject=Friday';
  const own = await opened(() =>
    launched.app.evaluate(({ app }, url) => void app.emit('second-instance', {}, ['skein', url]), link),
  );
  await expect(own.getByText('ana@example.org')).toBeVisible();
  await expect(own.getByLabel('Subject')).toHaveValue('Friday');
  expect(await inboxInSight()).toBe(false);
  await expect(own.getByRole('textbox', { name: 'Message' })).toBeFocused();
  await own.keyboard.type('Shall we?');

  // The engine ends under it: nothing typed is lost, and what is typed meanwhile neither.
  const before = await enginePid(launched.app);
  process.kill(before, 'SIGKILL');
  await own.keyboard.type(' At noon');
  await nextEnginePid(launched.app, before);
  engine = await connectEngine(inbox);
  // A window that closes while nothing can be saved yet asks what to do.
  await engine.drafts.list({});
  await closeBy(own, 'Escape');
  await expect
    .poll(() => engine.drafts.list({}))
    .toMatchObject([{ subject: 'Friday', text: 'Shall we? At noon' }, {}]);
});

test('a notification opens its thread from the tray, over the settings, and when it was archived meanwhile', async () => {
  await watchNotices();
  const { rows } = await engine.threads.page({
    ...{ view: 'inbox', channel: null, accountId: null, mailboxId: null, offset: 0, limit: 50 },
  });
  const { id } = rows.find(({ subject }) => subject === 'Stair detail, option C')!;
  await engine.threads.act({ ids: [id], act: 'later', mailboxId: null, until: Date.now() + 500 });
  await expect.poll(noticeTitles).toEqual(['Back from later: Jun Ota']);
  await inbox.keyboard.press('Control+,');
  await expect(inbox.getByRole('tab', { name: 'Appearance' })).toBeVisible();
  await engine.threads.act({ ids: [id], act: 'archive', mailboxId: null });
  await closeWindow(inbox);
  await expect.poll(inboxInSight).toBe(false);
  await clickNotice();
  await expect.poll(inboxInSight).toBe(true);
  await expect(inbox.getByRole('heading', { name: 'Stair detail, option C' })).toBeVisible();
});

test('windows open again where they were after Skein was killed, but not one whose thread is gone', async () => {
  const open = (what: WindowRequest) =>
    opened(() =>
      inbox.evaluate(
        (asked) => (globalThis as unknown as { skein: SkeinBridge }).skein.openWindow(asked),
        what,
      ),
    );
  const remembered = () => {
    const { open } = JSON.parse(readFileSync(join(profile, 'window.json'), 'utf8'));
    return open.map(({ shows, bounds }: { shows: string; bounds: object }) => [shows, bounds]);
  };
  const { rows } = await engine.threads.page({
    ...{ view: 'inbox', channel: null, accountId: null, mailboxId: null, offset: 0, limit: 50 },
  });
  const thread = `thread/${rows.find(({ subject }) => subject === 'Permit set, second review')!.id}`;
  const draft = `draft/${(await engine.drafts.list({})).find(({ subject }) => subject === 'Friday')!.id}`;
  const idOf = (shows: string) => shows.split('/')[1]!;
  const bounds = { x: 40, y: 60, width: 700, height: 600 };

  const gone = await open({ kind: 'thread', threadId: 'nowhere', view: null });
  await expect(gone.getByText('This thread is not here any more')).toBeVisible();
  await expect(gone.getByRole('button', { name: 'Close this window' })).toBeVisible();
  const own = await open({ kind: 'thread', threadId: idOf(thread), view: null });
  await expect(own.getByRole('textbox', { name: 'Message' })).toBeVisible();
  await (await launched.app.browserWindow(own)).evaluate((window, to) => window.setBounds(to), bounds);
  await open({ kind: 'draft', draftId: idOf(draft) });
  await open({ kind: 'main' });
  const any = expect.anything();
  const open4 = [
    ['', any],
    [thread, bounds],
    [draft, any],
    ['', any],
  ];
  await expect.poll(remembered).toEqual(open4.toSpliced(1, 0, ['thread/nowhere', any]));

  const ended = launched.app.waitForEvent('close');
  process.kill(launched.app.process().pid!, 'SIGKILL');
  await ended;
  launched = await launchApp({ profile });
  const shown = () => launched.app.windows().map((page) => page.url().split('#')[1] ?? '');
  await expect.poll(shown).toEqual(['', thread, draft, '']);
  const [, again, written] = launched.app.windows() as [Page, Page, Page];
  await expect(again.getByRole('heading', { name: 'Permit set, second review' })).toBeVisible();
  await expect(written.getByRole('textbox', { name: 'Message' })).toHaveText('Shall we? At noon');
  await expect.poll(remembered).toEqual(open4);
  await launched.close();
  expect(remembered()).toEqual(open4);
});
