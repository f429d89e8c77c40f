/** Never twice, never lost: mails sent over connections that fail at random, counted where they arrive. */
import { createHash } from 'node:crypto';
import { existsSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { isDeepStrictEqual } from 'node:util';
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest';
import { parseMessage } from '#engine/channels/mail/mime/parse.ts';
import { ALICE, BOB, DovecotServer } from '#rig/dovecot.ts';
import { type Fault, FaultProxy } from '#rig/fault-proxy.ts';
import { randomNumbers } from '#rig/generate.ts';
import { ImapProbe } from '#rig/imap-probe.ts';
import { PostfixServer } from '#rig/postfix.ts';
import { waitFor } from '#rig/wait-for.ts';
import { type RunningEngine, startEngine } from './engine-fixture.ts';

const RUNS = Number(process.env.SKEIN_RUNS ?? 20);
const FIRST = Number(process.env.SKEIN_SEED ?? 1);
/** Faults in a row at most; what follows goes through. */
const MOST_FAULTS = 3;
const LARGEST_TEXT = 60_000;
/** From here on a source is a file of its own, which is read while it is sent. */
const LARGEST_FILE = 400_000;
const HOUR_MS = 3_600_000;
/** More than a send that was under way is given when the computer wakes up. */
const AWAKE_MS = 30_000;

const FINAL_DOT = /\r\n\.\r\n$/;
const QUEUED = /^250 2\.0\.0 Ok: queued/m;
const says = (match: RegExp, ...answers: string[]): Fault => ({
  direction: 'up',
  match,
  action: 'answer',
  answer: answers.map((answer) => `${answer}\r\n`).join(''),
});
const OK = '250 2.0.0 Ok';
/** Answers to MAIL, RCPT and DATA, which come together (RFC 2920). */
const answers = (mail: string, recipient: string, data: string) => () =>
  says(/MAIL FROM/, mail, recipient, data);

/** What may go wrong with one connection (RFC 5321), by name. `bytes` is how far into the conversation. */
const FAULTS: [string, (bytes: number) => Fault][] = [
  ['cut at EHLO', () => ({ direction: 'up', match: /EHLO/, action: 'cut' })],
  ['cut at AUTH', () => ({ direction: 'up', match: /AUTH/, action: 'reset' })],
  ['cut at MAIL', () => ({ direction: 'up', match: /MAIL FROM/, action: 'cut' })],
  ['cut at RCPT', () => ({ direction: 'up', match: /RCPT TO/, action: 'reset' })],
  ['cut before 354', () => ({ direction: 'down', match: /^354 /m, action: 'cut' })],
  ['cut in the message', (bytes) => ({ direction: 'up', afterBytes: 300 + bytes, action: 'cut' })],
  ['cut at the final dot', () => ({ direction: 'up', match: FINAL_DOT, action: 'cut' })],
  ['cut after the final dot', () => ({ direction: 'up', match: FINAL_DOT, forward: true, action: 'cut' })],
  ['cut before the answer', () => ({ direction: 'down', match: QUEUED, action: 'reset' })],
  ['cut after the answer', () => ({ direction: 'down', match: QUEUED, forward: true, action: 'reset' })],
  ['busy', () => says(/EHLO/, '421 4.3.2 too busy')],
  ['sign-in fails for now', () => says(/AUTH/, '454 4.7.0 temporary authentication failure')],
  ['sign-in refused', () => says(/AUTH/, '535 5.7.8 authentication failed')],
  ['no room', answers('452 4.3.1 insufficient storage', '503 5.5.1 no sender', '503 5.5.1 no sender')],
  ['greylisted', answers(OK, '450 4.2.0 greylisted, try again later', '554 5.5.1 no recipients')],
  ['recipient refused', answers(OK, '550 5.1.1 no such user', '554 5.5.1 no recipients')],
  ['not now, at DATA', answers(OK, OK, '451 4.3.0 try again later')],
  ['not now, at the final dot', () => says(FINAL_DOT, '451 4.3.0 try again later')],
  ['refused at the final dot', () => says(FINAL_DOT, '554 5.7.1 refused')],
];

type End = 'sent' | 'refused' | 'in doubt';

interface Run {
  seed: number;
  subject: string;
  faults: string[];
  end: End;
  /** SHA-256 of the file that went with it. */
  file: string | null;
}

describe.skipIf(!DovecotServer.installed() || !PostfixServer.usable())(
  'mail over a network that fails',
  () => {
    let dovecot: DovecotServer;
    let postfix: PostfixServer;
    let proxy: FaultProxy;
    let running: RunningEngine & { accountId: string };

    beforeAll(async () => {
      dovecot = await DovecotServer.start();
      postfix = await PostfixServer.start({ dovecot });
      const { cert, key } = dovecot.ca.leaf;
      proxy = await FaultProxy.start({ targetPort: postfix.ports.plain, tls: { cert, key } });
      running = await startEngine({
        ...ALICE,
        settings: {
          username: ALICE.address,
          imap: { host: 'localhost', port: dovecot.ports.imaps, tls: 'implicit' },
          smtp: { host: 'localhost', port: proxy.port, tls: 'implicit' },
          ca: dovecot.ca.ca,
        },
      });
    });
    afterAll(async () => {
      await running?.close();
      await proxy?.stop();
      await postfix?.stop();
      await dovecot?.stop();
    });

    /** `late`: as one whose time was an hour ago. */
    async function send(
      subject: string,
      text: string,
      { file = null, late = false }: { file?: Buffer | null; late?: boolean } = {},
    ): Promise<string> {
      const { engine, accountId } = running;
      const draft = await engine.drafts.create({
        mode: 'new',
        channel: 'mail',
        threadId: null,
        answers: null,
        accountId,
        to: [{ name: '', address: BOB.address }],
      });
      const { revision } = await engine.drafts.save({ ...draft, subject, text });
      const { id } = draft;
      if (file) await engine.drafts.attach({ id, filename: 'file', contentType: 'image/png', content: file });
      const times = late ? { at: Date.now() - HOUR_MS } : { atOnce: true };
      return (await engine.drafts.send({ id, revision: revision + (file ? 1 : 0), ...times })).actionId;
    }

    /** Tries again whenever it waits, as someone who presses Retry does. */
    async function ended(actionId: string): Promise<End> {
      const { engine } = running;
      for (;;) {
        await engine.outbox.idle();
        const entries = await engine.store.read('outbox.list', null);
        const entry = entries.find((one) => one.actionId === actionId);
        if (!entry) return 'sent';
        if (entry.state === 'failed' || entry.state === 'unsure') {
          // It must not stand in the way of the next one.
          if (entry.state === 'unsure') await engine.outbox.resolve(actionId, 'mark-sent');
          else await engine.store.write('actions.undo', { actionId });
          return entry.state === 'failed' ? 'refused' : 'in doubt';
        }
        if (entry.state === 'waiting') await engine.outbox.retry(actionId);
      }
    }

    async function run(seed: number): Promise<Run> {
      const random = randomNumbers(seed);
      const below = (limit: number) => Math.floor(random() * limit);
      const size = below(LARGEST_TEXT);
      const chosen = Array.from({ length: below(MOST_FAULTS + 1) }, () => FAULTS[below(FAULTS.length)]!);
      const faults = chosen.map(([, make]) => make(below(size)));
      const first = proxy.accepted;
      proxy.plan((index) => {
        const fault = faults[index - first];
        return fault ? { fault } : {};
      });
      const subject = `Run ${seed}`;
      const file = below(3) === 0 ? Buffer.alloc(below(LARGEST_FILE), `${seed} `) : null;
      const text = 'lorem ipsum dolor\n.\n'.repeat(1 + size / 20);
      const actionId = await send(subject, text, { file, late: below(4) === 0 });
      return {
        ...{ seed, subject, faults: chosen.map(([name]) => name) },
        end: await ended(actionId),
        file: file && createHash('sha256').update(file).digest('hex'),
      };
    }

    /** What tells one mail of a mailbox from another, by its subject. */
    async function contents(user: typeof ALICE, mailbox: string): Promise<Map<string, unknown>> {
      const probe = await ImapProbe.connect(dovecot, user);
      const found = new Map<string, unknown>();
      for (const { uid } of await probe.messages(mailbox)) {
        const mail = await parseMessage((await probe.source(mailbox, uid))!);
        const { subject, messageId, date, text, attachments } = mail;
        found.set(subject ?? '', { messageId, date, text, file: attachments[0]?.sha256 ?? null });
      }
      await probe.close();
      return found;
    }

    const queued = () =>
      ['maildrop', 'incoming', 'active', 'deferred', 'hold'].flatMap((name) => {
        const queue = join(postfix.directory, 'queue', name);
        return existsSync(queue)
          ? readdirSync(queue, { recursive: true, withFileTypes: true }).filter((entry) => entry.isFile())
          : [];
      });

    /** How many of each subject arrived. */
    async function arrived(): Promise<Map<string, number>> {
      await waitFor('everything to be delivered', () => queued().length === 0, { timeoutMs: 60_000 });
      const probe = await ImapProbe.connect(dovecot, BOB);
      const copies = new Map<string, number>();
      for (const { subject } of await probe.messages('INBOX'))
        copies.set(subject ?? '', (copies.get(subject ?? '') ?? 0) + 1);
      await probe.close();
      return copies;
    }

    it.each<[string, End, number, Fault]>([
      ['signing in', 'sent', 1, { direction: 'up', match: /AUTH/, action: 'stall' }],
      ['named its recipient', 'sent', 1, { direction: 'up', match: /RCPT TO/, action: 'stall' }],
      [
        'waiting for the answer',
        'in doubt',
        1,
        { direction: 'up', match: FINAL_DOT, forward: true, action: 'stall' },
      ],
      ['about to end it', 'in doubt', 0, { direction: 'up', match: FINAL_DOT, action: 'stall' }],
    ])('a computer that fell asleep %s leaves it %s', async (when, end, copies, fault) => {
      const first = proxy.accepted;
      proxy.plan((index) => (index === first ? { fault } : {}));
      const { faults } = proxy;
      const subject = `Asleep ${when}`;
      const actionId = await send(subject, 'lorem ipsum dolor');
      await waitFor('the connection to be silent', () => proxy.faults > faults);
      // What is set to come a moment after waking comes at once.
      vi.useFakeTimers({ toFake: ['setTimeout'] });
      running.engine.woke();
      vi.advanceTimersByTime(AWAKE_MS);
      vi.useRealTimers();
      expect(await ended(actionId)).toBe(end);
      // The server learns at last that nobody is there.
      proxy.cutAll();
      expect((await arrived()).get(subject) ?? 0).toBe(copies);
    });

    it(`${RUNS} mails arrive once, or not at all and that is said`, {
      timeout: 60_000 + RUNS * 3000,
    }, async () => {
      const runs: Run[] = [];
      for (let seed = FIRST; seed < FIRST + RUNS; seed++) runs.push(await run(seed));
      const copies = await arrived();
      const wrong = runs.filter(({ subject, end }) => {
        const count = copies.get(subject) ?? 0;
        return end === 'sent' ? count !== 1 : end === 'refused' ? count !== 0 : count > 1;
      });
      expect(wrong).toEqual([]);
      const [theirs, mine] = [await contents(BOB, 'INBOX'), await contents(ALICE, 'Sent')];
      const differing = runs.filter(({ subject, file }) => {
        const [arrivedOne, filed] = [theirs.get(subject), mine.get(subject)];
        if (!arrivedOne) return false;
        return (arrivedOne as { file: unknown }).file !== file || !isDeepStrictEqual(arrivedOne, filed);
      });
      expect(differing).toEqual([]);
      const counted = (end: End) => runs.filter((one) => one.end === end).length;
      console.info(
        JSON.stringify({
          runs: RUNS,
          first: FIRST,
          faults: runs.reduce((sum, { faults }) => sum + faults.length, 0),
          sent: counted('sent'),
          refused: counted('refused'),
          inDoubt: counted('in doubt'),
        }),
      );
    });
  },
);
