import { fail } from './setup/fail.mjs';
import { prepareTests } from './setup/test-environment.mjs';
import { choose, playwright, runSteps, vitest } from './test-steps.mjs';

const seed = process.env.SKEIN_SEED ?? String(Date.now() % 1_000_000_000);
/** What the environment says counts more. */
const env = (values) => ({ ...values, ...process.env, SKEIN_SEED: seed });

/** Tests of `npm test` that draw their cases, with many more of them, and some that only make sense for long. */
const PROOFS = [
  vitest('store-crash', {
    project: 'soak',
    files: ['store-crash'],
    env: env({ SKEIN_KILLS: '150' }),
  }),
  vitest('store-latency', { project: 'soak', files: ['store-latency'], env: env({}) }),
  vitest('threads-oracles', { project: 'soak', files: ['threads-oracles'], session: true, env: env({}) }),
  vitest('mime-fuzz', {
    project: 'unit',
    files: ['tests/unit/mime/fuzz'],
    env: env({ SKEIN_FUZZ: '50' }),
  }),
  vitest('sms-never-twice', {
    project: 'integration',
    files: ['sms-never-twice'],
    session: true,
    env: env({ SKEIN_RUNS: '3000' }),
  }),
  vitest('mail-never-twice', {
    project: 'integration',
    files: ['mail-never-twice'],
    env: env({ SKEIN_RUNS: '1000' }),
  }),
  vitest('differential-sync', {
    project: 'soak',
    files: ['differential-sync'],
    env: env({ SKEIN_STEPS: '10000' }),
  }),
  playwright('crash-loop', { files: ['crash-loop'], env: env({ SKEIN_KILLS: '200' }) }),
];

const USAGE = `Usage: npm run soak -- [NAME …]: ${PROOFS.map(({ name }) => name).join(', ')}; all without a name.
From the environment: SKEIN_SEED, which draws the same cases again, and how many: SKEIN_KILLS (store-crash, crash-loop),
SKEIN_FUZZ (mime-fuzz: so many times the cases of npm test), SKEIN_RUNS (sms- and mail-never-twice), SKEIN_STEPS
(differential-sync). threads-oracles also reads the mails below the folder SKEIN_MAILS, one a file.
`;

async function main(names) {
  if (names.some((name) => name.startsWith('-'))) {
    process.stderr.write(USAGE);
    return names.some((name) => name === '--help' || name === '-h') ? 0 : 2;
  }
  const proofs = choose(PROOFS, names);
  await prepareTests();
  process.stdout.write(`\nThe cases are drawn with SKEIN_SEED=${seed}.\n`);
  return runSteps(proofs, { goOn: true });
}

main(process.argv.slice(2)).then((status) => process.exit(status), fail);
