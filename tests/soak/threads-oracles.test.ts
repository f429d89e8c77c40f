/**
 * Conversations of real mail beside those of two programs that thread by other code: Dovecot's THREAD=REFS and notmuch.
 * Reads the mailing-list archives among the corpora, and the mails below the folder that SKEIN_MAILS names, one a file.
 */
import { execFileSync } from 'node:child_process';
import { existsSync, mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { basename, join, resolve } from 'node:path';
import { expect, it } from 'vitest';
import { openConnection } from '#engine/store/connection.ts';
import { profilePaths } from '#engine/store/paths.ts';
import { StoreKey } from '#engine/store/store-key.ts';
import { ALICE, DovecotServer } from '#rig/dovecot.ts';
import { connectPlainly } from '#rig/imap-probe.ts';
import { writeMaildir } from '#rig/seed.ts';
import { startEngine } from '../integration/engine-fixture.ts';

const archives = join(process.env.SKEIN_CORPORA ?? resolve('../shared/corpora'), 'lists/bigbang/tests/data');
const mails = process.env.SKEIN_MAILS;

/** For each message, by its UID from 1 on, the name of its conversation. */
type Partition = Map<number, string>;

/** The archives were published without the angle brackets of their Message-IDs, which the two others insist on. */
const withBrackets = (message: string) =>
  message.replace(/^((?:message-id|in-reply-to): *)([^<>\s]+)$/gim, '$1<$2>');

/** Where a message begins: in an mbox, and in a log of LISTSERV. */
const FROM_LINE = /^From .*\d{4}$\r?\n/m;
const LOG_LINE = /^={70,}\r?\n/m;

/** The files of all archives, and what stands before each of their messages. */
const archiveFiles: [RegExp, RegExp][] = [
  [/^(?:2001-November|bigbang-dev-test)\.txt$|^3GPP_mbox\//, FROM_LINE],
  [/^3GPP\/.*\.LOG\w+$/, LOG_LINE],
];

function sources(): Buffer[] {
  const found: Buffer[] = [];
  const add = (text: string) => found.push(Buffer.from(text.replace(/\r?\n/g, '\r\n'), 'latin1'));
  const files = existsSync(archives)
    ? readdirSync(archives, { recursive: true, encoding: 'utf8' }).sort()
    : [];
  for (const [named, border] of archiveFiles)
    for (const file of files.filter((name) => named.test(name)))
      for (const message of readFileSync(join(archives, file), 'latin1').split(border).slice(1))
        add(withBrackets(message));
  if (mails)
    for (const file of readdirSync(mails, { recursive: true, encoding: 'utf8' }).sort())
      if (/\.(?:txt|eml)$/.test(file))
        add(readFileSync(join(mails, file), 'latin1').replace(/^From .*\r?\n/, ''));
  return found;
}

/** What imapflow does not declare. */
interface Commanding {
  exec(
    command: string,
    attributes: { type: string; value: string }[],
    options: { untagged: Record<string, (response: { attributes: unknown[] }) => Promise<void>> },
  ): Promise<{ next(): void }>;
}

/** THREAD=REFS: by References and In-Reply-To alone. */
async function byDovecot(server: DovecotServer): Promise<Partition> {
  const client = await connectPlainly(server, ALICE);
  const partition: Partition = new Map();
  await client.mailboxOpen('INBOX', { readOnly: true });
  const atom = (value: string) => ({ type: 'ATOM', value });
  const response = await (client as unknown as Commanding).exec(
    'UID THREAD',
    [atom('REFS'), atom('UTF-8'), atom('ALL')],
    {
      untagged: {
        THREAD: async ({ attributes }) => {
          attributes.forEach((thread, index) => {
            for (const uid of JSON.stringify(thread).match(/\d+/g) ?? [])
              partition.set(Number(uid), `${index}`);
          });
        },
      },
    },
  );
  response.next();
  await client.logout();
  return partition;
}

function byNotmuch(directory: string, messages: Buffer[]): Partition {
  const maildir = join(directory, 'notmuch', 'cur');
  for (const name of ['cur', 'new', 'tmp']) mkdirSync(join(directory, 'notmuch', name), { recursive: true });
  messages.forEach((source, index) => {
    writeFileSync(join(maildir, `${index + 1}:2,`), source);
  });
  const config = join(directory, 'notmuchrc');
  writeFileSync(
    config,
    `[database]\npath=${join(directory, 'notmuch')}\n[user]\nname=Alice\nprimary_email=${ALICE.address}\n`,
  );
  const run = (...args: string[]) =>
    execFileSync('notmuch', args, { env: { ...process.env, NOTMUCH_CONFIG: config }, maxBuffer: 2 ** 30 });
  run('new', '--quiet');
  const threads = JSON.parse(run('show', '--format=json', '--body=false', '*').toString()) as unknown[];
  const partition: Partition = new Map();
  threads.forEach((thread, index) => {
    for (const [, uid] of JSON.stringify(thread).matchAll(/\/cur\/(\d+):2,/g))
      partition.set(Number(uid), `${index}`);
  });
  return partition;
}

/** Our conversations, and the UIDs of mails that stand in theirs by their subject. */
async function bySkein(server: DovecotServer): Promise<{ partition: Partition; bySubject: Set<number> }> {
  const running = await startEngine({
    ...ALICE,
    settings: {
      username: ALICE.address,
      imap: { host: 'localhost', port: server.ports.imaps, tls: 'implicit' },
      smtp: { host: 'localhost', port: 1, tls: 'implicit' },
      ca: server.ca.ca,
    },
  });
  const key = StoreKey.fromHex(await running.engine.exportKey());
  const db = openConnection({ path: profilePaths(running.profile).store, key, mode: 'reader' });
  const rows = db
    .prepare(
      'SELECT l.uid, m.conversation_id AS id, m.reason FROM mail_location l JOIN message m ON m.row = l.message_row',
    )
    .all() as { uid: number; id: string; reason: string }[];
  db.close();
  await running.close();
  return {
    partition: new Map(rows.map(({ uid, id }) => [uid, id])),
    bySubject: new Set(rows.filter(({ reason }) => reason.startsWith('subject')).map(({ uid }) => uid)),
  };
}

/** Pairs of messages that every one of the partitions holds together. */
function pairs(...partitions: Partition[]): number {
  const sizes = new Map<string, number>();
  for (const uid of partitions[0]?.keys() ?? []) {
    const cell = JSON.stringify(partitions.map((partition) => partition.get(uid) ?? `alone ${uid}`));
    sizes.set(cell, (sizes.get(cell) ?? 0) + 1);
  }
  return [...sizes.values()].reduce((sum, size) => sum + (size * (size - 1)) / 2, 0);
}

/** What we hold together and no other does: because of the subject, and for another reason. */
function extraPairs(ours: Partition, others: Partition[], bySubject: ReadonlySet<number>) {
  const conversations = new Map<string, number[]>();
  for (const [uid, id] of ours) conversations.set(id, [...(conversations.get(id) ?? []), uid]);
  const found: [string[], string[]] = [[], []];
  const together = (partition: Partition, a: number, b: number) =>
    partition.has(a) && partition.get(a) === partition.get(b);
  for (const uids of conversations.values()) {
    // Who came by the subject brought the answers to it along.
    const brought = (uid: number) =>
      uids.some(
        (by) => bySubject.has(by) && (by === uid || others.some((partition) => together(partition, by, uid))),
      );
    for (const a of uids)
      for (const b of uids)
        if (a < b && !others.some((partition) => together(partition, a, b)))
          found[brought(a) || brought(b) ? 0 : 1].push(`${subjectOf(a)} | ${subjectOf(b)}`);
  }
  return found;
}

const subjectOf = (uid: number) =>
  /^subject: *(.*)$/im.exec(messages[uid - 1]?.toString('latin1').split('\r\n\r\n')[0] ?? '')?.[1] ?? '';

const messages = sources();

it.skipIf(messages.length === 0 || !DovecotServer.installed())(
  `${messages.length} real mails lie in the conversations that Dovecot and notmuch agree on`,
  async () => {
    const server = await DovecotServer.start();
    try {
      const dated = messages.map((source, index) => ({ source, flags: [], date: 1.6e12 + index * 60_000 }));
      writeMaildir(server, ALICE.address, 'INBOX', dated);
      const skein = await bySkein(server);
      const dovecot = await byDovecot(server);
      const notmuch = byNotmuch(server.directory, messages);
      expect([dovecot.size, skein.partition.size]).toEqual(Array(2).fill(messages.length));
      // It leaves out what does not look like mail; such a one is alone.
      expect(notmuch.size).toBeGreaterThan(messages.length * 0.99);
      const ours = skein.partition;
      const both = pairs(dovecot, notmuch);
      const all = pairs(dovecot, notmuch, ours);
      const [bySubject, unexplained] = extraPairs(ours, [dovecot, notmuch], skein.bySubject);
      const figures = {
        messages: messages.length,
        from: [existsSync(archives) ? 'archives' : null, mails ? basename(mails) : null].filter(Boolean),
        pairs: { both, ours: pairs(ours), dovecot: pairs(dovecot), notmuch: pairs(notmuch) },
        joinedOfBoth: all / both,
        neitherJoins: unexplained.length / pairs(ours),
        subjectJoins: skein.bySubject.size,
        bySubject,
        unexplained,
      };
      console.info(JSON.stringify(figures));
      expect(figures.joinedOfBoth).toBeGreaterThanOrEqual(0.99);
      expect(figures.neitherJoins).toBeLessThan(0.001);
    } finally {
      await server.stop();
    }
  },
);
