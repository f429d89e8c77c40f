/**
 * A mail with a large file on its way to a Postfix and into the Drafts and Sent of a Dovecot: how much memory the engine
 * takes for it. Option: --megabytes N, may be repeated (default 1, 40 and 100).
 */
import { fork } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';
import { BOB, DovecotServer } from '#rig/dovecot.ts';
import { ImapProbe } from '#rig/imap-probe.ts';
import { PostfixServer } from '#rig/postfix.ts';
import { waitFor } from '#rig/wait-for.ts';
import { accountOn, addMailAccount } from './mail-account.ts';
import { beginRun, megabytes, report, seconds, table } from './report.ts';
import type { SendFigures, SendTask, StepFigures } from './send-engine.ts';

/** Runs in a process of its own; resolves to what it tells. */
function run(task: SendTask): Promise<SendFigures> {
  return new Promise((resolve, reject) => {
    const child = fork(fileURLToPath(new URL('./send-engine.js', import.meta.url)), {
      // So that what was left of the work before is not taken for the engine at rest.
      execArgv: ['--expose-gc'],
    });
    let told: SendFigures | undefined;
    child.once('message', (figures) => {
      told = figures as SendFigures;
    });
    child.once('exit', (status) => {
      if (status === 0 && told !== undefined) resolve(told);
      else reject(new Error(`The engine ended with ${status} before it told what it measured.`));
    });
    child.send(task);
  });
}

const { values } = parseArgs({ options: { megabytes: { type: 'string', multiple: true } } });
const sizes = (values.megabytes ?? ['1', '40', '100']).map(Number);
if (sizes.some((size) => !Number.isInteger(size) || size < 1))
  throw new Error('--megabytes takes a whole number above 0.');

/** Servers of its own for each: what an earlier mail left in Sent would be fetched first. */
async function sendOne(size: number, directory: string): Promise<SendFigures> {
  const dovecot = await DovecotServer.start();
  const postfix = await PostfixServer.start({ dovecot, messageSizeLimit: 200_000_000 });
  try {
    const account = accountOn(dovecot);
    account.settings.smtp = { host: 'localhost', port: postfix.ports.smtps, tls: 'implicit' };
    const file = join(directory, 'plans.bin');
    writeFileSync(file, randomBytes(size * 1_000_000));
    const profile = join(directory, `profile-${size}`);
    mkdirSync(profile, { mode: 0o700 });
    await addMailAccount(profile, account);
    const figures = await run({ profile, file, to: BOB.address });
    const probe = await ImapProbe.connect(dovecot, BOB);
    const both = async () => (await probe.messages('INBOX')).length === 2;
    await waitFor('both mails to arrive', both, { timeoutMs: 60_000 });
    await probe.close();
    return figures;
  } finally {
    await postfix.stop();
    await dovecot.stop();
  }
}

const directory = mkdtempSync(join(tmpdir(), 'skein-bench-'));
try {
  const conditions = beginRun();
  const results: { megabytes: number; figures: SendFigures }[] = [];
  for (const size of sizes) {
    console.error(`Sending ${size} MB …`);
    results.push({ megabytes: size, figures: await sendOne(size, directory) });
  }
  const step = ({ peakBytes, ms }: StepFigures) => `${megabytes(peakBytes)}, ${seconds(ms)}`;
  report(
    'A mail with a file: memory above the engine at rest, and time',
    conditions(),
    table(
      ['', ...sizes.map((size) => `${size} MB`)],
      [
        ['into the draft', ...results.map(({ figures }) => step(figures.attach))],
        ["into the server's Drafts", ...results.map(({ figures }) => step(figures.draftCopy))],
        ['to the server and into Sent', ...results.map(({ figures }) => step(figures.send))],
      ],
    ),
    { results },
  );
} finally {
  rmSync(directory, { recursive: true, force: true });
}
