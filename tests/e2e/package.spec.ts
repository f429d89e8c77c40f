import { type ChildProcess, execFile, spawn } from 'node:child_process';
import { existsSync, mkdtempSync, readFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { extractFile, listPackage } from '@electron/asar';
import { FuseV1Options, getCurrentFuseWire } from '@electron/fuses';
import { chromium, expect, test } from '@playwright/test';
import { removeDirectory } from '../rig/server-process.ts';
import { waitFor } from '../rig/wait-for.ts';
import { connectEngine } from './engine-client.ts';
import { appEnvironment } from './launch.ts';

const projectRoot = fileURLToPath(new URL('../..', import.meta.url));
const switches = process.getuid?.() === 0 ? ['--no-sandbox'] : [];
const directory = mkdtempSync(join(tmpdir(), 'skein-package-'));
const app = join(directory, 'linux-unpacked');
const executable = join(app, 'skein');
const archive = join(app, 'resources', 'app.asar');

test.skip(
  process.platform !== 'linux',
  'makes and starts the package of this system, which is tried on Linux',
);

test.beforeAll(async () => {
  test.setTimeout(240_000);
  const script = join(projectRoot, 'scripts', 'package.mjs');
  await promisify(execFile)(process.execPath, [script, '--dir', `-c.directories.output=${directory}`]);
});

test.afterAll(() => removeDirectory(directory));

interface Ended {
  status: number | null;
  stdout: string;
  stderr: string;
}

/** Runs the package's command line, on a machine without a display. */
function skein(args: string[], { input = '', profile = '' } = {}): Promise<Ended> {
  const env = appEnvironment({
    DISPLAY: undefined,
    WAYLAND_DISPLAY: undefined,
    SKEIN_SQLITE_ADDON: undefined,
  });
  const at = profile ? ['--profile', profile] : [];
  const child = spawn(executable, [...switches, ...args, ...at], { env, stdio: 'pipe' });
  const ended: Ended = { status: null, stdout: '', stderr: '' };
  child.stdout.on('data', (data) => {
    ended.stdout += data;
  });
  child.stderr.on('data', (data) => {
    ended.stderr += data;
  });
  child.stdin.end(input);
  return new Promise((resolve) => child.on('close', (status) => resolve({ ...ended, status })));
}

test('holds the program and its licences, and nothing of the workshop', () => {
  const files = listPackage(archive, { isPack: false });
  for (const needed of [
    '/out/main/index.js',
    '/out/engine/cli.js',
    '/out/renderer/index.html',
    '/out/pdf/worker.js',
    '/LICENSE',
  ])
    expect(files).toContain(needed);
  expect(
    files.filter((file) => /^\/(tests|scripts|bench|electron|renderer|shared|docs)\b/.test(file)),
  ).toEqual([]);
  expect(files.filter((file) => /\.(map|[cm]?ts|tsx|eml)$/.test(file))).toEqual([]);
  expect(
    files.filter((file) => /^\/(out\/(rig|bench)|node_modules\/(vite|vitest|electron))\b/.test(file)),
  ).toEqual([]);
  const ours = files.filter((file) => /^\/out\/.*\.(c?js|html|css)$/.test(file));
  expect(ours.length).toBeGreaterThan(5);
  for (const file of ours)
    expect(extractFile(archive, file.slice(1)).includes(projectRoot.replace(/\/$/, '')), file).toBe(false);
  const licences = readFileSync(join(app, 'resources', 'licences.txt'), 'utf8');
  for (const name of ['react', 'imapflow', 'better-sqlite3-multiple-ciphers', '@fontsource-variable/inter'])
    expect(licences).toMatch(new RegExp(`^${name} \\d`, 'm'));
  expect(existsSync(join(app, 'LICENSES.chromium.html'))).toBe(true);
});

test('has the fuses set that keep another program from using it', async () => {
  const fuses = await getCurrentFuseWire(executable);
  // A fuse is a digit in the binary.
  const [off, on] = Buffer.from('01');
  expect(fuses).toMatchObject({
    [FuseV1Options.RunAsNode]: off,
    [FuseV1Options.EnableCookieEncryption]: on,
    [FuseV1Options.EnableNodeOptionsEnvironmentVariable]: off,
    [FuseV1Options.EnableNodeCliInspectArguments]: off,
    [FuseV1Options.EnableEmbeddedAsarIntegrityValidation]: on,
    [FuseV1Options.OnlyLoadAppFromAsar]: on,
    [FuseV1Options.GrantFileProtocolExtraPrivileges]: off,
  });
});

test('opens, with its own engine and addon, and shows a thread of the sample', async () => {
  test.setTimeout(90_000);
  const profile = join(directory, 'profile');
  const { child, endpoint } = await open(profile);
  try {
    const browser = await chromium.connectOverCDP(endpoint);
    const window = browser.contexts()[0]!.pages()[0]!;
    await window.getByRole('button', { name: /sample/i }).click();
    const list = window.getByRole('listbox', { name: /Inbox/ });
    await list.getByRole('option').first().click();
    await expect(window.getByRole('article').first()).toBeVisible();
    const engine = await connectEngine(window);
    const known = await engine.spelling.known({ languages: ['en-US'], words: ['hello', 'wrld'] });
    expect(known.bits).toEqual([1, 0]);
    await browser.close();
  } finally {
    const gone = new Promise((resolve) => child.on('exit', resolve));
    child.kill('SIGTERM');
    await gone;
  }
  const doctor = await skein(['doctor'], { profile });
  expect(doctor).toMatchObject({ status: 0 });
  expect(JSON.parse(doctor.stdout)).toMatchObject({ encrypted: true, integrity: 'ok' });
  const threads = await skein(['threads', '--limit', '2'], { profile });
  expect(threads.stdout.trim().split('\n')).toHaveLength(2);
});

test('is the command line too: output, status and standard input as documented, without a display', async () => {
  const segments = await skein(['segments', 'a'.repeat(161)]);
  expect(segments.status).toBe(0);
  expect(JSON.parse(segments.stdout)).toMatchObject({ encoding: 'GSM-7', segments: 2 });
  const input = 'From: Ana <ana@example.org>\r\nSubject: Hello\r\n\r\nText\r\n';
  const parsed = await skein(['parse', '-'], { input });
  expect(parsed.status).toBe(0);
  expect(JSON.parse(parsed.stdout)).toMatchObject({
    subject: 'Hello',
    from: [{ address: 'ana@example.org' }],
  });
  const mistyped = await skein(['docter']);
  expect(mistyped).toMatchObject({ status: 2, stdout: '' });
  expect(mistyped.stderr).toContain('There is no command docter');
  const failed = await skein(['show', 'no-such-id'], { profile: join(directory, 'other') });
  expect(failed).toMatchObject({ status: 1, stdout: '' });
});

/** Starts the window. The inspector is fused off, so the page is reached by Chromium's own protocol. */
async function open(profile: string): Promise<{ child: ChildProcess; endpoint: string }> {
  const child = spawn(
    executable,
    [...switches, '--remote-debugging-port=0', '--log-level=3', '--profile', profile],
    {
      env: appEnvironment({ SKEIN_SQLITE_ADDON: undefined }),
      stdio: ['ignore', 'ignore', 'pipe'],
    },
  );
  const endpoint = await new Promise<string>((resolve, reject) => {
    let said = '';
    child.stderr!.on('data', (data) => {
      said += data;
      const found = /DevTools listening on (ws:\/\/\S+)/.exec(said)?.[1];
      if (found) resolve(found);
    });
    child.on('exit', () => reject(new Error(`The package ended: ${said}`)));
  });
  // Playwright waits in vain for a page that is on its way while it connects.
  await waitFor('the page', async () => {
    const list = await fetch(`http://${new URL(endpoint).host}/json/list`);
    return ((await list.json()) as { title: string }[]).some(({ title }) => title !== '');
  });
  return { child, endpoint };
}
