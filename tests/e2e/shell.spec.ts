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
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import type { ElectronApplication, Page } from '@playwright/test';
import { expect, test } from '@playwright/test';
import { appCommand, appEnvironment, enginePid, type LaunchedApp, launchApp } from './launch.ts';

const APP_URL = 'app://skein/index.html';
/** The page of a profile that was never shown. */
const NEW_APP_URL = `${APP_URL}#new`;

let launched: LaunchedApp;

test.describe('a running app', () => {
  test.beforeEach(async () => {
    launched = await launchApp();
  });
  test.afterEach(async () => {
    await launched.close();
  });

  test('opens one window with the page of the app', async () => {
    const { app, window } = launched;
    await expect(window.locator('#root')).not.toBeEmpty();
    expect(window.url()).toBe(NEW_APP_URL);
    expect(app.windows()).toHaveLength(1);
    await expect
      .poll(() => app.evaluate(({ BrowserWindow }) => BrowserWindow.getAllWindows()[0]?.isVisible()))
      .toBe(true);
  });

  test('gives the page neither Node nor a way around the sandbox', async () => {
    const { app, window } = launched;
    const globals = await window.evaluate(() =>
      ['require', 'process', 'Buffer', 'module', 'global'].filter((name) => name in globalThis),
    );
    expect(globals).toEqual([]);
    const offered = await window.evaluate(() =>
      Object.keys((globalThis as unknown as { skein: object }).skein).sort(),
    );
    expect(offered).toEqual([
      'onCommand',
      'openAttachment',
      'openFiles',
      'platform',
      'requestPort',
      'saveAttachment',
      'saveAttachments',
      'saveFile',
      'setTheme',
    ]);
    const preferences = await app.evaluate(({ BrowserWindow }) => {
      const contents = BrowserWindow.getAllWindows()[0]!.webContents as unknown as {
        getLastWebPreferences(): Record<string, unknown>;
      };
      const { sandbox, contextIsolation, nodeIntegration, webviewTag, webSecurity } =
        contents.getLastWebPreferences();
      return { sandbox, contextIsolation, nodeIntegration, webviewTag, webSecurity };
    });
    expect(preferences).toEqual({
      sandbox: true,
      contextIsolation: true,
      nodeIntegration: false,
      webviewTag: false,
      webSecurity: true,
    });
  });

  test('has a content security policy that stops inline script, evaluation and everything remote', async () => {
    const { app, window } = launched;
    const policy = await app.evaluate(async ({ session }, url) => {
      const response = await session.fromPartition('skein').fetch(url);
      return response.headers.get('content-security-policy') ?? '';
    }, APP_URL);
    expect(policy).toContain("default-src 'none'");
    expect(policy).toContain("script-src 'self';");
    expect(policy).not.toContain('unsafe-eval');

    const violations = await window.evaluate(async () => {
      const seen: string[] = [];
      document.addEventListener('securitypolicyviolation', (event) => seen.push(event.effectiveDirective));
      const inline = document.createElement('script');
      // Trusted Types refuse this even before script-src does.
      let assigned = true;
      try {
        inline.text = 'globalThis.inlineRan = true';
      } catch {
        assigned = false;
      }
      document.body.append(inline);
      const image = new Image();
      const imageRefused = new Promise((resolve) => image.addEventListener('error', resolve));
      image.src = 'https://example.com/pixel.png';
      await imageRefused;
      const fetched = await fetch('https://example.com/').then(
        () => true,
        () => false,
      );
      const evaluated = await new Promise((resolve) => {
        // Away from the debugger's own call, which may evaluate.
        setTimeout(() => {
          try {
            // biome-ignore lint/security/noGlobalEval: that it fails is what is tested.
            resolve(globalThis.eval('1 + 1') === 2);
          } catch {
            resolve(false);
          }
        });
      });
      return { seen, assigned, fetched, evaluated, inlineRan: 'inlineRan' in globalThis };
    });
    expect(violations).toMatchObject({ assigned: false, fetched: false, evaluated: false, inlineRan: false });
    expect(violations.seen).toEqual(expect.arrayContaining(['img-src', 'connect-src']));
  });

  test('closes the network to the page even without the policy', async () => {
    const refused = await launched.app.evaluate(async ({ session }) => {
      try {
        await session.fromPartition('skein').fetch('https://127.0.0.1:9/');
        return 'answered';
      } catch (error) {
        return (error as Error).message;
      }
    });
    expect(refused).toContain('ERR_BLOCKED_BY_CLIENT');
  });

  test('gives the engine only to its own page', async () => {
    const { app, window } = launched;
    expect(await askForPort(window)).toBe('port');
    const opened = app.waitForEvent('window');
    await app.evaluate(
      ({ BrowserWindow, session }, { url, preload }) => {
        const second = new BrowserWindow({
          show: false,
          webPreferences: { preload, sandbox: true, session: session.fromPartition('skein') },
        });
        void second.loadURL(url);
      },
      { url: APP_URL, preload: join(dirname(fileURLToPath(import.meta.url)), '../../out/preload/index.cjs') },
    );
    const second = await opened;
    await second.waitForLoadState();
    expect(await askForPort(second)).toBe('refused');
  });

  test('stays on its page, and opens web links outside', async () => {
    const { app, window } = launched;
    await rememberOpenedOutside(app);
    const opened = () => app.evaluate(() => (globalThis as unknown as { opened: string[] }).opened);
    await window.evaluate(() => {
      location.href = 'https://navigated.example/';
    });
    await expect.poll(opened).toContain('https://navigated.example/');
    await window.evaluate(() => globalThis.open('file:///etc/passwd'));
    await window.evaluate(() => globalThis.open('javascript:alert(1)'));
    await window.evaluate(() => globalThis.open('https://last.example/'));
    await expect.poll(opened).toContain('https://last.example/');
    expect(await opened()).toEqual(['https://navigated.example/', 'https://last.example/']);
    expect(window.url()).toBe(NEW_APP_URL);
    expect(app.windows()).toHaveLength(1);
  });

  test('refuses permissions', async () => {
    const answer = await launched.window.evaluate(async () => {
      const state = await navigator.permissions.query({ name: 'geolocation' });
      const notification = await Notification.requestPermission();
      return { geolocation: state.state, notification };
    });
    expect(answer).toEqual({ geolocation: 'denied', notification: 'denied' });
  });

  test('starts the engine again when it ends, and gives the page a new port', async () => {
    const { app, window } = launched;
    await countPorts(window);
    await window.evaluate(() => (globalThis as unknown as Bridge).skein.requestPort());
    await expect.poll(() => portsSeen(window)).toBeGreaterThan(0);
    const first = await enginePid(app);
    const before = await portsSeen(window);
    process.kill(first, 'SIGKILL');
    await expect.poll(() => portsSeen(window)).toBeGreaterThan(before);
    expect(await enginePid(app)).not.toBe(first);
    expect(window.url()).toBe(NEW_APP_URL);
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

  test('measures a reading frame that has no script', async () => {
    const height = await launched.window.evaluate(
      () =>
        new Promise<number>((resolve) => {
          const frame = document.createElement('iframe');
          frame.sandbox.value = 'allow-popups';
          window.addEventListener('message', (event) => {
            if (event.source === frame.contentWindow && event.data?.type === 'skein:frame-height')
              resolve(event.data.height);
          });
          frame.src = 'skein-message://message/no-such-message';
          document.body.append(frame);
        }),
    );
    expect(height).toBeGreaterThan(0);
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

test('remembers where its window was', async () => {
  const profile = mkdtempSync(join(tmpdir(), 'skein-e2e-'));
  try {
    const wanted = { x: 120, y: 80, width: 1011, height: 633 };
    const first = await launchApp({ profile });
    await first.app.evaluate(
      ({ BrowserWindow }, bounds) => BrowserWindow.getAllWindows()[0]!.setBounds(bounds),
      wanted,
    );
    await first.close();
    const second = await launchApp({ profile });
    const bounds = await second.app.evaluate(({ BrowserWindow }) =>
      BrowserWindow.getAllWindows()[0]!.getBounds(),
    );
    await second.close();
    expect(bounds).toEqual(wanted);
  } finally {
    rmSync(profile, { recursive: true, force: true });
  }
});

test('a second start with the same profile brings the first window to the front', async () => {
  const first = await launchApp();
  try {
    await expect.poll(() => isVisible(first.app)).toBe(true);
    await first.app.evaluate(({ BrowserWindow }) => BrowserWindow.getAllWindows()[0]!.hide());
    expect(await isVisible(first.app)).toBe(false);
    const { executable, args } = appCommand();
    const switches = process.getuid?.() === 0 ? ['--no-sandbox'] : [];
    const second = spawn(executable, [...args, ...switches, '--profile', first.profile], {
      env: appEnvironment(),
      stdio: 'ignore',
    });
    const code = await new Promise((resolve) => second.on('exit', resolve));
    expect(code).toBe(0);
    await expect.poll(() => isVisible(first.app)).toBe(true);
  } finally {
    await first.close();
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

interface Bridge {
  skein: { requestPort(): void; saveFile(name: string, content: Uint8Array): Promise<boolean> };
}

function isVisible(app: ElectronApplication): Promise<boolean | undefined> {
  return app.evaluate(({ BrowserWindow }) => BrowserWindow.getAllWindows()[0]?.isVisible());
}

/** 'port' when the page gets one, 'refused' when main answers a later call with a refusal before one came. */
function askForPort(page: Page): Promise<string> {
  return page.evaluate(
    () =>
      new Promise<string>((resolve) => {
        window.addEventListener('message', (event) => {
          if (event.data?.type === 'skein:port' && event.ports.length === 1) resolve('port');
        });
        const { skein } = globalThis as unknown as Bridge;
        skein.requestPort();
        // Requests are answered in order. An empty name is invalid, so no dialog opens where this is allowed.
        skein.saveFile('', new Uint8Array()).catch((error: Error) => {
          if (error.message.includes('Refused')) resolve('refused');
        });
      }),
  );
}

function countPorts(page: Page): Promise<void> {
  return page.evaluate(() => {
    const counter = globalThis as unknown as { ports: number };
    counter.ports = 0;
    window.addEventListener('message', (event) => {
      if (event.data?.type === 'skein:port') counter.ports++;
    });
  });
}

function portsSeen(page: Page): Promise<number> {
  return page.evaluate(() => (globalThis as unknown as { ports: number }).ports);
}

function rememberOpenedOutside(app: ElectronApplication): Promise<void> {
  return app.evaluate(({ shell }) => {
    const opened: string[] = [];
    (globalThis as unknown as { opened: string[] }).opened = opened;
    shell.openExternal = async (url: string) => {
      opened.push(url);
    };
  });
}
