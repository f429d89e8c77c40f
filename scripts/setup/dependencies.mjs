import { createHash } from 'node:crypto';
import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { dirname } from 'node:path';
import { withLock } from './lock.mjs';
import { inProject } from './paths.mjs';
import { step } from './progress.mjs';
import { run } from './run.mjs';

/**
 * Installs the packages the lockfile names when they are missing or the lockfile changed since.
 * Throws CommandError with npm's last words when the installation fails.
 */
export async function ensureDependencies() {
  checkNode();
  if (installed()) return;
  await withLock(inProject('.cache', 'npm.lock'), async () => {
    if (installed()) return;
    await step('Installing packages (npm ci)', () =>
      run(process.platform === 'win32' ? 'npm.cmd' : 'npm', ['ci'], { cwd: inProject() }),
    );
    mark();
  });
}

function checkNode() {
  const [major, minor] = process.versions.node.split('.').map(Number);
  if (major < 20 || (major === 20 && minor < 19)) {
    throw new Error(`Skein needs Node 20.19 or later to be built; this is ${process.versions.node}.`);
  }
}

const stampFile = () => inProject('.cache', 'npm-installed');

function lockfileSum() {
  return createHash('sha256')
    .update(readFileSync(inProject('package-lock.json')))
    .digest('hex');
}

function installed() {
  if (!existsSync(inProject('node_modules', '.package-lock.json'))) return false;
  if (existsSync(stampFile()) && readFileSync(stampFile(), 'utf8') === lockfileSum()) return true;
  // Someone ran npm by hand: what it noted about the tree has to agree with the lockfile.
  if (!treeMatchesLockfile()) return false;
  mark();
  return true;
}

function treeMatchesLockfile() {
  const read = (path) => JSON.parse(readFileSync(path, 'utf8')).packages;
  const wanted = read(inProject('package-lock.json'));
  const present = read(inProject('node_modules', '.package-lock.json'));
  return Object.entries(wanted).every(
    ([path, entry]) =>
      path === '' ||
      entry.link ||
      entry.optional ||
      entry.devOptional ||
      present[path]?.version === entry.version,
  );
}

function mark() {
  mkdirSync(dirname(stampFile()), { recursive: true });
  writeFileSync(stampFile(), lockfileSum());
}
