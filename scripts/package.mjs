import { copyFileSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { ensureBuild } from './setup/build.mjs';
import { inherit } from './setup/child.mjs';
import { ensureDependencies } from './setup/dependencies.mjs';
import { fail } from './setup/fail.mjs';
import { inProject } from './setup/paths.mjs';
import { ensureSystemPackages } from './setup/system-packages.mjs';

/**
 * Packages the app with the Electron that the setup found. Without arguments it makes the plain directory in
 * dist/, which needs no download; `-- --linux AppImage` and the like make what electron-builder can.
 */
async function main(args) {
  await ensureSystemPackages('compile');
  await ensureDependencies();
  const { ensureElectron, electronVersions } = await import('./setup/electron.mjs');
  const { ensureSqliteAddon } = await import('./setup/sqlite-addon.mjs');
  const { licenceTexts } = await import('./setup/licences.mjs');
  const { execPath, dist } = await ensureElectron();
  const { electron } = await electronVersions(execPath);
  const { version } = JSON.parse(readFileSync(inProject('node_modules/electron/package.json'), 'utf8'));
  if (electron !== version)
    process.stderr.write(
      `  ! This package gets Electron ${electron}, not ${version}, which could not be downloaded: it is for trying only.\n`,
    );
  const addon = await ensureSqliteAddon({ runtime: 'electron' });
  await ensureBuild();
  mkdirSync(inProject('.cache/package'), { recursive: true });
  copyFileSync(addon, inProject('.cache/package/better_sqlite3.node'));
  writeFileSync(inProject('.cache/package/licences.txt'), licenceTexts());
  return inherit(process.execPath, [
    inProject('node_modules/electron-builder/cli.js'),
    ...(args.length > 0 ? args : ['--dir']),
    '--config',
    inProject('electron-builder.yml'),
    `-c.electronDist=${dist}`,
    `-c.electronVersion=${electron}`,
  ]);
}

main(process.argv.slice(2)).then((status) => process.exit(status), fail);
