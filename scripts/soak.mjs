import { inherit } from './setup/child.mjs';
import { fail } from './setup/fail.mjs';
import { inProject } from './setup/paths.mjs';
import { prepareTests, testSession } from './setup/test-environment.mjs';

async function main(args) {
  await prepareTests();
  const session = await testSession();
  try {
    return await inherit(
      process.execPath,
      [inProject('node_modules/vitest/vitest.mjs'), 'run', '--project', 'soak', ...args],
      session.env,
    );
  } finally {
    session.stop();
  }
}

main(process.argv.slice(2)).then((status) => process.exit(status), fail);
