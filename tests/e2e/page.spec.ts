/** What the page of the app can reach, and what cannot reach it. */
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import type { ElectronApplication, Page } from '@playwright/test';
import { expect, test } from '@playwright/test';
import { type LaunchedApp, launchApp } from './launch.ts';

const APP_URL = 'app://skein/index.html';
/** The page of a profile that was never shown. */
const NEW_APP_URL = `${APP_URL}#new`;

let launched: LaunchedApp;

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
    'arrived',
    'askInbox',
    'choosePaths',
    'comeToFront',
    'dragMessages',
    'leave',
    'onCommand',
    'onSettle',
    'openAttachment',
    'openFiles',
    'openWindow',
    'paste',
    'platform',
    'print',
    'reopenWindows',
    'requestPort',
    'saveAttachment',
    'saveAttachments',
    'saveFile',
    'saveMessage',
    'savePdf',
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
  const { window } = launched;
  const policy = (await window.reload())?.headers()['content-security-policy'] ?? '';
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
  const { window } = launched;
  const target = 'https://127.0.0.1:9/';
  const debug = await window.context().newCDPSession(window);
  await debug.send('Page.setBypassCSP', { enabled: true });
  await window.reload();
  const refused = window.waitForEvent('requestfailed', (request) => request.url() === target);
  await window.evaluate((url) => fetch(url).catch(() => undefined), target);
  expect((await refused).failure()?.errorText).toContain('ERR_BLOCKED_BY_CLIENT');
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

interface Bridge {
  skein: { requestPort(): void; saveFile(name: string, content: Uint8Array): Promise<boolean> };
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

function rememberOpenedOutside(app: ElectronApplication): Promise<void> {
  return app.evaluate(({ shell }) => {
    const opened: string[] = [];
    (globalThis as unknown as { opened: string[] }).opened = opened;
    shell.openExternal = async (url: string) => {
      opened.push(url);
    };
  });
}
