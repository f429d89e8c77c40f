import { existsSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { inherit } from './setup/child.mjs';
import { fail } from './setup/fail.mjs';
import { inProject } from './setup/paths.mjs';
import { prepareTests, testSession } from './setup/test-environment.mjs';

const reports = mkdtempSync(join(tmpdir(), 'skein-reports-'));
const bin = (path) => inProject('node_modules', path);
const node = (...args) => ({ args });

function vitest(project) {
  const report = join(reports, `${project}.json`);
  const args = [
    'run',
    '--project',
    project,
    '--reporter=default',
    '--reporter=json',
    `--outputFile.json=${report}`,
  ];
  return {
    name: project,
    ...node(bin('vitest/vitest.mjs'), ...args),
    counts: () => {
      const { numPassedTests, numFailedTests, numPendingTests } = JSON.parse(readFileSync(report, 'utf8'));
      return { passed: numPassedTests, failed: numFailedTests, skipped: numPendingTests };
    },
    report,
  };
}

function playwright() {
  const report = join(reports, 'e2e.json');
  return {
    name: 'e2e',
    ...node(bin('@playwright/test/cli.js'), 'test', '--reporter=list,json'),
    env: { PLAYWRIGHT_JSON_OUTPUT_NAME: report },
    session: true,
    counts: () => {
      const { expected, flaky, unexpected, skipped } = JSON.parse(readFileSync(report, 'utf8')).stats;
      return { passed: expected + flaky, failed: unexpected, skipped };
    },
    report,
  };
}

/** In the order of how soon they tell that something is wrong. `session`: runs with a display, a bus and a keyring. */
const STEPS = [
  { name: 'lint', ...node(bin('@biomejs/biome/bin/biome'), 'check', '.') },
  { name: 'layers', ...node(inProject('scripts/check-layers.mjs')) },
  { name: 'types', ...node(bin('typescript/bin/tsc'), '--noEmit') },
  vitest('unit'),
  { ...vitest('integration'), session: true },
  playwright(),
];

/** Runs one step and adds to the totals; returns whether it went well. */
async function runStep(step, session, totals) {
  process.stdout.write(`\n── ${step.name} ──\n`);
  const started = Date.now();
  const env = { ...(session?.env ?? process.env), ...step.env };
  const status = await inherit(process.execPath, step.args, env);
  const seconds = ((Date.now() - started) / 1000).toFixed(1);
  const counts =
    step.report && existsSync(step.report) ? step.counts() : { passed: 0, failed: 0, skipped: 0 };
  totals.passed += counts.passed;
  // A step can fail without a failed test: a file that does not load, a linter's complaint.
  totals.failed += status === 0 ? counts.failed : Math.max(counts.failed, 1);
  const detail = step.report
    ? `: ${counts.passed} passed, ${counts.failed} failed, ${counts.skipped} skipped`
    : '';
  process.stdout.write(
    `── ${step.name} ${status === 0 ? 'went well' : 'FAILED'} in ${seconds} s${detail} ──\n`,
  );
  return status === 0 && counts.failed === 0;
}

async function main(names) {
  const unknown = names.filter((name) => !STEPS.some((step) => step.name === name));
  if (unknown.length > 0)
    throw new Error(
      `No step is called ${unknown.join(', ')}. Steps: ${STEPS.map(({ name }) => name).join(', ')}.`,
    );
  const steps = names.length > 0 ? STEPS.filter(({ name }) => names.includes(name)) : STEPS;
  const totals = { passed: 0, failed: 0 };
  let session;
  try {
    await prepareTests();
    for (const step of steps) {
      if (step.session) session ??= await testSession();
      if (!(await runStep(step, step.session ? session : undefined, totals))) break;
    }
  } finally {
    session?.stop();
    rmSync(reports, { recursive: true, force: true });
  }
  process.stdout.write(`\n${totals.passed} passed, ${totals.failed} failed\n`);
  return totals.failed === 0 ? 0 : 1;
}

main(process.argv.slice(2)).then((status) => process.exit(status), fail);
