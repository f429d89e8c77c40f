import { ensureBuild } from './setup/build.mjs';
import { inherit } from './setup/child.mjs';
import { ensureDependencies } from './setup/dependencies.mjs';
import { fail } from './setup/fail.mjs';
import { inProject } from './setup/paths.mjs';
import { ensureSystemPackages } from './setup/system-packages.mjs';

async function main(args) {
  await ensureDependencies();
  await ensureSystemPackages('compile');
  const { ensureSqliteAddon } = await import('./setup/sqlite-addon.mjs');
  const addon = await ensureSqliteAddon({ runtime: 'node' });
  await ensureBuild();
  // The caller's directory stays the working directory: FILE and DIR on the command line are relative to it.
  const env = { ...process.env, SKEIN_SQLITE_ADDON: addon };
  return inherit(
    process.execPath,
    [inProject('out/engine/cli.js'), ...args],
    env,
    process.env.INIT_CWD ?? process.cwd(),
  );
}

main(process.argv.slice(2)).then((status) => process.exit(status), fail);
