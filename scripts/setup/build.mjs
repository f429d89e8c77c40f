import { existsSync, readdirSync, rmSync, statSync, utimesSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { withLock } from './lock.mjs';
import { inProject } from './paths.mjs';
import { step } from './progress.mjs';
import { run } from './run.mjs';

const SOURCES = [
  'electron',
  'renderer',
  'shared',
  'resources',
  'tests/rig',
  'bench',
  'vite.config.ts',
  'package.json',
  'package-lock.json',
];

/** Builds what is newer than out/. Throws CommandError with what Vite printed when it does not build. */
export async function ensureBuild() {
  if (upToDate()) return;
  await withLock(inProject('.cache', 'build.lock'), async () => {
    if (upToDate()) return;
    const started = new Date();
    rmSync(stampFile(), { force: true });
    await step('Building', () =>
      run(
        process.execPath,
        [inProject('node_modules/vite/bin/vite.js'), 'build', '--config', inProject('vite.config.ts')],
        {
          cwd: inProject(),
          // A test runner says otherwise, and would leave a window several times as slow for whoever starts it next.
          env: { ...process.env, NO_COLOR: '1', NODE_ENV: 'production' },
        },
      ),
    );
    // What changed while the build ran is newer than the stamp, and is built next time.
    writeFileSync(stampFile(), '');
    utimesSync(stampFile(), started, started);
  });
}

const stampFile = () => inProject('out', '.built');

function upToDate() {
  if (!existsSync(stampFile())) return false;
  const built = statSync(stampFile()).mtimeMs;
  return SOURCES.every((path) => newest(inProject(path)) <= built);
}

function newest(path) {
  const stats = statSync(path, { throwIfNoEntry: false });
  if (!stats) return 0;
  if (!stats.isDirectory()) return stats.mtimeMs;
  // A directory's own time tells of files that were removed.
  let time = stats.mtimeMs;
  for (const entry of readdirSync(path)) time = Math.max(time, newest(join(path, entry)));
  return time;
}
