/** An engine, a store or a page that fails: what is said, and how it goes on. */
import { type ChildProcess, spawn } from 'node:child_process';
import { mkdtempSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { fileURLToPath } from 'node:url';
import { expect, test } from '@playwright/test';
import { removeDirectory } from '../rig/server-process.ts';
import {
  appCommand,
  appEnvironment,
  enginePid,
  type LaunchedApp,
  launchApp,
  nextEnginePid,
} from './launch.ts';

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
    const first = await nextEnginePid(app);
    process.kill(first, 'SIGKILL');
    await nextEnginePid(app, first);
    await sample.click();
    await expect(window.getByRole('option').first()).toBeVisible();
    expect(await window.evaluate(() => 'stillHere' in globalThis)).toBe(true);
  });

  test('says what happened when the engine keeps ending, and goes on from there', async () => {
    const { app, window } = launched;
    let last = 0;
    for (let ends = 0; ends < 5; ends++) {
      last = await nextEnginePid(app, last);
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
    await nextEnginePid(app, last);
  });
});

test('says why a store is refused, and opens once the cause is gone', async () => {
  const profile = mkdtempSync(join(tmpdir(), 'skein-e2e-'));
  try {
    const first = await launchApp({ profile });
    await expect(first.window.getByRole('button', { name: /Look around with a sample/ })).toBeVisible();
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
    await expect(window.getByRole('button', { name: /Look around with a sample/ })).toBeVisible();
    await close();
  } finally {
    await removeDirectory(profile);
  }
});

test('loads a page that crashed once again, and shows what happened when it crashes twice', async () => {
  const profile = mkdtempSync(join(tmpdir(), 'skein-e2e-'));
  const app = startReporting(profile);
  const pages = pagesLoaded(app);
  const nextPage = async () => (await pages.next()).value;
  try {
    const first = await nextPage();
    expect(first.url).toBe(NEW_APP_URL);
    process.kill(first.pid, 'SIGKILL');
    const second = await nextPage();
    expect(second.url).toBe(NEW_APP_URL);
    process.kill(second.pid, 'SIGKILL');
    expect((await nextPage()).url).toBe('app://skein/failure');
  } finally {
    app.kill('SIGKILL');
    await removeDirectory(profile);
  }
});

/**
 * Starts the app without Playwright's own launcher, which holds a page that crashed and so keeps it from being
 * loaded anew.
 */
function startReporting(profile: string): ChildProcess {
  const { executable, args } = appCommand();
  const reporter = fileURLToPath(new URL('report-pages.cjs', import.meta.url));
  const switches = ['--require', reporter, ...(process.getuid?.() === 0 ? ['--no-sandbox'] : [])];
  return spawn(executable, [...switches, ...args, '--profile', profile], {
    env: appEnvironment(),
    stdio: ['ignore', 'ignore', 'pipe'],
  });
}

/** The pages the app's window has loaded, each with the process that shows it. Throws when the app ends. */
async function* pagesLoaded(app: ChildProcess): AsyncGenerator<{ pid: number; url: string }, never> {
  let said = '';
  for await (const line of createInterface({ input: app.stderr! })) {
    said += `${line}\n`;
    const [, pid, url] = /^Process (\d+) has loaded (\S+)$/.exec(line) ?? [];
    if (url) yield { pid: Number(pid), url };
  }
  throw new Error(`The app ended: ${said}`);
}
