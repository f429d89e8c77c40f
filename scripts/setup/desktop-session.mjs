import { spawn } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { run } from './run.mjs';

const START_TIMEOUT_MS = 15_000;

/**
 * Starts what a desktop session gives an app and a test machine lacks: a display (Xvfb on a free number), a
 * session bus and an unlocked, empty keyring. They live in a directory of their own, so nothing of the user's
 * session is touched. Returns {env, stop}; on systems other than Linux env is the present one.
 * Throws when one of the three cannot be started.
 */
export async function startDesktopSession() {
  if (process.platform !== 'linux') return { env: { ...process.env }, stop: () => {} };
  const directory = mkdtempSync(join(tmpdir(), 'skein-session-'));
  const children = [];
  const stop = () => {
    process.off('exit', stop);
    for (const child of children.reverse()) child.kill('SIGTERM');
    rmSync(directory, { recursive: true, force: true });
  };
  process.on('exit', stop);
  try {
    const env = { ...process.env, XDG_RUNTIME_DIR: directory, XDG_SESSION_TYPE: 'x11' };
    delete env.WAYLAND_DISPLAY;
    const display = await started(
      children,
      'Xvfb',
      ['-displayfd', '3', '-screen', '0', '1440x900x24', '-nolisten', 'tcp'],
      {
        env,
        fd: 3,
      },
    );
    env.DISPLAY = `:${display}`;
    env.DBUS_SESSION_BUS_ADDRESS = await started(
      children,
      'dbus-daemon',
      ['--session', '--nofork', '--print-address=3'],
      { env, fd: 3 },
    );
    const keyring = spawn('gnome-keyring-daemon', ['--unlock', '--foreground', '--components=secrets'], {
      env: { ...env, XDG_DATA_HOME: directory },
      stdio: ['pipe', 'ignore', 'ignore'],
    });
    keyring.on('error', () => {});
    children.push(keyring);
    keyring.stdin.end('skein-tests');
    await secretsOnBus(env);
    return { env, stop };
  } catch (error) {
    stop();
    throw error;
  }
}

/** Waits until the keyring answers on the bus. */
async function secretsOnBus(env) {
  const question = [
    '--session',
    '--print-reply=literal',
    '--dest=org.freedesktop.DBus',
    '/',
    'org.freedesktop.DBus.NameHasOwner',
    'string:org.freedesktop.secrets',
  ];
  const deadline = Date.now() + START_TIMEOUT_MS;
  while (!(await run('dbus-send', question, { env })).includes('true')) {
    if (Date.now() > deadline) throw new Error('gnome-keyring-daemon did not start within 15 s.');
    await delay(50);
  }
}

/** Starts a program that goes on running; resolves to the first line it writes to `fd`. */
function started(children, command, args, { env, fd }) {
  return new Promise((resolve, reject) => {
    const child = spawn(command, args, { env, stdio: ['ignore', 'pipe', 'pipe', 'pipe'] });
    children.push(child);
    let said = '';
    let complaint = '';
    const timer = setTimeout(
      () => reject(new Error(`${command} did not start within 15 s. ${complaint}`)),
      START_TIMEOUT_MS,
    );
    const finish = (settle, value) => {
      clearTimeout(timer);
      settle(value);
    };
    child.stdio[fd].on('data', (data) => {
      said += data;
      if (said.includes('\n')) finish(resolve, said.split('\n', 1)[0].trim());
    });
    child.stderr.on('data', (data) => {
      complaint = (complaint + data).slice(-2000);
    });
    child.on('error', (error) => finish(reject, new Error(`${command} cannot be started: ${error.message}`)));
    child.on('exit', (code) => finish(reject, new Error(`${command} ended (${code}). ${complaint}`)));
  });
}
