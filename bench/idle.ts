/**
 * Processor time and wake-ups of all processes while nothing happens: an account of Dovecot is connected and everything
 * fetched, its window is shown, then hidden. Options: --minutes N (default 5, of each), --mailboxes N (default 20).
 */
import { type ChildProcess, spawn } from 'node:child_process';
import { mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';
import { secretName } from '#engine/accounts/secret-name.ts';
import { uuidv7 } from '#engine/store/ids.ts';
import { KeyCustody } from '#engine/store/key.ts';
import { ALICE, DovecotServer } from '#rig/dovecot.ts';
import { generateMessages } from '#rig/generate.ts';
import { writeMaildir } from '#rig/seed.ts';
import { accountOn } from './mail-account.ts';
import { openProfile } from './profile.ts';
import { beginRun, report, table } from './report.ts';

const projectRoot = fileURLToPath(new URL('../..', import.meta.url));
/** For the first sync and what follows it: words into the index, the log into the file, caches given back. */
const SETTLE_MS = 75_000;
/** Milliseconds of a clock tick in /proc. */
const TICK_MS = 10;

interface Spent {
  name: string;
  processorMs: number;
  wakeups: number;
}

/** The app as a user has it: a driver would keep its hidden page awake. */
function startApp(profile: string): ChildProcess {
  const { ELECTRON_RUN_AS_NODE: _, SKEIN_ELECTRON: executable, ...env } = process.env;
  if (!executable) throw new Error('SKEIN_ELECTRON is not set: start this with npm run bench.');
  const sandbox = process.getuid?.() === 0 ? ['--no-sandbox'] : [];
  const hide = join(projectRoot, 'bench/hide-window.cjs');
  const args = [...sandbox, '--require', hide, projectRoot, '--log-level=3', '--profile', profile];
  return spawn(executable, args, {
    cwd: projectRoot,
    env: { ...env, SKEIN_SQLITE_ADDON: process.env.SKEIN_ELECTRON_SQLITE_ADDON },
    stdio: ['ignore', 'ignore', 'inherit'],
  });
}

/** A process and all below it. */
function tree(root: number): number[] {
  const children = readdirSync(`/proc/${root}/task`).flatMap((thread) =>
    readFileSync(`/proc/${root}/task/${thread}/children`, 'utf8').split(' ').filter(Boolean).map(Number),
  );
  return [root, ...children.flatMap(tree)];
}

function nameOf(pid: number): string {
  const command = readFileSync(`/proc/${pid}/cmdline`, 'utf8');
  const type = /--type=([a-z-]+)/.exec(command)?.[1] ?? 'main';
  return type === 'utility' ? (/--utility-sub-type=(\w+)/.exec(command)?.[1] ?? type) : type;
}

/** What each process has used so far, by process id. */
function spent(root: number): Map<number, Spent> {
  return new Map(
    tree(root).map((pid) => {
      const fields = readFileSync(`/proc/${pid}/stat`, 'utf8').split(') ')[1]?.split(' ') ?? [];
      const wakeups = readdirSync(`/proc/${pid}/task`).reduce((sum, thread) => {
        const status = readFileSync(`/proc/${pid}/task/${thread}/status`, 'utf8');
        return sum + Number(/^voluntary_ctxt_switches:\s+(\d+)/m.exec(status)?.[1] ?? 0);
      }, 0);
      const processorMs = (Number(fields[11]) + Number(fields[12])) * TICK_MS;
      return [pid, { name: nameOf(pid), wakeups, processorMs }];
    }),
  );
}

/** What each used while nothing happened for so long. */
async function idle(root: number, minutes: number): Promise<Spent[]> {
  const before = spent(root);
  await delay(minutes * 60_000);
  return [...spent(root)]
    .map(([pid, { name, processorMs, wakeups }]) => ({
      name,
      processorMs: processorMs - (before.get(pid)?.processorMs ?? 0),
      wakeups: wakeups - (before.get(pid)?.wakeups ?? 0),
    }))
    .filter(({ wakeups }) => wakeups > 0);
}

/** A profile whose key is in the keychain, with the mailbox of this server. */
async function prepareProfile(profile: string, server: DovecotServer): Promise<void> {
  mkdirSync(profile, { recursive: true, mode: 0o700 });
  const { address, password, settings } = accountOn(server);
  const session = await openProfile(profile);
  const engine = await session.engine();
  const id = uuidv7();
  const account = { id, channel: 'mail', provider: 'imap', address, name: '', settings } as const;
  await engine.store.write('account.add', account);
  await session.close();
  await KeyCustody.open(profile).secrets.set(secretName(id), password);
}

if (process.platform !== 'linux') throw new Error('This reads /proc, which only Linux has.');
const { values } = parseArgs({
  options: {
    minutes: { type: 'string', default: '5' },
    mailboxes: { type: 'string', default: '20' },
  },
});
const minutes = Number(values.minutes);
const directory = mkdtempSync(join(tmpdir(), 'skein-bench-'));
const server = await DovecotServer.start();
try {
  for (let i = 0; i < Number(values.mailboxes); i++)
    writeMaildir(server, ALICE.address, `Client${i}`, [...generateMessages({ count: 10, seed: i })]);
  writeMaildir(server, ALICE.address, 'INBOX', [...generateMessages({ count: 1000, seed: 99 })]);
  const profile = join(directory, 'profile');
  await prepareProfile(profile, server);
  const conditions = beginRun();
  const app = startApp(profile);
  const ended = new Promise((resolve) => app.once('exit', resolve));
  try {
    await delay(SETTLE_MS);
    const root = app.pid;
    if (root === undefined || app.exitCode !== null) throw new Error('The app did not start.');
    console.error(`The window is shown for ${minutes} minutes …`);
    const shown = await idle(root, minutes);
    process.kill(root, 'SIGUSR2');
    await delay(10_000);
    console.error(`It is hidden for ${minutes} minutes …`);
    const hidden = await idle(root, minutes);
    const each = (spentBy: Spent[]) =>
      spentBy.map(({ name, processorMs, wakeups }) => [
        name,
        `${Math.round(processorMs)} ms`,
        `${(processorMs / minutes / 600).toFixed(3)} %`,
        `${(wakeups / minutes / 60).toFixed(1)} /s`,
      ]);
    const head = (what: string) => [what, 'processor time', 'of one core', 'wake-ups'];
    report(
      `At rest for ${minutes} minutes, ${values.mailboxes} mailboxes`,
      conditions(),
      [table(head('window shown'), each(shown)), table(head('window hidden'), each(hidden))].join('\n\n'),
      { minutes, shown, hidden },
    );
  } finally {
    app.kill();
    await ended;
  }
} finally {
  await server.stop();
  rmSync(directory, { recursive: true, force: true });
}
