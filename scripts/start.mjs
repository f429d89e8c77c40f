import { ensureBuild } from './setup/build.mjs';
import { inherit } from './setup/child.mjs';
import { ensureDependencies } from './setup/dependencies.mjs';
import { fail } from './setup/fail.mjs';
import { projectRoot } from './setup/paths.mjs';
import { ensureSystemPackages } from './setup/system-packages.mjs';

const NO_DISPLAY = `Skein is a desktop app and there is no display here (neither DISPLAY nor WAYLAND_DISPLAY is set).
  · On a desktop, run npm start from a terminal of that desktop session.
  · Over ssh, use "ssh -X" so that windows appear on your own screen.
  · To have it run without a screen: xvfb-run -a npm start
The same engine works without a window: npm run -s skein -- doctor`;

async function main(args) {
  if (process.platform === 'linux' && !process.env.DISPLAY && !process.env.WAYLAND_DISPLAY)
    throw new Error(NO_DISPLAY);
  await ensureSystemPackages('app');
  await ensureDependencies();
  const { ensureElectron } = await import('./setup/electron.mjs');
  const { ensureSqliteAddon } = await import('./setup/sqlite-addon.mjs');
  const { execPath } = await ensureElectron();
  const addon = await ensureSqliteAddon({ runtime: 'electron' });
  await ensureBuild();

  // Chromium reports every service of a full desktop that is not there; none of it concerns Skein.
  const switches = process.env.SKEIN_DEBUG ? [] : ['--log-level=3'];
  if (process.platform === 'linux' && process.getuid() === 0) {
    process.stderr.write(
      '  ! Running as root: Chromium has no sandbox for root, so the window runs without one.\n',
    );
    switches.push('--no-sandbox');
  }
  const env = { ...process.env, SKEIN_SQLITE_ADDON: addon };
  delete env.ELECTRON_RUN_AS_NODE;
  return inherit(execPath, [projectRoot, ...switches, ...args], env, process.cwd());
}

main(process.argv.slice(2)).then((status) => process.exit(status), fail);
