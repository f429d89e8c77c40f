import { setTimeout as after } from 'node:timers/promises';
import { expect, test } from '@playwright/test';
import type { OutboxEntry } from '#shared/contract/outbox.ts';
import type { TimelineItem } from '#shared/contract/timeline.ts';
import { BOB } from '../rig/dovecot.ts';
import { randomNumbers } from '../rig/generate.ts';
import { waitFor } from '../rig/wait-for.ts';
import { Victim } from './crash/victim.ts';
import { BOBS_NUMBER, type Doing, TRAPS, World } from './crash/world.ts';

const KILLS = Number(process.env.SKEIN_KILLS ?? 8);
const SEED = Number(process.env.SKEIN_SEED ?? 20_261_122);
const SEEDED = 600;
/** New mail in each life, so that every kill finds a sync under way. */
const NEWS = 12;
/** The shell gives up at five ends of its engine within a minute. */
const ENGINE_KILLS_A_LAUNCH = 4;
const LONGEST_LIFE_MS = 1200;
/** A trap nobody came to within this time is given up, and the kill comes all the same. */
const PATIENCE_MS = 4000;
const DOINGS = ['mail', 'sms', 'archive'] as const satisfies readonly Doing[];

/** What the test knows of something it tried to send: how far the engine had confirmed it when it was killed. */
interface Attempt {
  channel: 'mail' | 'sms';
  /** Subject of a mail, text of a text: unique. */
  mark: string;
  confirmed: 'nothing' | 'saved' | 'queued';
}

const random = randomNumbers(SEED);
const below = (count: number) => Math.floor(random() * count);
const attempts: Attempt[] = [];
const figures = { engine: 0, app: 0, anywhere: 0, inATrap: 0 };
/** How often the kill came at each step, and how often nobody came there. */
const sprung: Record<string, number> = {};
const missed: Record<string, number> = {};
const victim = new Victim();
let world: World;

/** Writes and sends one message; however the engine ends meanwhile, what it had confirmed is kept. */
async function send(channel: Attempt['channel']): Promise<void> {
  const { engine } = victim;
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
    ...{ id, channel, accountId, to, cc, bcc, quote, html: null, senderId: null, signature: false },
    subject: channel === 'mail' ? attempt.mark : '',
    text: attempt.mark,
  });
  attempt.confirmed = 'saved';
  await engine.drafts.send({ id, revision });
  attempt.confirmed = 'queued';
}

async function archiveOne(): Promise<void> {
  const { rows } = await victim.engine.threads.page({
    ...{ view: 'inbox', channel: 'mail', accountId: null, mailboxId: null },
    ...{ offset: below(20), limit: 1 },
  });
  if (rows[0]) await victim.engine.threads.act({ ids: [rows[0].id], act: 'archive', mailboxId: null });
}

/** Ends as the engine does, at any step. */
function begin(doing: Doing): Promise<void> {
  return (doing === 'archive' ? archiveOne() : send(doing)).catch(() => {});
}

/** One life: news arrive, the user does something, and the kill comes at a step or at a moment the seed chose. */
async function live(): Promise<void> {
  world.deliver(NEWS);
  if (random() < 0.4) {
    figures.anywhere++;
    const begun = Array.from({ length: below(3) }, () => begin(DOINGS[below(DOINGS.length)]!));
    // Half of them at any step of what goes on, the others soon after it was confirmed.
    const confirmed = Promise.race([Promise.all(begun), after(PATIENCE_MS)]);
    await (random() < 0.5 ? after(random() * LONGEST_LIFE_MS) : confirmed);
    await after(random() * 300);
    return;
  }
  const trap = TRAPS[below(TRAPS.length)]!;
  const step = world.set(trap).then(() => true);
  void begin(trap.doing);
  const met = await Promise.race([step, after(PATIENCE_MS, false)]);
  const tally = met ? sprung : missed;
  tally[trap.name] = (tally[trap.name] ?? 0) + 1;
  if (!met) return;
  figures.inATrap++;
  await after(random() * 20);
}

/** Everything is synced and nothing is left to send but what only the user, or ten minutes, can decide. */
async function atRest(): Promise<boolean> {
  const accounts = await victim.engine.accounts.list({});
  const entries = await victim.engine.outbox.list({});
  return (
    accounts.every(
      ({ sync, mailboxes }) =>
        sync.state === 'idle' && mailboxes.every(({ synced, total }) => synced === total),
    ) && entries.every(undecided)
  );
}

/** A text the engine was killed over is looked for at the carrier for ten minutes, and not sent again meanwhile. */
function undecided({ state, channel, attempts: tried, nextAttemptAt }: OutboxEntry): boolean {
  return (
    state === 'unsure' || (state === 'waiting' && channel === 'sms' && tried > 0 && nextAttemptAt === null)
  );
}

