/** The command line against real servers: one mailbox from its connection to the end of the profile. */
import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { ALICE, BOB, DovecotServer } from '#rig/dovecot.ts';
import type { GeneratedMessage } from '#rig/generate.ts';
import { ImapProbe } from '#rig/imap-probe.ts';
import { PostfixServer } from '#rig/postfix.ts';
import { seedMailbox } from '#rig/seed.ts';
import { waitFor } from '#rig/wait-for.ts';
import { prepareCli, type RunOptions, removeCli, skein, start } from './cli-fixture.ts';

const COUNT = 300;
const MARKER = 'quillwortmarker';
const FROM_LINES = 'From the top\r\n>From a quote\r\n>>From deeper\r\n From inside\r\n';
const special = (id: string, text: string) =>
  `From: Ana Ribeiro <ana@example.org>\r\nTo: ${ALICE.address}\r\nSubject: Special ${id}\r\n` +
  `Date: Sat, 21 Nov 2026 10:00:00 +0000\r\nMessage-ID: <special-${id}@example.org>\r\n\r\n${text}`;

const directory = mkdtempSync(join(tmpdir(), 'skein-cli-'));
const profile = join(directory, 'profile');
const run = (args: string[], options?: RunOptions) =>
  skein([...args, '--profile', profile], { keychain: true, ...options });

let dovecot: DovecotServer;
let postfix: PostfixServer | null = null;
let probe: ImapProbe;
let seeded: GeneratedMessage[];

beforeAll(async () => {
  await prepareCli();
  dovecot = await DovecotServer.start();
  seeded = seedMailbox(dovecot, ALICE.address, { count: COUNT });
  if (PostfixServer.usable()) postfix = await PostfixServer.start({ dovecot });
  probe = await ImapProbe.connect(dovecot, ALICE);
  await probe.create('Projects');
  await probe.append('Projects', special('marker', `A word nobody else wrote: ${MARKER}.\r\n`));
  await probe.append('Projects', special('from', FROM_LINES));
});

afterAll(async () => {
  await probe?.close();
  await postfix?.stop();
  await dovecot?.stop();
  removeCli();
  rmSync(directory, { recursive: true, force: true });
});

const MAILBOXES = ['INBOX', 'Projects', 'Archive', 'Drafts', 'Junk', 'Sent', 'Trash'];

async function sourcesOnServer(): Promise<Map<string, Buffer[]>> {
  const all = new Map<string, Buffer[]>();
  for (const mailbox of MAILBOXES) {
    const sources: Buffer[] = [];
    for (const { uid } of await probe.messages(mailbox)) sources.push((await probe.source(mailbox, uid))!);
    all.set(mailbox, sources.sort(Buffer.compare));
  }
  return all;
}

describe('connecting', () => {
  const connect = (password: string) =>
    run(
      [
        ...['account', 'add-imap', '--user', ALICE.address, '--host', 'localhost', '--ca', dovecot.ca.caFile],
        ...['--port', String(dovecot.ports.imaps), '--tls', 'implicit', '--name', 'Alice Example'],
        ...['--smtp-port', String(postfix?.ports.smtps ?? 1), '--smtp-tls', 'implicit'],
      ],
      { input: `${password}\n` },
    );

  it('tests the settings first and keeps nothing of those that do not work', async () => {
    const { status, stdout, stderr } = await connect('wrong');
    expect({ status, stdout }).toEqual({ status: 1, stdout: '' });
    expect(stderr).toContain('imap login: failed');
    expect(stderr).not.toContain('wrong\n');
    expect((await run(['account', 'list'])).lines).toEqual([]);
  });

  it.runIf(PostfixServer.usable())('connects, once', async () => {
    const { status, lines, stderr } = await connect(ALICE.password);
    expect(status, stderr).toBe(0);
    expect(lines).toMatchObject([{ address: ALICE.address, channel: 'mail' }]);
    const listed = await run(['account', 'list']);
    expect(listed.lines).toMatchObject([{ id: lines[0]?.id, address: ALICE.address, name: 'Alice Example' }]);
    const again = await connect(ALICE.password);
    expect(again.status).toBe(1);
    expect(again.stderr).toContain('connected already');
  });
});

