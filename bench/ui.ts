/**
 * How quick the window is with a large inbox, at rest and while another mailbox is fetched, against a list of plain
 * boxes in the same Electron; and how long the first screen of a new mailbox takes.
 * Options: --threads N (default 100000), --server N messages of the mailbox that is fetched meanwhile (20000),
 * --acts N times each (20), --first N,N sizes of new mailboxes (2000,100000; "none" for none).
 */
import { mkdirSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { ALICE, DovecotServer } from '#rig/dovecot.ts';
import { generateMessages } from '#rig/generate.ts';
import { writeMaildir } from '#rig/seed.ts';
import { writeFloorApp } from './floor-app.ts';
import { accountOn, addMailAccount } from './mail-account.ts';
import { openProfile, PASSPHRASE } from './profile.ts';
import { beginRun, median, percentile, ratio, report, table } from './report.ts';
import { type Acts, scrollList } from './ui-acts.ts';
import { largeProfile } from './ui-profile.ts';
import { FRAMES, LEAP, measureWindow, projectRoot, STEP, unlock, withApp } from './ui-window.ts';

// A profile of a passphrase's: one whose key is in the keychain of this session could not be opened by the next run.
delete process.env.DBUS_SESSION_BUS_ADDRESS;

const measureFloor = (directory: string, count: number) =>
  withApp([writeFloorApp(directory, count)], async (page) => ({
    scroll: await page.evaluate(scrollList, { frames: FRAMES, step: STEP }),
    leap: await page.evaluate(scrollList, { frames: FRAMES / 3, step: LEAP }),
  }));

/** Runs with a server that has `count` messages in its inbox. */
async function withServer<T>(count: number, use: (server: DovecotServer) => Promise<T>): Promise<T> {
  const server = await DovecotServer.start();
  try {
    console.error(`Writing a mailbox of ${count} messages …`);
    writeMaildir(server, ALICE.address, 'INBOX', [...generateMessages({ count })]);
    return await use(server);
  } finally {
    await server.stop();
  }
}

/** Milliseconds from unlocking an empty profile until the window lists 50 threads and shows the first ones. */
const firstScreen = (directory: string, count: number) =>
  withServer(count, async (server) => {
    const profile = join(directory, `first-${count}`);
    mkdirSync(profile, { mode: 0o700 });
    const session = await openProfile(profile);
    await session.unlock(PASSPHRASE);
    await session.close();
    await addMailAccount(profile, accountOn(server));
    return withApp([projectRoot, '--profile', profile], async (page) => {
      const unlocked = await unlock(page);
      await page.waitForFunction(() => {
        const options = document.querySelectorAll('[role=listbox] [role=option]');
        return options.length > 5 && Number(options[0]!.getAttribute('aria-setsize')) >= 50;
      });
      return performance.now() - unlocked;
    });
  });

const { values } = parseArgs({
  options: {
    threads: { type: 'string', default: '100000' },
    server: { type: 'string', default: '20000' },
    acts: { type: 'string', default: '20' },
    first: { type: 'string', default: '2000,100000' },
  },
});
const threads = Number(values.threads);
const times = Number(values.acts);
const sizes = values.first === 'none' ? [] : values.first.split(',').map(Number);

const directory = mkdtempSync(join(tmpdir(), 'skein-bench-'));
try {
  console.error(`Preparing a profile of ${threads} threads …`);
  const cache = join(projectRoot, '.cache', 'bench');
  const profile = join(directory, 'profile');
  await largeProfile(cache, threads, profile);
  const conditions = beginRun();
  console.error('Floor …');
  const floor = await measureFloor(join(directory, 'floor'), threads);
  console.error('Skein at rest …');
  const rest = await measureWindow(profile, times);
  console.error('Skein while another mailbox is fetched …');
  const busy = await withServer(Number(values.server), async (server) => {
    await addMailAccount(profile, accountOn(server));
    return measureWindow(profile, times);
  });
  const first: { messages: number; ms: number }[] = [];
  for (const messages of sizes) first.push({ messages, ms: await firstScreen(directory, messages) });

  const ms = (value: number) => `${value.toFixed(0)} ms`;
  const both = (times: number[]) => `${ms(median(times))}, ${ms(percentile(times, 95))}`;
  const act = (name: string, key: keyof Acts) => [name, '', both(rest.acts[key]), both(busy.acts[key]), ''];
  const frames = (name: string, key: 'scroll' | 'leap') => [
    name,
    both(floor[key].intervals),
    both(rest[key].intervals),
    both(busy[key].intervals),
    ratio(percentile(rest[key].intervals, 95) / percentile(floor[key].intervals, 95)),
  ];
  report(
    `The window with ${threads} threads; median and 95th percentile`,
    conditions(),
    table(
      ['', 'plain boxes', 'Skein at rest', 'Skein fetching', 'p95 at rest'],
      [
        frames('scrolling, frame to frame', 'scroll'),
        frames('dragging the bar, frame to frame', 'leap'),
        act('opening a thread', 'open'),
        act('archiving', 'archive'),
        act('another mailbox', 'place'),
        act('a letter in the composer', 'type'),
        ...first.map(({ messages, ms: took }) => [
          `first 50 threads of ${messages} messages`,
          '',
          '',
          ms(took),
          '',
        ]),
      ],
    ),
    { threads, floor, rest, busy, first },
  );
} finally {
  rmSync(directory, { recursive: true, force: true });
}
