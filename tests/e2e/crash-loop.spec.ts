import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as after } from 'node:timers/promises';
import { expect, test } from '@playwright/test';
import type { TimelineItem } from '#shared/contract/model.ts';
import { ALICE, BOB, DovecotServer } from '../rig/dovecot.ts';
import { type GeneratedMessage, randomNumbers } from '../rig/generate.ts';
import { ImapProbe } from '../rig/imap-probe.ts';
import { PostfixServer } from '../rig/postfix.ts';
import { seedMailbox } from '../rig/seed.ts';
import { TwilioSimulator } from '../rig/twilio-simulator/simulator.ts';
import { waitFor } from '../rig/wait-for.ts';
import { connectEngine, type EngineClient } from './engine-client.ts';
import { enginePid, type LaunchedApp, launchApp } from './launch.ts';

const KILLS = Number(process.env.SKEIN_KILLS ?? 6);
const SEED = Number(process.env.SKEIN_SEED ?? 20_261_122);
const SEEDED = 1500;
const OWN_NUMBER = '+15555550100';
const BOBS_NUMBER = '+12025550143';
/** The shell gives up at five ends of its engine within a minute. */
const ENGINE_KILLS_A_LAUNCH = 3;
const LAST_SYNCING_MS = 2500;
const LAST_SENDING_MS = 800;

/** What the test knows of something it tried to send: how far the engine had confirmed it when it was killed. */
interface Attempt {
  channel: 'mail' | 'sms';
  /** Subject of a mail, text of a text: unique. */
  mark: string;
  confirmed: 'nothing' | 'saved' | 'queued';
}

const random = randomNumbers(SEED);
const attempts: Attempt[] = [];
const killed = { engine: 0, app: 0 };
const profile = mkdtempSync(join(tmpdir(), 'skein-crash-loop-'));
let dovecot: DovecotServer;
let postfix: PostfixServer;
let carrier: TwilioSimulator;
let launched: LaunchedApp;
let engine: EngineClient;
let seeded: GeneratedMessage[];

async function start(): Promise<void> {
  launched = await launchApp({ profile });
  engine = await connectEngine(launched.window);
}

async function addAccounts(): Promise<void> {
  await engine.settings.set({ undoSendSeconds: 0 });
  await engine.accounts.addMail({
    address: ALICE.address,
    name: 'Alice Marlow',
    password: ALICE.password,
    settings: {
      username: ALICE.address,
      imap: { host: 'localhost', port: dovecot.ports.imaps, tls: 'implicit' },
      smtp: { host: 'localhost', port: postfix.ports.smtps, tls: 'implicit' },
      ca: dovecot.ca.ca,
    },
  });
  await engine.accounts.addSms({
    carrier: 'twilio',
    accountSid: carrier.accountSid,
    keySid: carrier.key.sid,
    secret: carrier.key.secret,
    baseUrl: carrier.baseUrl,
    number: OWN_NUMBER,
    name: 'Alice Marlow',
  });
}

/** Writes and sends one message; however the engine ends meanwhile, what it had confirmed is kept. */
async function send(channel: Attempt['channel']): Promise<void> {
  const attempt: Attempt = { channel, mark: `Crash loop ${attempts.length + 1}.`, confirmed: 'nothing' };
  attempts.push(attempt);
  const accountId = (await engine.accounts.list({})).find((account) => account.channel === channel)!.id;
  const address = channel === 'mail' ? BOB.address : BOBS_NUMBER;
  const { id, cc, bcc, quote, to } = await engine.drafts.create({
    mode: 'new',
    channel,
    threadId: null,
    answers: null,
    accountId,
    to: [{ name: 'Bob Hollis', address }],
  });
  const { revision } = await engine.drafts.save({
    ...{ id, channel, accountId, to, cc, bcc, quote },
    subject: channel === 'mail' ? attempt.mark : '',
    text: attempt.mark,
  });
  attempt.confirmed = 'saved';
  await engine.drafts.send({ id, revision });
  attempt.confirmed = 'queued';
}

/**
 * One life: the engine, or all of the app, is killed at a moment the seed chose; two times in three soon after it
 * had confirmed a send, while that is under way.
 */
async function killOnce(engineKills: number): Promise<'engine' | 'app'> {
  const wholeApp = engineKills >= ENGINE_KILLS_A_LAUNCH || random() < 0.35;
  const whileSending = random() < 0.67;
  const channels = Array.from(
    { length: Math.floor(random() * 3) + (whileSending ? 1 : 0) },
    (): Attempt['channel'] => (random() < 0.5 ? 'mail' : 'sms'),
  );
  const moment = whileSending ? random() ** 2 * LAST_SENDING_MS : random() * LAST_SYNCING_MS;
  const pid = await waitFor('a running engine', () => enginePid(launched.app));
  let confirmed = () => {};
  const one = new Promise<void>((resolve) => {
    confirmed = resolve;
  });
  // They end as the engine does, at any step; `attempts` says how far each one came.
  const sending = (async () => {
    for (const channel of channels) {
      await send(channel);
      confirmed();
    }
  })().catch(confirmed);
  if (whileSending) await one;
  await after(moment);
  if (wholeApp) {
    const gone = launched.app.waitForEvent('close');
    launched.app.process().kill('SIGKILL');
    await gone;
    await sending;
    await start();
  } else {
    process.kill(pid, 'SIGKILL');
    await sending;
    await waitFor('another engine', async () => ![0, pid].includes(await enginePid(launched.app)));
    engine = await connectEngine(launched.window);
  }
  return wholeApp ? 'app' : 'engine';
}

/**
 * Everything is synced and nothing is left to send. A text the engine was killed over stays in the outbox while it is
 * looked for at the carrier, up to ten minutes, and is not sent again meanwhile.
 */
