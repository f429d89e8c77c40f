/**
 * Initial sync of one mailbox by Skein and, from the same server in the same run, by mbsync with mu.
 * Options: --messages N, --cpu-profile DIR (one .cpuprofile per thread of the engine).
 */
import { fork } from 'node:child_process';
import { mkdirSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';
import { ALICE, BOB, DovecotServer } from '#rig/dovecot.ts';
import { generateMessages } from '#rig/generate.ts';
import { writeMaildir } from '#rig/seed.ts';
import { accountOn, addMailAccount } from './mail-account.ts';
import { MailTools } from './mail-tools.ts';
import { beginRun, megabytes, ratio, report, seconds, table } from './report.ts';
import type { EngineFigures } from './sync-engine.ts';

const EXTRA_PARAGRAPHS = 20;

/** Bytes of IMAP that Dovecot counted for a user: without TLS, uncompressed. */
interface Wire {
  received: number;
  sent: number;
}

function wireOf(server: DovecotServer, user: string): Wire {
  const log = readFileSync(join(server.directory, 'log', 'dovecot.log'), 'utf8');
  const total = { received: 0, sent: 0 };
  for (const [, name, received, sent] of log.matchAll(/imap\(([^)]+)\).*?\bin=(\d+) out=(\d+)/g)) {
    if (name !== user) continue;
    total.received += Number(received);
    total.sent += Number(sent);
  }
  return total;
}

/** Fetches in a process of its own; resolves to what it tells. */
function runEngine(profile: string, execArgv: string[]): Promise<EngineFigures> {
  return new Promise((resolve, reject) => {
    const child = fork(fileURLToPath(new URL('./sync-engine.js', import.meta.url)), [], { execArgv });
    let told: EngineFigures | undefined;
    child.once('message', (figures) => {
      told = figures as EngineFigures;
    });
    child.once('exit', (status) => {
      if (status === 0 && told !== undefined) resolve(told);
      else reject(new Error(`The engine ended with ${status} before it told what it measured.`));
    });
    child.send(profile);
  });
}

async function measureSkein(server: DovecotServer, directory: string, cpuProfile: string | undefined) {
  const profile = join(directory, 'profile');
  await addMailAccount(profile, accountOn(server));
  if (cpuProfile) mkdirSync(cpuProfile, { recursive: true });
  const started = performance.now();
  const figures = await runEngine(
    profile,
    cpuProfile ? ['--cpu-prof', '--cpu-prof-dir', resolve(cpuProfile)] : [],
  );
  return { ...figures, wallMs: performance.now() - started };
}

async function measureTools(server: DovecotServer, directory: string) {
  const tools = new MailTools(directory);
  const { address: user, password } = BOB;
  const mbsyncMs = await tools.fetch({ user, password, port: server.ports.imaps, caFile: server.ca.caFile });
  const muMs = await tools.indexWithMu();
  const notmuchMs = await tools.indexWithNotmuch();
  return { messages: tools.fetched(), mbsyncMs, muMs, notmuchMs };
}

type Skein = Awaited<ReturnType<typeof measureSkein>>;
type Tools = Awaited<ReturnType<typeof measureTools>>;

function rows(count: number, skein: Skein, tools: Tools, wire: { skein: Wire; mbsync: Wire }): string[][] {
  const both = tools.mbsyncMs + tools.muMs;
  const rate = (ms: number) => String(Math.round((count * 1000) / ms));
  const row = (name: string, ms: number) => [name, seconds(ms), rate(ms), ratio(skein.wallMs / ms)];
  const { notmuchMs } = tools;
  const { newestReadableMs } = skein;
  return [
    row('Skein: fetch, parse, thread, index, encrypt', skein.wallMs),
    row('mbsync and mu', both),
    row('  mbsync', tools.mbsyncMs),
    row('  mu init and index', tools.muMs),
    ...(notmuchMs === null ? [] : [row('  (notmuch new, instead of mu)', notmuchMs)]),
    ['Skein: profile open', seconds(skein.openedMs), '', ''],
    [
      'Skein: newest 50 threads readable',
      newestReadableMs === null ? '-' : seconds(newestReadableMs),
      '',
      '',
    ],
    ['Skein: processor time', seconds(skein.processorMs), '', ''],
    ['Skein: peak resident memory', megabytes(skein.peakRssBytes), '', ''],
    ['IMAP received by Skein', megabytes(wire.skein.sent), '', ''],
    ['IMAP received by mbsync', megabytes(wire.mbsync.sent), '', ''],
  ];
}

const { values } = parseArgs({
  options: { messages: { type: 'string', default: '20000' }, 'cpu-profile': { type: 'string' } },
});
const count = Number(values.messages);
if (!Number.isInteger(count) || count < 1) throw new Error('--messages takes a whole number above 0.');

const directory = mkdtempSync(join(tmpdir(), 'skein-bench-'));
const server = await DovecotServer.start();
try {
  console.error(`Writing two mailboxes of the same ${count} messages …`);
  const messages = [...generateMessages({ count, extraParagraphs: EXTRA_PARAGRAPHS })];
  const mailboxBytes = messages.reduce((sum, { source }) => sum + source.length, 0);
  // One each: who reads a mailbox first makes the server's index of it.
  for (const { address } of [ALICE, BOB]) writeMaildir(server, address, 'INBOX', messages);
  const conditions = beginRun();
  console.error('Skein …');
  const skein = await measureSkein(server, directory, values['cpu-profile']);
  console.error('mbsync, mu, notmuch …');
  const tools = await measureTools(server, directory);
  if (skein.messages !== count || tools.messages !== count)
    throw new Error(`Of ${count} messages Skein has ${skein.messages} and mbsync ${tools.messages}.`);
  const wire = { skein: wireOf(server, ALICE.address), mbsync: wireOf(server, BOB.address) };
  report(
    `Initial sync of ${count} messages, ${megabytes(mailboxBytes)}`,
    conditions(),
    table(['', 'time', 'messages/s', 'Skein takes'], rows(count, skein, tools, wire)),
    {
      messages: count,
      mailboxBytes,
      skein,
      tools,
      wire,
      ratio: skein.wallMs / (tools.mbsyncMs + tools.muMs),
    },
  );
} finally {
  await server.stop();
  rmSync(directory, { recursive: true, force: true });
}
