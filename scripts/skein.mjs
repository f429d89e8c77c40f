import { pathToFileURL } from 'node:url';
import { ensureBuild } from './setup/build.mjs';
import { ensureDependencies } from './setup/dependencies.mjs';
import { fail } from './setup/fail.mjs';
import { inProject } from './setup/paths.mjs';
import { ensureSystemPackages } from './setup/system-packages.mjs';

async function main() {
  await ensureDependencies();
  await ensureSystemPackages('compile');
  const { ensureSqliteAddon } = await import('./setup/sqlite-addon.mjs');
  process.env.SKEIN_SQLITE_ADDON = await ensureSqliteAddon({ runtime: 'node' });
  await ensureBuild();
  // FILE and DIR on the command line are relative to the caller's directory.
  if (process.env.INIT_CWD) process.chdir(process.env.INIT_CWD);
  // It reads the arguments of this process and ends it: another one would take as long to start as most commands.
  await import(pathToFileURL(inProject('out/engine/cli.js')).href);
}

main().catch(fail);