// The connection test includes the way out, which takes a Postfix.
describe.runIf(PostfixServer.usable())('a connected mailbox', () => {
  it('syncs to the end and says how far it is', async () => {
    const { status, lines, stderr } = await run(['sync', '--once']);
    expect(status, stderr).toBe(0);
    expect(lines.length).toBeGreaterThan(2);
    expect(lines.at(-2)).toMatchObject({ account: ALICE.address, state: 'idle' });
    expect(lines.at(-1)).toMatchObject({ accounts: 1, synced: COUNT + 2, total: COUNT + 2, failed: 0 });
  });

  it('has in every mailbox what the server has', async () => {
    const { lines } = await run(['mailboxes']);
    const here = Object.fromEntries(lines.map(({ path, synced, total }) => [path, { synced, total }]));
    expect(Object.keys(here).sort()).toEqual([...MAILBOXES].sort());
    for (const mailbox of MAILBOXES) {
      const there = (await probe.messages(mailbox)).length;
      expect(here[mailbox], mailbox).toEqual({ synced: there, total: there });
    }
  });

  it('has every message in exactly one thread, answers with what they answer', async () => {
    const { lines } = await run(['threads']);
    const threads = lines.map(({ messages }) =>
      (messages as { messageId: string }[]).map((m) => m.messageId),
    );
    const ids = [
      ...seeded.map((m) => m.messageId),
      '<special-marker@example.org>',
      '<special-from@example.org>',
    ];
    expect(threads.flat().sort()).toEqual(ids.sort());
    const answer = seeded.find(({ source }) => source.includes('\r\nIn-Reply-To: '))!;
    const parent = /In-Reply-To: (<.*?>)/.exec(answer.source.toString())![1]!;
    expect(threads.find((thread) => thread.includes(answer.messageId))).toContain(parent);
    expect(lines[0]).toMatchObject({
      id: expect.any(String),
      subject: expect.any(String),
      participants: [{ address: expect.stringContaining('@') }],
    });
    const times = lines.map(({ messages }) => (messages as { date: string }[]).at(-1)!.date);
    expect(times).toEqual([...times].sort().reverse());
    const limited = await run(['threads', '--mailbox', 'projects', '--limit', '1']);
    expect(limited.lines).toHaveLength(1);
    expect((await run(['threads', '--mailbox', 'nowhere'])).status).toBe(1);
  });

  it('finds a word and shows the message and its thread', async () => {
    const { lines } = await run(['search', MARKER]);
    expect(lines).toMatchObject([
      {
        messageId: '<special-marker@example.org>',
        subject: 'Special marker',
        date: '2026-11-21T10:00:00.000Z',
      },
      { total: 1, tookMs: expect.any(Number) },
    ]);
    const { id, threadId } = lines[0] as { id: string; threadId: string };
    const message = await run(['show', id]);
    expect(message.lines).toMatchObject([{ kind: 'message', id, threadId, mailboxes: ['Projects'] }]);
    expect(message.lines[0]?.text).toContain(MARKER);
    const thread = await run(['show', threadId]);
    expect(thread.lines[0]).toMatchObject({ kind: 'thread', id: threadId });
    expect(JSON.stringify(thread.lines[0]?.messages)).toContain(id);
    expect((await run(['show', 'no-such-id'])).status).toBe(1);
    expect((await run(['search', 'zyzzyvaword'])).lines).toEqual([{ total: 0, tookMs: expect.any(Number) }]);
  });

  it('sends a mail that arrives once, and tells of one that is refused', async () => {
    const file = join(directory, 'note.txt');
    writeFileSync(file, 'What was attached.\n');
    const { status, lines, stderr } = await run(
      [
        ...['send', '--from', ALICE.address, '--to', BOB.address, '--subject', 'From the terminal'],
        ...['--attach', file],
      ],
      { input: 'Dear Bob,\nhere it is.\n' },
    );
    expect(status, stderr).toBe(0);
    expect(lines).toMatchObject([{ state: 'sent', error: null }]);
    const bob = await ImapProbe.connect(dovecot, BOB);
    try {
      const arrived = () => bob.messages('INBOX');
      await waitFor('the mail to arrive', async () => (await arrived()).length > 0);
      const refused = await run(
        ['send', '--from', ALICE.address, '--to', 'unknown@example.test', '--subject', 'Nobody'],
        { input: 'Hello?\n' },
      );
      expect(refused.status).toBe(1);
      expect(refused.lines).toMatchObject([{ state: 'failed', error: { code: 'server-refused' } }]);
      expect((await run(['outbox'])).lines).toMatchObject([
        { state: 'failed', messageId: refused.lines[0]?.id },
      ]);
      await run(['sync', '--once']);
      expect((await arrived()).map((m) => m.messageId)).toEqual([lines[0]?.messageId]);
      const source = (await bob.source('INBOX', 1))!.toString();
      expect(source).toContain('here it is.');
      expect(source).toContain(Buffer.from('What was attached.\n').toString('base64'));
      expect(await probe.messages('Sent')).toMatchObject([{ messageId: lines[0]?.messageId }]);
    } finally {
      await bob.close();
    }
    await eraseFound('subject:Nobody');
  });

  it('sends nothing to an address that is none, and leaves no draft of it', async () => {
    const { status, stderr } = await run([
      'send',
      '--from',
      ALICE.address,
      '--to',
      'nowhere',
      '--subject',
      'x',
    ]);
    expect(status, stderr).toBe(1);
    expect((await run(['outbox'])).lines).toEqual([]);
  });

  async function eraseFound(query: string): Promise<void> {
    for (const { id } of (await run(['search', query])).lines.slice(0, -1))
      expect((await run(['erase', 'message', String(id), '--yes'])).status).toBe(0);
  }

  it.each([['mbox'], ['eml']] as const)(
    'exports %s that holds every source byte for byte',
    async (format) => {
      const out = join(directory, format);
      const { status, lines, stderr } = await run(['export', '--format', format, '--out', out]);
      expect(status, stderr).toBe(0);
      const server = await sourcesOnServer();
      expect(lines).toMatchObject([{ format, messages: [...server.values()].flat().length, missing: 0 }]);
      for (const [mailbox, sources] of server) {
        const exported = (format === 'mbox' ? readMbox : readFolder)(join(out, ALICE.address, mailbox));
        expect(exported.length, mailbox).toBe(sources.length);
        for (const [index, source] of exported.sort(Buffer.compare).entries())
          expect(source.equals(sources[index]!), `${mailbox} ${index}`).toBe(true);
      }
      const again = await run(['export', '--format', format, '--out', out]);
      expect(again.status).toBe(1);
      expect(again.stderr).toContain('left as it is');
    },
  );

  it('exports JSON with a line for each message', async () => {
    const out = join(directory, 'jsonl');
    expect((await run(['export', '--format', 'jsonl', '--out', out])).status).toBe(0);
    const records = readFileSync(join(out, 'messages.jsonl'), 'utf8').trimEnd().split('\n');
    expect(records).toHaveLength(COUNT + 3);
    const marked = records.map((line) => JSON.parse(line)).filter(({ text }) => text.includes(MARKER));
    expect(marked).toMatchObject([{ messageId: '<special-marker@example.org>', mailboxes: ['Projects'] }]);
  });

  it('is encrypted, sound and says so', async () => {
    const { status, lines, stderr } = await run(['doctor']);
    expect(status, stderr).toBe(0);
    expect(lines).toMatchObject([{ encrypted: true, integrity: 'ok', messages: COUNT + 3, electron: null }]);
  });

  it('erases a message for good: a sync does not bring it back', async () => {
    const [hit] = (await run(['search', MARKER])).lines;
    const id = String(hit?.id);
    const unconfirmed = await run(['erase', 'message', id]);
    expect(unconfirmed.status).toBe(2);
    expect(unconfirmed.stderr).toContain('1 email');
    expect((await run(['search', MARKER])).lines.at(-1)).toMatchObject({ total: 1 });
    const { status, lines, stderr } = await run(['erase', 'message', id, '--yes']);
    expect(status, stderr).toBe(0);
    expect(lines).toMatchObject([{ messages: 1, verified: expect.arrayContaining([expect.any(String)]) }]);
    await run(['sync', '--once']);
    expect((await run(['search', MARKER])).lines).toMatchObject([{ total: 0 }]);
    expect((await run(['show', id])).status).toBe(1);
    expect((await run(['erase', 'message', id, '--yes'])).status).toBe(1);
    const out = join(directory, 'after');
    await run(['export', '--format', 'jsonl', '--out', out]);
    expect(readFileSync(join(out, 'messages.jsonl'), 'utf8')).not.toContain(MARKER);
  });

  it('syncs until it is stopped, and keeps others out of the profile meanwhile', async () => {
    const child = start(['sync', '--profile', profile], { keychain: true });
    const printed: string[] = [];
    child.stdout.setEncoding('utf8');
    child.stdout.on('data', (text: string) => printed.push(text));
    const ended = new Promise<number | null>((resolve) => child.on('close', resolve));
    await waitFor('the first sync to end', () => printed.join('').includes('"idle"'));
    const other = await run(['mailboxes']);
    expect({ status: other.status, stdout: other.stdout }).toEqual({ status: 1, stdout: '' });
    expect(other.stderr).toContain('Another Skein uses this profile');
    await probe.append('INBOX', special('late', 'Came while it was watched.\r\n'));
    // The erased message is still on the server and counts there.
    const inLine = { state: 'idle', done: COUNT + 4, total: COUNT + 4 };
    await waitFor('the new message to be fetched', () =>
      wholeLines(printed.join('')).some((line) =>
        Object.entries(inLine).every(([key, is]) => line[key] === is),
      ),
    );
    child.kill('SIGTERM');
    expect(await ended).toBe(0);
    const last = JSON.parse(printed.join('').trimEnd().split('\n').at(-1)!);
    expect(last).toMatchObject({ accounts: 1, failed: 0 });
    expect((await run(['search', 'subject:late'])).lines.at(-1)).toMatchObject({ total: 1 });
  });

  it('removes an account with what was fetched from it', async () => {
    const { status, lines, stderr } = await run(['account', 'remove', ALICE.address]);
    expect(status, stderr).toBe(0);
    expect(lines).toMatchObject([{ accounts: [ALICE.address], messages: COUNT + 3 }]);
    expect((await run(['account', 'list'])).lines).toEqual([]);
    expect((await run(['threads'])).lines).toEqual([]);
    expect(await probe.messages('INBOX')).toHaveLength(COUNT + 1);
  });
});

describe('the end', () => {
  it('erases everything and leaves nothing of the profile', async () => {
    const { status, lines, stderr } = await run(['erase', 'everything', '--yes']);
    expect(status, stderr).toBe(0);
    expect(lines).toHaveLength(1);
    expect(readdirSync(profile)).toEqual([]);
  });
});

function wholeLines(text: string): Record<string, unknown>[] {
  return text
    .split('\n')
    .slice(0, -1)
    .map((line) => JSON.parse(line));
}

/** Reads mboxrd back: entries begin with `From ` after an empty line, one `>` comes off quoted lines. */
function readMbox(path: string): Buffer[] {
  let text: string;
  try {
    text = readFileSync(`${path}.mbox`, 'latin1');
  } catch {
    return [];
  }
  return text
    .split(/(?:^|(?<=\n)\n)From [^\n]*\n/)
    .slice(1)
    .map((entry, index, all) => (index === all.length - 1 ? entry.replace(/\n$/, '') : entry))
    .map((entry) => Buffer.from(entry.replace(/^>(>*From )/gm, '$1'), 'latin1'));
}

function readFolder(path: string): Buffer[] {
  try {
    return readdirSync(path).map((name) => readFileSync(join(path, name)));
  } catch {
    return [];
  }
}
