import { inherit } from './setup/child.mjs';
import { fail } from './setup/fail.mjs';
import { inProject } from './setup/paths.mjs';
import { ensureSystemPackages } from './setup/system-packages.mjs';
import { prepareTests, testSession } from './setup/test-environment.mjs';

const BENCHES = ['sync', 'send', 'import', 'start', 'ui', 'click', 'idle'];
const WITHOUT_WINDOW = ['sync', 'send', 'click'];

async function main([name, ...args]) {
  if (!BENCHES.includes(name)) {
    process.stderr.write(`Usage: npm run bench -- ${BENCHES.join('|')} [OPTIONS]; see bench/README.md.\n`);
    return 2;
  }
  await ensureSystemPackages('bench');
  await prepareTests();
  const { ensureElectron } = await import('./setup/electron.mjs');
  const { ensureSqliteAddon } = await import('./setup/sqlite-addon.mjs');
  const programs = {
    SKEIN_ELECTRON: (await ensureElectron()).execPath,
    SKEIN_ELECTRON_SQLITE_ADDON: await ensureSqliteAddon({ runtime: 'electron' }),
  };
  const session = !WITHOUT_WINDOW.includes(name) ? await testSession() : { env: process.env, stop: () => {} };
  try {
    const program = inProject('out/bench', `${name}.js`);
    return await inherit(process.execPath, [program, ...args], { ...session.env, ...programs });
  } finally {
    session.stop();
  }
}

main(process.argv.slice(2)).then((status) => process.exit(status), fail);
