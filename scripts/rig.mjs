import { ensureBuild } from './setup/build.mjs';
import { inherit } from './setup/child.mjs';
import { ensureDependencies } from './setup/dependencies.mjs';
import { fail } from './setup/fail.mjs';
import { inProject } from './setup/paths.mjs';
import { ensureSystemPackages } from './setup/system-packages.mjs';

async function main(args) {
  await ensureSystemPackages('rig');
  await ensureDependencies();
  await ensureBuild();
  return inherit(process.execPath, [inProject('out/rig/main.js'), ...args]);
}

main(process.argv.slice(2)).then((status) => process.exit(status), fail);
