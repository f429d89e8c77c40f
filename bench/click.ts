/**
 * How long a click waits while a first sync keeps a slow way busy: with one working connection, and with another one
 * where the user looks. Options: --kilobytes N (a second, of the way), --delay MS (one way), --clicks N.
 */
import { parseArgs } from 'node:util';
import { ImapAccount } from '#engine/channels/mail/imap/account.ts';
import { ALICE, DovecotServer } from '#rig/dovecot.ts';
import { generateMessages } from '#rig/generate.ts';
import { MemoryMailStore } from '#rig/memory-mail-store.ts';
import { writeMaildir } from '#rig/seed.ts';
import { SlowLink } from '#rig/slow-link.ts';
import { waitFor } from '#rig/wait-for.ts';
import { accountOn } from './mail-account.ts';
import { beginRun, median, percentile, ratio, report, seconds, table } from './report.ts';

/** Longer than any run: nobody's patience ends, so there is no other connection. */
const NEVER = 2 ** 31 - 1;
/** Groups of messages after which the sync has found its pace. */
const PACED = 12;

interface Waits {
  /** Flags set in a mailbox. */
  act: number[];
  /** Until the first message of a mailbox opened for the first time is here. */
  open: number[];
}

interface Run {
  server: DovecotServer;
  link: SlowLink;
  clicks: number;
  /** Mailboxes nobody has opened before. */
  unseen: string[];
}

async function measure(patience: number | undefined, { server, link, clicks, unseen }: Run): Promise<Waits> {
  const store = new MemoryMailStore<object>(() => null);
  const { settings } = accountOn(server);
  const account = new ImapAccount<object>({
    accountId: 'a1',
    settings: { ...settings, imap: { ...settings.imap, port: link.port } },
    secret: async () => ALICE.password,
    store,
    parse: async () => ({}),
    observer: { status: () => {}, progress: () => {} },
    timings: patience === undefined ? {} : { patience },
  });
  account.start();
  const groups = () => new Set(store.ingests.map(({ at }) => at)).size;
  const patiently = { timeoutMs: 300_000 };
  await waitFor('the pace', () => groups() >= PACED, patiently);
  const waits: Waits = { act: [], open: [] };
  const timed = async (list: number[], click: () => Promise<unknown>) => {
    // At any moment of the command under way.
    await new Promise((pass) => setTimeout(pass, 1000 + Math.random() * 2000));
    const begun = performance.now();
    await click();
    list.push(performance.now() - begun);
  };
  for (let click = 0; click < clicks; click++) {
    await timed(waits.act, () => account.remote.findByMessageId('Sent', 'nothing@example.org'));
    const path = unseen[click] ?? '';
    const id = (await store.listMailboxes('a1')).find((mailbox) => mailbox.path === path)?.id ?? '';
    await timed(waits.open, async () => {
      account.look([id]);
      await waitFor('a message', () => store.places(path).length > 0, { ...patiently, everyMs: 5 });
    });
    account.look([]);
  }
  await account.stop();
  return waits;
}

const { values } = parseArgs({
  options: {
    kilobytes: { type: 'string', default: '256' },
    delay: { type: 'string', default: '40' },
    clicks: { type: 'string', default: '12' },
  },
});
const clicks = Number(values.clicks);
const conditions = beginRun();
const server = await DovecotServer.start();
const unseen = Array.from({ length: clicks * 2 }, (_, n) => `Project ${n}`);
writeMaildir(server, ALICE.address, 'INBOX', [...generateMessages({ count: 8000, extraParagraphs: 20 })]);
for (const [n, name] of unseen.entries())
  writeMaildir(server, ALICE.address, name, [...generateMessages({ count: 60, seed: n + 1 })]);
const link = await SlowLink.start({
  targetPort: server.ports.imaps,
  bytesPerSecond: Number(values.kilobytes) * 1000,
  delayMs: Number(values.delay),
});
try {
  const one = await measure(NEVER, { server, link, clicks, unseen: unseen.slice(0, clicks) });
  const two = await measure(undefined, { server, link, clicks, unseen: unseen.slice(clicks) });
  const row = (name: string, key: keyof Waits) => [
    name,
    `${seconds(median(one[key]))} / ${seconds(percentile(one[key], 95))}`,
    `${seconds(median(two[key]))} / ${seconds(percentile(two[key], 95))}`,
    ratio(median(two[key]) / median(one[key])),
  ];
  const rows = [row('an act reaches the server', 'act'), row('first message of a mailbox', 'open')];
  const head = ['median / 95 %', 'one connection', 'another where the user looks', 'ratio'];
  report('Waiting of a click during a first sync', conditions(), table(head, rows), { ...values, one, two });
} finally {
  await link.stop();
  await server.stop();
}
