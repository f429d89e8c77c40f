import { fail } from './setup/fail.mjs';
import { inProject } from './setup/paths.mjs';
import { prepareTests } from './setup/test-environment.mjs';
import { binary, choose, playwright, program, runSteps, vitest } from './test-steps.mjs';

/** In the order of how soon they tell that something is wrong. */
const STEPS = [
  binary('lint', '@biomejs/biome/bin/biome', 'check', '--error-on-warnings', '.'),
  program('layers', inProject('scripts/check-layers.mjs')),
  binary('types', 'typescript/bin/tsc', '--noEmit'),
  vitest('unit'),
  vitest('integration', { session: true }),
  playwright('e2e'),
];

async function main(names) {
  const steps = choose(STEPS, names);
  await prepareTests();
  return runSteps(steps);
}

main(process.argv.slice(2)).then((status) => process.exit(status), fail);
