/**
 * Start and memory of Skein with the sample inbox, against an empty Electron window, by turns in the same run.
 * Option: --rounds N (default 5).
 */
import { mkdirSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';
import { writeEmptyApp } from './empty-app.ts';
import { launchElectron } from './launch.ts';
import { openProfile } from './profile.ts';
import { beginRun, median, megabytes, ratio, report, seconds, table } from './report.ts';

const projectRoot = fileURLToPath(new URL('../..', import.meta.url));
const IDLE_MS = 5000;

interface App {
  args: string[];
  /** What the user waits for, as a selector. */
  content: string;
}

interface Start {
  /** From the start of the process until the page has drawn anything. */
  firstPaintMs: number;
  /** Until what the user waits for is in a window that is shown. */
  contentMs: number;
  /** Resident memory of all processes after 5 s; what they share is counted in each. */
  residentBytes: number;
  /** The same with what is shared divided among those who share it; null where the system does not tell. */
  proportionalBytes: number | null;
  residentByType: Record<string, number>;
}

async function measure({ args, content }: App): Promise<Start> {
  const started = Date.now();
  const app = await launchElectron(args);
  try {
    const page = await app.firstWindow();
    await page.locator(content).first().waitFor({ state: 'visible' });
    await app.evaluate(async ({ BrowserWindow }) => {
      const window = BrowserWindow.getAllWindows()[0]!;
      if (!window.isVisible()) await new Promise((shown) => window.once('show', () => shown(null)));
    });
    const contentMs = Date.now() - started;
    const paintedAt = await page.evaluate(
      () =>
        performance.timeOrigin +
        (performance.getEntriesByName('first-contentful-paint')[0]?.startTime ?? Number.NaN),
    );
    await delay(IDLE_MS);
    const processes = await app.evaluate(({ app }) =>
      app.getAppMetrics().map(({ pid, type, name, memory }) => ({
        pid,
        type: name ?? type,
        bytes: memory.workingSetSize * 1024,
      })),
    );
    return {
      firstPaintMs: paintedAt - started,
      contentMs,
      residentBytes: processes.reduce((sum, { bytes }) => sum + bytes, 0),
      proportionalBytes: proportional(processes.map(({ pid }) => pid)),
      residentByType: Object.fromEntries(processes.map(({ type, bytes }) => [type, bytes])),
    };
  } finally {
    await app.close();
  }
}

function proportional(pids: number[]): number | null {
  if (process.platform !== 'linux') return null;
  return pids.reduce((sum, pid) => {
    const rollup = readFileSync(`/proc/${pid}/smaps_rollup`, 'utf8');
    return sum + Number(/^Pss:\s+(\d+) kB/m.exec(rollup)?.[1] ?? 0) * 1024;
  }, 0);
}

/** A profile with the sample inbox, whose key is in the keychain. */
async function prepareProfile(profile: string): Promise<void> {
  mkdirSync(profile, { recursive: true, mode: 0o700 });
  const session = await openProfile(profile);
  const engine = await session.engine();
  await engine.accounts.addSample();
  await session.close();
}

type Measure = Exclude<keyof Start, 'residentByType'>;

function medians(starts: Start[]) {
  const of = (measure: Measure) => median(starts.map((start) => start[measure] ?? Number.NaN));
  return {
    firstPaintMs: of('firstPaintMs'),
    contentMs: of('contentMs'),
    residentBytes: of('residentBytes'),
    proportionalBytes: of('proportionalBytes'),
  };
}

const { values } = parseArgs({ options: { rounds: { type: 'string', default: '5' } } });
const rounds = Number(values.rounds);
if (!Number.isInteger(rounds) || rounds < 1) throw new Error('--rounds takes a whole number above 0.');

const directory = mkdtempSync(join(tmpdir(), 'skein-bench-'));
try {
  const profile = join(directory, 'profile');
  await prepareProfile(profile);
  const apps = {
    skein: {
      args: [projectRoot, '--log-level=3', '--profile', profile],
      content: '[role=listbox] [role=option]',
    },
    empty: { args: [writeEmptyApp(join(directory, 'empty')), '--log-level=3'], content: '[role=note]' },
  };
  const conditions = beginRun();
  const skein: Start[] = [];
  const empty: Start[] = [];
  for (let round = 1; round <= rounds; round++) {
    console.error(`Round ${round} of ${rounds} …`);
    skein.push(await measure(apps.skein));
    empty.push(await measure(apps.empty));
  }
  const middle = { skein: medians(skein), empty: medians(empty) };
  const row = (name: string, measure: Measure, show: (value: number) => string) => [
    name,
    show(middle.skein[measure]),
    show(middle.empty[measure]),
    ratio(middle.skein[measure] / middle.empty[measure]),
  ];
  report(
    `Start and memory, medians of ${rounds} starts each`,
    conditions(),
    table(
      ['', 'Skein', 'empty window', 'ratio'],
      [
        row('first paint', 'firstPaintMs', seconds),
        row('content shown', 'contentMs', seconds),
        row('memory after 5 s, resident', 'residentBytes', megabytes),
        row('memory after 5 s, proportional', 'proportionalBytes', megabytes),
      ],
    ),
    { rounds, medians: middle, skein, empty },
  );
} finally {
  rmSync(directory, { recursive: true, force: true });
}
