/** Commands that read and write files and need no server; most need no profile either. */
import { mkdirSync, mkdtempSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { prepareCli, removeCli, skein, start } from './cli-fixture.ts';

const directory = mkdtempSync(join(tmpdir(), 'skein-cli-files-'));
const message = (subject: string, body: string, type = 'text/plain; charset=utf-8') =>
  `From: Ana Ribeiro <ana@example.org>\r\nTo: bob@example.test\r\nSubject: ${subject}\r\n` +
  `Date: Sun, 22 Nov 2026 10:00:00 +0100\r\nMessage-ID: <${subject}@example.org>\r\nContent-Type: ${type}\r\n\r\n${body}`;

beforeAll(async () => {
  await prepareCli();
  mkdirSync(join(directory, 'box', 'deeper'), { recursive: true });
  writeFileSync(join(directory, 'box', '1.eml'), message('one', 'First.\r\n'));
  writeFileSync(join(directory, 'box', '2-empty.eml'), '');
  writeFileSync(join(directory, 'box', '.hidden'), message('hidden', 'Not read.\r\n'));
  writeFileSync(join(directory, 'box', 'deeper', '3.eml'), message('three', 'Third.\r\n'));
});
afterAll(() => {
  removeCli();
  rmSync(directory, { recursive: true, force: true });
});

describe('parse', () => {
  it('prints a line for each message of a directory in order, and goes on after one that is none', async () => {
    const { status, lines, stderr } = await skein(['parse', join(directory, 'box')], { passphrase: null });
    expect(status, stderr).toBe(0);
    expect(lines.map((line) => line.file)).toEqual(
      ['1.eml', '2-empty.eml', 'deeper/3.eml'].map((name) => join(directory, 'box', name)),
    );
    expect(lines[0]).toMatchObject({
      messageId: '<one@example.org>',
      subject: 'one',
      from: [{ name: 'Ana Ribeiro', address: 'ana@example.org' }],
      date: '2026-11-22T09:00:00.000Z',
      html: null,
      inReplyTo: null,
      attachments: [],
    });
    expect(String(lines[0]?.text).trim()).toBe('First.');
    expect(lines[1]).toMatchObject({ error: { code: 'source-empty' } });
  });

  it('reads standard input', async () => {
    const { status, lines, stderr } = await skein(['parse'], {
      input: message('piped', 'Hi.\r\n'),
      passphrase: null,
    });
    expect(status, stderr).toBe(0);
    expect(lines).toMatchObject([{ file: '-', subject: 'piped' }]);
  });

  it('fails for a file that is not there, and still prints the others', async () => {
    const good = join(directory, 'box', '1.eml');
    const { status, lines, stderr } = await skein(['parse', join(directory, 'nothing.eml'), good], {
      passphrase: null,
    });
    expect(status, stderr).toBe(1);
    expect(lines).toMatchObject([{ error: { code: 'file-unreadable' } }, { file: good, subject: 'one' }]);
  });

  it('ends quietly when nobody reads on', async () => {
    const many = join(directory, 'many');
    mkdirSync(many);
    const long = 'A line of text that fills a pipe before long.\r\n'.repeat(2000);
    for (let i = 0; i < 40; i++) writeFileSync(join(many, `${i}.eml`), message(`m${i}`, long));
    const child = start(['parse', many], { passphrase: null });
    let stderr = '';
    child.stderr.on('data', (text) => {
      stderr += text;
    });
    child.stdout.once('data', () => child.stdout.destroy());
    const status = await new Promise((resolve) => child.on('close', resolve));
    expect({ status, stderr }).toEqual({ status: 0, stderr: '' });
  });
});

describe('render and visible', () => {
  it('prints the document of the reading frame, without what may not be in it', async () => {
    const html =
      '<!doctype html><p>Hello</p><script>alert(1)</script><img src="https://example.net/pixel.gif">';
    const input = message('html', html, 'text/html; charset=utf-8');
    const { status, stdout, stderr } = await skein(['render'], { input, passphrase: null });
    expect(status, stderr).toBe(0);
    expect(stdout).toMatch(/^<!doctype html>/i);
    expect(stdout).toContain('Hello');
    expect(stdout).toContain('Content-Security-Policy');
    expect(stdout).not.toMatch(/alert|pixel\.gif/);
  });

  it('says so when there is no HTML', async () => {
    const { status, stdout, stderr } = await skein(['render', join(directory, 'box', '1.eml')]);
    expect({ status, stdout }).toEqual({ status: 1, stdout: '' });
    expect(stderr).toContain('no HTML');
  });

  it('folds quotes and signatures', async () => {
    const input = message('re', 'Yes.\r\n\r\nOn 3 May 2026, Bob wrote:\r\n> Shall we?\r\n');
    const { lines } = await skein(['visible'], { input, passphrase: null });
    expect(lines).toMatchObject([{ file: '-', visible: 'Yes.', folded: [{ kind: 'quote' }] }]);
  });
});

describe('import and export', () => {
  it('bring mail in once, and give back every byte', async () => {
    const profile = ['--profile', join(directory, 'imported')];
    const box = join(directory, 'old.mbox');
    const odd = 'From: a@example.org\nSubject: odd\n\nFrom here\n>From there\n\0\xff no end';
    writeFileSync(box, Buffer.from(`From a@example.org Sun Nov 22 09:00:00 2026\n\n\n`, 'latin1'));
    writeFileSync(join(directory, 'box', 'odd.eml'), Buffer.from(odd, 'latin1'));
    const first = await skein(['import', join(directory, 'box'), box, ...profile]);
    expect(first.status, first.stderr).toBe(1);
    expect(first.lines).toMatchObject([
      {
        state: 'done',
        added: 3,
        known: 0,
        leftOut: 1,
        problems: [{ file: box, offset: 0, reason: 'empty' }],
      },
    ]);
    const out = join(directory, 'out');
    const exported = await skein(['export', '--format', 'mbox', '--out', out, ...profile]);
    expect(exported.lines, exported.stderr).toMatchObject([{ messages: 3, files: 2 }]);
    const again = await skein(['import', out, ...profile]);
    expect(again.lines, again.stderr).toMatchObject([{ state: 'done', added: 0, known: 3, leftOut: 0 }]);
  });
});

describe('segments', () => {
  it('counts', async () => {
    const { lines } = await skein(['segments', 'Grüße €'], { passphrase: null });
    expect(lines).toEqual([{ encoding: 'GSM-7', segments: 1, unitsLeft: 152 }]);
    const cyrillic = await skein(['segments', 'Привет'], { passphrase: null });
    expect(cyrillic.lines).toEqual([{ encoding: 'UCS-2', segments: 1, unitsLeft: 64 }]);
  });
});

describe('wrong use', () => {
  it.each([
    [[]],
    [['nonsense']],
    [['toString']],
    [['segments']],
    [['import']],
    [['segments', 'one', 'two']],
    [['parse', '--nonsense']],
    [['threads', '--limit', 'many']],
    [['export', '--format', 'pst', '--out', 'x']],
    [['export', '--format', 'mbox']],
    [['account', 'add-imap', '--host', 'localhost']],
    [['erase', 'thread']],
    [['erase', 'planet', 'earth']],
    [['send', '--from', 'ana@example.org']],
  ])('%j ends with 2, prints nothing and explains itself', async (args) => {
    const profile = join(directory, 'never-made');
    const { status, stdout, stderr } = await skein([
      ...args,
      ...(args.length > 0 ? ['--profile', profile] : []),
    ]);
    expect({ status, stdout }).toEqual({ status: 2, stdout: '' });
    expect(stderr).toContain('sage');
    expect(readdirSync(directory)).not.toContain('never-made');
  });

  it('says what to do where there is neither keychain nor passphrase', async () => {
    const profile = join(directory, 'locked');
    const { status, stdout, stderr } = await skein(['mailboxes', '--profile', profile], { passphrase: null });
    expect({ status, stdout }).toEqual({ status: 1, stdout: '' });
    expect(stderr).toContain('SKEIN_PASSPHRASE');
  });
});