async function everyItem(): Promise<TimelineItem[]> {
  const { engine } = victim;
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

const times = (list: readonly string[], mark: string) => list.filter((entry) => entry === mark).length;

/** What was given to Alice is on her server and in the store, each once. */
async function nothingGivenIsLost(items: TimelineItem[]): Promise<void> {
  const onServer = [...(await world.mailbox('alice', 'INBOX')), ...(await world.mailbox('alice', 'Archive'))];
  expect(onServer.map(({ messageId }) => messageId).sort()).toEqual(
    world.given.map(({ messageId }) => messageId).sort(),
  );
  const key = (date: number, subject: string) => `${Math.floor(date / 1000)} ${subject}`;
  const received = items.flatMap((item) =>
    item.kind === 'mail' && !item.subject.startsWith('Crash loop') ? [key(item.date, item.subject)] : [],
  );
  expect(received.sort()).toEqual(world.given.map(({ date, subject }) => key(date, subject)).sort());
  const texts = items.flatMap((item) => (item.kind === 'sms' && !item.fromMe ? [item.text] : []));
  expect(texts.sort()).toEqual([...world.givenTexts].sort());
  const archived = items.filter((item) => item.kind === 'mail' && item.place === 'archive').length;
  expect(archived).toBe((await world.mailbox('alice', 'Archive')).length);
}

/** Every message went out at most once; one that was confirmed is with Bob or in the outbox, and all sides agree. */
async function nothingWentTwice(items: TimelineItem[]): Promise<Record<string, number>> {
  const subjects = async (...where: Parameters<World['mailbox']>) =>
    (await world.mailbox(...where)).map(({ subject }) => subject);
  const arrived = {
    mail: await subjects('bob', 'INBOX'),
    sms: world.carrier.messages('outbound').map(({ body }) => body),
  };
  const copies = await subjects('alice', 'Sent');
  const draftCopies = await subjects('alice', 'Drafts');
  const drafts = (await victim.engine.drafts.list({})).map(({ text }) => text);
  const outbox = new Set((await victim.engine.outbox.list({})).map(({ messageId }) => messageId));
  const sure = { delivered: 0, inDoubt: 0, drafts: 0, nothing: 0 };
  for (const { channel, mark, confirmed } of attempts) {
    const shown = items.filter((item) => (item.kind === 'mail' ? item.subject : item.text) === mark);
    const inDoubt = shown.some(({ id }) => outbox.has(id));
    const side = {
      arrived: times(arrived[channel], mark),
      shown: shown.length,
      inSent: times(copies, mark),
      drafts: times(drafts, mark),
      draftCopies: times(draftCopies, mark),
    };
    const kept = channel === 'mail' ? 1 : 0;
    if (inDoubt) {
      sure.inDoubt++;
      expect(side.arrived, mark).toBeLessThanOrEqual(1);
      expect(side, mark).toMatchObject({ shown: 1, inSent: 0, draftCopies: 0 });
    } else if (side.arrived > 0) {
      sure.delivered++;
      expect(side, mark).toEqual({ arrived: 1, shown: 1, inSent: kept, drafts: 0, draftCopies: 0 });
    } else if (side.drafts > 0) {
      sure.drafts++;
      expect(confirmed, mark).not.toBe('queued');
      expect(side, mark).toEqual({ arrived: 0, shown: 0, inSent: 0, drafts: 1, draftCopies: kept });
    } else {
      sure.nothing++;
      expect(confirmed, mark).toBe('nothing');
      expect(side, mark).toEqual({ arrived: 0, shown: 0, inSent: 0, drafts: 0, draftCopies: 0 });
    }
  }
  expect(arrived.mail.length).toBe(new Set(arrived.mail).size);
  return sure;
}

test.beforeAll(async () => {
  test.setTimeout(120_000);
  world = await World.start({ count: SEEDED, seed: SEED });
});

test.afterAll(async () => {
  await victim.end();
  await world?.stop();
});

test(`nothing is lost and nothing goes twice over ${KILLS} kills`, async () => {
  test.setTimeout(240_000 + KILLS * 15_000);
  const started = Date.now();
  await victim.start();
  await victim.engine.settings.set({ undoSendSeconds: 0 });
  await world.addAccounts(victim.engine);
  for (let kills = 0, engineKills = 0; kills < KILLS; kills++) {
    await test.step(`life ${kills + 1}`, async () => {
      await live();
      world.clearTraps();
      const wholeApp = engineKills >= ENGINE_KILLS_A_LAUNCH || random() < 0.1;
      engineKills = wholeApp ? 0 : engineKills + 1;
      figures[wholeApp ? 'app' : 'engine']++;
      if (wholeApp) await victim.killApp(random() < 0.5 ? 'main' : 'all at once');
      else await victim.killEngine();
    });
  }
  const killed = Date.now();
  // However the dice fell, one of each goes out after the last kill.
  await send('mail');
  await send('sms');
  await waitFor('rest', atRest, { timeoutMs: 180_000, everyMs: 500 });

  const items = await everyItem();
  await nothingGivenIsLost(items);
  const sure = await nothingWentTwice(items);
  expect(sure.delivered).toBeGreaterThan(1);
  expect(await victim.engine.session.doctor({})).toMatchObject({ integrity: 'ok', encrypted: true });
  // Kills that never hit a send prove nothing.
  expect(figures.inATrap).toBeGreaterThan(KILLS / 4);
  const seconds = { killing: (killed - started) / 1000, resting: (Date.now() - killed) / 1000 };
  console.log(
    JSON.stringify({
      seed: SEED,
      kills: figures,
      sprung,
      missed,
      messages: world.given.length,
      texts: world.givenTexts.length,
      attempts: attempts.length,
      ...sure,
      seconds,
    }),
  );
});