async function atRest(): Promise<boolean> {
  const accounts = await engine.accounts.list({});
  const entries = await engine.outbox.list({});
  return (
    accounts.every(
      ({ sync, mailboxes }) =>
        sync.state === 'idle' && mailboxes.every(({ synced, total }) => synced === total),
    ) &&
    entries.every(
      ({ state, channel, attempts: tried, nextAttemptAt }) =>
        state === 'unsure' ||
        state === 'failed' ||
        (state === 'waiting' && channel === 'sms' && tried > 0 && nextAttemptAt === null),
    )
  );
}

async function everyItem(): Promise<TimelineItem[]> {
  const found: TimelineItem[] = [];
  for (let offset = 0; ; ) {
    const { rows, total } = await engine.threads.page({
      ...{ view: 'all', channel: null, accountId: null, mailboxId: null },
      ...{ offset, limit: 200 },
    });
    for (const { id } of rows) found.push(...(await engine.threads.get({ id, limit: 2000 }))!.items);
    offset += rows.length;
    if (offset >= total || rows.length === 0) return found;
  }
}

const crlfSubject = (source: Buffer | undefined) =>
  /^Subject: (.*)\r$/im.exec(source?.toString('latin1') ?? '')?.[1] ?? '';

/** Subjects of a mailbox's messages, and that no Message-ID is there twice. */
async function subjectsIn(probe: ImapProbe, mailbox: string): Promise<string[]> {
  const messages = await probe.messages(mailbox);
  expect(new Set(messages.map(({ messageId }) => messageId)).size).toBe(messages.length);
  const subjects: string[] = [];
  for (const { uid } of messages) subjects.push(crlfSubject(await probe.source(mailbox, uid)));
  return subjects;
}

test.beforeAll(async () => {
  test.setTimeout(120_000);
  dovecot = await DovecotServer.start();
  postfix = await PostfixServer.start({ dovecot });
  carrier = await TwilioSimulator.start({ numbers: [OWN_NUMBER], autoAdvanceMs: 100 });
  seeded = seedMailbox(dovecot, ALICE.address, { count: SEEDED, seed: SEED });
});

test.afterAll(async () => {
  await launched?.close();
  await postfix?.stop();
  await dovecot?.stop();
  await carrier?.stop();
  rmSync(profile, { recursive: true, force: true });
});

test(`nothing is lost and nothing goes twice over ${KILLS} kills`, async () => {
  test.setTimeout(240_000 + KILLS * 20_000);
  await start();
  await addAccounts();
  for (let kills = 0, engineKills = 0; kills < KILLS; kills++) {
    const what = await test.step(`kill ${kills + 1}`, () => killOnce(engineKills));
    engineKills = what === 'app' ? 0 : engineKills + 1;
    killed[what]++;
  }
  // However the dice fell, one of each goes out after the last kill.
  await send('mail');
  await send('sms');
  await waitFor('rest', atRest, { timeoutMs: 180_000, everyMs: 500 });

  const items = await everyItem();
  const key = (date: number, subject: string) => `${Math.floor(date / 1000)} ${subject}`;
  const received = items.flatMap((item) =>
    item.kind === 'mail' && !item.subject.startsWith('Crash loop') ? [key(item.date, item.subject)] : [],
  );
  expect(received.sort()).toEqual(seeded.map(({ date, subject }) => key(date, subject)).sort());

  const bob = await ImapProbe.connect(dovecot, BOB);
  const alice = await ImapProbe.connect(dovecot, ALICE);
  const arrived = {
    mail: await subjectsIn(bob, 'INBOX'),
    sms: carrier.messages('outbound').map((m) => m.body),
  };
  const copies = await subjectsIn(alice, 'Sent');
  await bob.close();
  await alice.close();

  const drafts = await engine.drafts.list({});
  const waiting = await engine.outbox.list({});
  const sure = { delivered: 0, waiting: 0, drafts: 0, nothing: 0 };
  for (const { channel, mark, confirmed } of attempts) {
    const times = arrived[channel].filter((arrival) => arrival === mark).length;
    expect(times, `${mark} arrived`).toBeLessThanOrEqual(1);
    const shown = items.filter((item) =>
      item.kind === 'mail' ? item.subject === mark : item.kind === 'sms' && item.text === mark,
    );
    expect(shown.length, `${mark} in its thread`).toBeLessThanOrEqual(1);
    if (channel === 'mail') {
      const sent = copies.filter((subject) => subject === mark).length;
      expect(sent, `copies of ${mark} in Sent`).toBeLessThanOrEqual(1);
    }
    const inOutbox = waiting.some(
      ({ messageId }) => messageId !== null && shown.some(({ id }) => id === messageId),
    );
    const inDrafts = drafts.some(({ text }) => text === mark);
    if (times === 1) sure.delivered++;
    else if (inOutbox) sure.waiting++;
    else if (inDrafts) sure.drafts++;
    else sure.nothing++;
    if (confirmed === 'queued')
      expect(times === 1 || inOutbox, `${mark} was queued and is nowhere`).toBe(true);
    if (confirmed === 'saved')
      expect(times === 1 || inOutbox || inDrafts, `${mark} was saved and is nowhere`).toBe(true);
    if (times === 1 && !inOutbox) expect(shown, `${mark} in its thread`).toHaveLength(1);
  }
  expect(attempts.slice(-2).every(({ mark, channel }) => arrived[channel].includes(mark))).toBe(true);
  const doctor = await engine.session.doctor({});
  expect(doctor).toMatchObject({ integrity: 'ok', encrypted: true });
  test.info().annotations.push({ type: 'figures', description: JSON.stringify({ SEED, killed, ...sure }) });
  console.log(JSON.stringify({ seed: SEED, killed, attempts: attempts.length, ...sure }));
});
