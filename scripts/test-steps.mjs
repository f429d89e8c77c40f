import { existsSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { inherit } from './setup/child.mjs';
import { inProject } from './setup/paths.mjs';
import { testSession } from './setup/test-environment.mjs';

const bin = (path) => inProject('node_modules', path);

/** A step that runs a program of Node; it went well when the status is 0. `bin` is a path in node_modules. */
export function program(name, path, ...args) {
  return { name, args: [path, ...args] };
}

export function binary(name, path, ...args) {
  return program(name, bin(path), ...args);
}

/** A step that runs tests of a vitest project: all of them, or those in `files`. */
export function vitest(name, { project = name, files = [], ...options } = {}) {
  return {
    name,
    args: [
      bin('vitest/vitest.mjs'),
      'run',
      '--project',
      project,
      '--reporter=default',
      '--reporter=json',
      ...files,
    ],
    reportTo: (report) => ({ args: [`--outputFile.json=${report}`] }),
    counts: ({ numPassedTests, numFailedTests, numPendingTests }) => ({
      passed: numPassedTests,
      failed: numFailedTests,
      skipped: numPendingTests,
    }),
    ...options,
  };
}

/** A step that runs end-to-end tests in the real app: all of them, or those in `files`. */
export function playwright(name, { files = [], ...options } = {}) {
  return {
    name,
    args: [bin('@playwright/test/cli.js'), 'test', '--reporter=list,json', ...files],
    reportTo: (report) => ({ args: [], env: { PLAYWRIGHT_JSON_OUTPUT_NAME: report } }),
    counts: ({ stats: { expected, flaky, unexpected, skipped } }) => ({
      passed: expected + flaky,
      failed: unexpected,
      skipped,
    }),
    ...options,
  };
}

/** Those of the steps that were named; all when none was. Throws when a name is none of theirs. */
export function choose(steps, names) {
  const known = steps.map(({ name }) => name);
  const unknown = names.filter((name) => !known.includes(name));
  if (unknown.length > 0)
    throw new Error(`No step is called ${unknown.join(', ')}. Steps: ${known.join(', ')}.`);
  return names.length > 0 ? steps.filter(({ name }) => names.includes(name)) : steps;
}

/**
 * Runs steps one after the other, those with `session` with a display, a bus and a keyring, and prints what each came
 * to and the total. `goOn`: also after one that failed. Resolves to the exit status.
 */
export async function runSteps(steps, { goOn = false } = {}) {
  const reports = mkdtempSync(join(tmpdir(), 'skein-reports-'));
  const totals = { passed: 0, failed: 0 };
  const summary = [];
  let session;
  try {
    for (const step of steps) {
      if (step.session) session ??= await testSession();
      const { line, ok } = await runStep(step, step.session ? session : undefined, reports, totals);
      summary.push(line);
      if (!ok && !goOn) break;
    }
  } finally {
    session?.stop();
    rmSync(reports, { recursive: true, force: true });
  }
  if (summary.length > 1) process.stdout.write(`\n${summary.join('\n')}\n`);
  process.stdout.write(`\n${totals.passed} passed, ${totals.failed} failed\n`);
  return totals.failed === 0 ? 0 : 1;
}

async function runStep(step, session, reports, totals) {
  process.stdout.write(`\n── ${step.name} ──\n`);
  const started = Date.now();
  const report = join(reports, `${step.name}.json`);
  const reporting = step.reportTo?.(report) ?? { args: [] };
  const env = { ...(session?.env ?? process.env), ...step.env, ...reporting.env };
  const status = await inherit(process.execPath, [...step.args, ...reporting.args], env);
  const counts = existsSync(report)
    ? step.counts(JSON.parse(readFileSync(report, 'utf8')))
    : { passed: 0, failed: 0, skipped: 0 };
  // A step can fail without a failed test: a file that does not load, a linter's complaint. Without a test that
  // passed, a step of tests proves nothing.
  const nothingRan = step.counts !== undefined && counts.passed === 0;
  const failed = status === 0 && !nothingRan ? counts.failed : Math.max(counts.failed, 1);
  totals.passed += counts.passed;
  totals.failed += failed;
  const ok = failed === 0;
  const seconds = ((Date.now() - started) / 1000).toFixed(1);
  const detail = step.counts
    ? `: ${counts.passed} passed, ${counts.failed} failed, ${counts.skipped} skipped`
    : '';
  const line = `── ${step.name} ${ok ? 'went well' : 'FAILED'} in ${seconds} s${detail} ──`;
  process.stdout.write(`${line}\n`);
  return { line, ok };
}
