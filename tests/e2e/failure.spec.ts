/** An engine, a store or a page that fails: what is said, and how it goes on. */
import { spawn } from 'node:child_process';
import {
  existsSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  renameSync,
  rmSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, test } from '@playwright/test';
import { appCommand, appEnvironment, enginePid, type LaunchedApp, launchApp } from './launch.ts';

/** The page of a profile that was never shown. */
const NEW_APP_URL = 'app://skein/index.html#new';

test.describe('a running app', () => {
  let launched: LaunchedApp;
  test.beforeEach(async () => {
    launched = await launchApp();
  });
  test.afterEach(async () => {
    await launched.close();
  });

  test('starts the engine again when it ends, and the same page goes on with it', async () => {
    const { app, window } = launched;
    const sample = window.getByRole('button', { name: /Look around with a sample/ });
    await expect(sample).toBeVisible();
    await window.evaluate(() => Object.assign(globalThis, { stillHere: true }));
    const first = await enginePid(app);
    expect(first).toBeGreaterThan(0);
    process.kill(first, 'SIGKILL');
    await expect
      .poll(() => enginePid(app).then((pid) => pid !== 0 && pid !== first), { intervals: [50] })
      .toBe(true);
    await sample.click();
    await expect(window.getByRole('option').first()).toBeVisible();
    expect(await window.evaluate(() => 'stillHere' in globalThis)).toBe(true);
  });

  test('says what happened when the engine keeps ending, and goes on from there', async () => {
    const { app, window } = launched;
    let last = 0;
    for (let ends = 0; ends < 5; ends++) {
      await expect
        .poll(() => enginePid(app).then((pid) => pid !== 0 && pid !== last), { intervals: [50] })
        .toBe(true);
      last = await enginePid(app);
      process.kill(last, 'SIGKILL');
    }
    await expect(window.getByRole('alert')).toContainText('ended 5 times within a minute');
    await window.locator('summary').click();
    await expect(window.locator('pre')).toContainText('engine-keeps-ending');
    await window.getByRole('link', { name: 'Copy details' }).click();
    await expect
      .poll(() => app.evaluate(({ clipboard }) => clipboard.readText()))
      .toContain('engine-keeps-ending');
    await window.getByRole('link', { name: 'Try again' }).click();
    await expect(window.locator('#root')).not.toBeEmpty();
    await expect.poll(() => enginePid(app)).toBeGreaterThan(0);
  });
});

test('says why a store is refused, and opens once the cause is gone', async () => {
  const profile = mkdtempSync(join(tmpdir(), 'skein-e2e-'));
  try {
    const first = await launchApp({ profile });
    await expect(first.window.locator('#root')).not.toBeEmpty();
    await expect.poll(() => existsSync(join(profile, 'store.db'))).toBe(true);
    await first.close();
    const plain = Buffer.alloc(4096);
    plain.write('SQLite format 3\0', 'latin1');
    renameSync(join(profile, 'store.db'), join(profile, 'kept.db'));
    writeFileSync(join(profile, 'store.db'), plain);

    const { app, window, close } = await launchApp({ profile });
    await expect(window.getByRole('alert')).toContainText('never uses an unencrypted store');
    await window.locator('summary').click();
    await expect(window.locator('pre')).toContainText('store-not-encrypted');
    await expect.poll(() => enginePid(app)).toBe(0);
    rmSync(join(profile, 'store.db'));
    renameSync(join(profile, 'kept.db'), join(profile, 'store.db'));
    await window.getByRole('link', { name: 'Try again' }).focus();
    await window.keyboard.press('Enter');
    await expect(window.locator('#root')).not.toBeEmpty();
    await expect.poll(() => enginePid(app)).toBeGreaterThan(0);
    await close();
  } finally {
    rmSync(profile, { recursive: true, force: true });
  }
});

test('loads a page that crashed once again, and shows what happened when it crashes twice', async () => {
  test.skip(process.platform !== 'linux', 'finds the page’s process in /proc');
  const profile = mkdtempSync(join(tmpdir(), 'skein-e2e-'));
  const running = startWithDebugger(profile);
  try {
    const pages = `${await running.endpoint}/json/list`;
    const first = await shownBy(pages, profile, [], NEW_APP_URL);
    for (const pid of first) process.kill(pid, 'SIGKILL');
    const second = await shownBy(pages, profile, first, NEW_APP_URL);
    for (const pid of second) process.kill(pid, 'SIGKILL');
    await shownBy(pages, profile, second, 'app://skein/failure');
  } finally {
    await running.stop();
    rmSync(profile, { recursive: true, force: true });
  }
});

/**
 * Starts the app without Playwright's own launcher, which holds a page that crashed and so keeps it from being
 * loaded anew.
 */
function startWithDebugger(profile: string): { endpoint: Promise<string>; stop(): Promise<void> } {
  const { executable, args } = appCommand();
  const switches = ['--remote-debugging-port=0', ...(process.getuid?.() === 0 ? ['--no-sandbox'] : [])];
  const child = spawn(executable, [...args, ...switches, '--profile', profile], {
    env: appEnvironment(),
    stdio: ['ignore', 'ignore', 'pipe'],
  });
  const exited = new Promise<void>((resolve) => child.on('exit', () => resolve()));
  const endpoint = new Promise<string>((resolve, reject) => {
    let said = '';
    child.stderr.on('data', (data) => {
      said += data;
      const found = /DevTools listening on ws:\/\/([^/]+)/.exec(said)?.[1];
      if (found) resolve(`http://${found}`);
    });
    void exited.then(() => reject(new Error(`The app ended: ${said}`)));
  });
  return {
    endpoint,
    async stop() {
      child.kill('SIGKILL');
      await exited;
    },
  };
}

/**
 * Waits until processes other than `before` show the page at `url`; returns their ids. There can be several:
 * Chromium keeps one in reserve, and which of them draws the page does not show from outside.
 */
async function shownBy(pages: string, profile: string, before: number[], url: string): Promise<number[]> {
  let pids: number[] = [];
  await expect
    .poll(async () => {
      pids = rendererPids(profile);
      if (!pids.some((pid) => !before.includes(pid))) return 'no process';
      const list = (await (await fetch(pages)).json()) as { url: string; title: string }[];
      return list.map((page) => `${page.url} ${page.title}`).join('\n');
    })
    .toMatch(new RegExp(`^${url} Skein`));
  return pids;
}

/** The processes that draw for the app running with this profile. */
function rendererPids(profile: string): number[] {
  return readdirSync('/proc').flatMap((entry) => {
    if (!/^\d+$/.test(entry)) return [];
    try {
      const command = readFileSync(`/proc/${entry}/cmdline`, 'utf8');
      return command.includes('--type=renderer') && command.includes(`--user-data-dir=${profile}`)
        ? [Number(entry)]
        : [];
    } catch {
      // It ended meanwhile.
      return [];
    }
  });
}
