/**
 * The import of a large mbox file, against only reading and parsing it: time, memory, and what somebody who works
 * meanwhile waits for. Options: --megabytes N (default 1000), --again (imports the same file a second time),
 * --window (the window with --threads N, default 5000, at rest and while the file comes in; --acts N times each, 20).
 */
import { fork } from 'node:child_process';
import { mkdirSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';
import type { ImportFigures, ImportTask } from './import-engine.ts';
import { writeMbox } from './import-mbox.ts';
import { openProfile, PASSPHRASE } from './profile.ts';
import { beginRun, median, megabytes, percentile, ratio, report, seconds, table } from './report.ts';
import type { Acts } from './ui-acts.ts';
import { largeProfile } from './ui-profile.ts';
import { measureWindow, projectRoot, type Quickness } from './ui-window.ts';

// A profile of a passphrase's: one whose key is in the keychain of this session could not be opened by the next run.
delete process.env.DBUS_SESSION_BUS_ADDRESS;

/** Runs in a process of its own; resolves to what it tells. */
function run(task: ImportTask): Promise<ImportFigures> {
  return new Promise((resolve, reject) => {
    const child = fork(fileURLToPath(new URL('./import-engine.js', import.meta.url)));
    let told: ImportFigures | undefined;
    child.once('message', (figures) => {
      told = figures as ImportFigures;
    });
    child.once('exit', (status) => {
      if (status === 0 && told !== undefined) resolve(told);
      else reject(new Error(`The engine ended with ${status} before it told what it measured.`));
    });
    child.send(task);
  });
}

/** The window at rest, and while the app imports a file: it goes on with an import that was begun and cut. */
async function measureBoth(file: string, threads: number, times: number) {
  const profile = join(directory, 'window');
  await largeProfile(join(projectRoot, '.cache', 'bench'), threads, profile);
  console.error('The window at rest …');
  const rest = await measureWindow(profile, times);
  const session = await openProfile(profile);
  await session.unlock(PASSPHRASE);
  await (await session.engine()).store.write('import.begin', { paths: [file] });
  await session.close();
  console.error('The window while the file comes in …');
  const busy = await measureWindow(profile, times);
  if (!busy.fetching)
    console.error('The import was over before the window was measured: take a larger file.');
  return { rest, busy };
}

function windowTable({ rest, busy }: { rest: Quickness; busy: Quickness }): string {
  const both = (times: number[]) => `${median(times).toFixed(0)} ms, ${percentile(times, 95).toFixed(0)} ms`;
  const act = (name: string, key: keyof Acts) => [name, both(rest.acts[key]), both(busy.acts[key])];
  return table(
    ['the window (median, p95)', 'at rest', 'importing'],
    [
      ['scrolling, frame to frame', both(rest.scroll.intervals), both(busy.scroll.intervals)],
      act('opening a thread', 'open'),
      act('archiving', 'archive'),
      act('another mailbox', 'place'),
      act('a letter in the composer', 'type'),
    ],
  );
}

const { values } = parseArgs({
  options: {
    megabytes: { type: 'string', default: '1000' },
    again: { type: 'boolean', default: false },
    window: { type: 'boolean', default: false },
    threads: { type: 'string', default: '5000' },
    acts: { type: 'string', default: '20' },
  },
});
const wanted = Number(values.megabytes);
if (!Number.isInteger(wanted) || wanted < 1) throw new Error('--megabytes takes a whole number above 0.');

const directory = mkdtempSync(join(tmpdir(), 'skein-bench-'));
try {
  console.error(`Writing an mbox file of ${wanted} MB …`);
  const file = join(directory, 'Archive.mbox');
  const mbox = await writeMbox(file, wanted * 1e6);
  const profile = join(directory, 'profile');
  mkdirSync(profile, { mode: 0o700 });
  const conditions = beginRun();
  console.error('Reading and parsing …');
  const floor = await run({ file, profile: null });
  console.error('Importing …');
  const first = await run({ file, profile });
  const again = values.again ? await run({ file, profile }) : null;
  for (const { messages } of [floor, first, ...(again ? [again] : [])])
    if (messages !== mbox.messages) throw new Error(`Of ${mbox.messages} messages ${messages} were read.`);

  const shown = values.window ? await measureBoth(file, Number(values.threads), Number(values.acts)) : null;

  const row = (name: string, figures: ImportFigures) => [
    name,
    seconds(figures.tookMs),
    String(Math.round((figures.messages * 1000) / figures.tookMs)),
    ratio(figures.tookMs / floor.tookMs),
    megabytes(figures.peakRssBytes),
  ];
  const wait = (name: string, times: number[]) => {
    const both = `${median(times).toFixed(0)} ms, ${percentile(times, 95).toFixed(0)} ms`;
    return [name, both, '', '', ''];
  };
  report(
    `An mbox file of ${megabytes(mbox.bytes)} with ${mbox.messages} messages, the largest ${megabytes(mbox.largest)}`,
    conditions(),
    `${table(
      ['', 'time', 'messages/s', 'of parsing', 'peak memory'],
      [
        row('reading and parsing alone', floor),
        row('import: parse, thread, index, encrypt', first),
        ...(again ? [row('the same file again', again)] : []),
        wait('a list meanwhile (median, p95)', first.lists),
        wait('an act meanwhile (median, p95)', first.acts),
      ],
    )}${shown ? `\n\n${windowTable(shown)}` : ''}`,
    { mbox, floor, first, again, window: shown, ratio: first.tookMs / floor.tookMs },
  );
} finally {
  rmSync(directory, { recursive: true, force: true });
}
