import { mkdirSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { TypedError } from '#shared/errors/typed-error.ts';
import { FROM, ImportEngine, letter } from './support/engine.ts';

let engine: ImportEngine;
beforeEach(() => {
  engine = new ImportEngine();
});
afterEach(() => engine.remove());

function write(path: string, content: string | Buffer): string {
  const whole = join(engine.directory, path);
  mkdirSync(dirname(whole), { recursive: true });
  writeFileSync(whole, typeof content === 'string' ? Buffer.from(content, 'latin1') : content);
  return whole;
}

const mbox = (...letters: string[]) => letters.map((one) => `${FROM}${one}\n`).join('');

describe('what is imported', () => {
  it('takes read, starred and the mailbox from every kind of file', async () => {
    write(
      'mail/Lists.mbox',
      mbox(letter('plain'), letter('open', 'Status: O\n'), letter('star', 'X-Status: F\n')),
    );
    write(
      'mail/Inbox',
      mbox(`X-Mozilla-Status: 0004\n${letter('moz')}`, `X-Mozilla-Status: 0009\n${letter('cut')}`),
    );
    write('mail/Inbox.msf', 'an index\n');
    write('mail/Inbox.sbd/Deeper', mbox(letter('deep')));
    write('mail/Maildir/cur/1:2,FS', letter('seen'));
    write('mail/Maildir/cur/2:2,', letter('unseen'));
    write('mail/Maildir/new/3', letter('new'));
    write('mail/Maildir/.Sent.2025/cur/4:2,S', letter('maildir sent'));
    write('mail/Maildir/tmp/5', letter('half'));
    write('mail/Apple.mbox/mbox', mbox(letter('apple')));
    const emlx = letter('emlx');
    write(
      'mail/New.mbox/7A3C0000-0000-4000-8000-000000000000/Data/1/Messages/1.emlx',
      `${emlx.length}\n${emlx}<plist><dict><key>flags</key><integer>16</integer></dict></plist>`,
    );
    write('mail/letters/one.eml', letter('one'));
    write('mail/notes.txt', 'Buy bread.\n');
    const state = await engine.import(join(engine.directory, 'mail'));
    expect(state).toMatchObject({ state: 'done', added: 12, known: 0, leftOut: 0, error: null });
    expect(engine.shown()).toEqual({
      plain: { mailboxes: 'Lists', place: 'archive', unread: 0, starred: 0 },
      open: { mailboxes: 'Lists', place: 'archive', unread: 1, starred: 0 },
      star: { mailboxes: 'Lists', place: 'archive', unread: 0, starred: 1 },
      moz: { mailboxes: 'Inbox', place: 'inbox', unread: 1, starred: 1 },
      deep: { mailboxes: 'Inbox/Deeper', place: 'archive', unread: 0, starred: 0 },
      seen: { mailboxes: 'Maildir', place: 'archive', unread: 0, starred: 1 },
      unseen: { mailboxes: 'Maildir', place: 'archive', unread: 1, starred: 0 },
      new: { mailboxes: 'Maildir', place: 'archive', unread: 1, starred: 0 },
      'maildir sent': { mailboxes: 'Maildir/Sent/2025', place: 'archive', unread: 0, starred: 0 },
      apple: { mailboxes: 'Apple', place: 'archive', unread: 0, starred: 0 },
      emlx: { mailboxes: 'New', place: 'archive', unread: 1, starred: 1 },
      one: { mailboxes: 'letters', place: 'archive', unread: 0, starred: 0 },
    });
  });

  it('makes labels of the tags of Thunderbird', async () => {
    const keys = 'X-Mozilla-Status: 0001\nX-Mozilla-Keys: $label1 Site_visits NonJunk \\Deleted  \n';
    await engine.import(write('Tagged', mbox(`${keys}${letter('tagged')}`, letter('plain'))));
    const labels = engine.db
      .prepare('SELECT name FROM message_label JOIN label ON label.id = label_id ORDER BY name')
      .pluck()
      .all();
    expect(labels).toEqual(['Important', 'Site visits']);
  });

  it('makes mailboxes of the labels of Google Takeout', async () => {
    const file = write(
      'All mail.mbox',
      mbox(
        `X-GM-THRID: 1\nX-Gmail-Labels: Inbox,Unread,Category Updates\n${letter('in')}`,
        `X-GM-THRID: 1\nX-Gmail-Labels: Sent,Opened\n${letter('out')}`,
        `X-GM-THRID: 1\nX-Gmail-Labels: =?UTF-8?Q?B=C3=BCro?=,"Taxes, old",Starred\n${letter('both')}`,
        `X-GM-THRID: 1\nX-Gmail-Labels: Archived,Opened\n${letter('bare')}`,
        // By a sender, below what the servers on its way wrote.
        `${'Received: from a by b\n'.repeat(6)}X-Mozilla-Status: 0008\n${letter('forged', 'X-Gmail-Labels: Bank\n')}`,
      ),
    );
    await engine.import(file);
    expect(engine.shown()).toEqual({
      in: { mailboxes: 'Inbox', place: 'inbox', unread: 1, starred: 0 },
      out: { mailboxes: 'Sent', place: 'sent', unread: 0, starred: 0 },
      both: { mailboxes: 'Büro, Taxes, old', place: 'archive', unread: 0, starred: 1 },
      bare: { mailboxes: 'Archive', place: 'archive', unread: 0, starred: 0 },
      forged: { mailboxes: 'All mail', place: 'archive', unread: 0, starred: 0 },
    });
    expect(engine.db.prepare("SELECT from_me FROM message WHERE subject = 'out'").pluck().get()).toBe(1);
  });

  it('counts what it leaves out and says where it is, and goes on', async () => {
    const before = `${FROM}${letter('first')}\n`;
    const file = write('box.mbox', `${before}${FROM}\n\n${FROM}${letter('last')}\n`);
    const gone = join(engine.directory, 'nowhere.mbox');
    const state = await engine.import(file, gone, write('photo.png', 'PNG'));
    expect(state).toMatchObject({ state: 'done', added: 2, leftOut: 3 });
    expect(state.problems).toEqual(
      expect.arrayContaining([
        { file, offset: before.length, reason: 'empty' },
        { file: gone, offset: 0, reason: 'unreadable' },
        expect.objectContaining({ reason: 'not-mail' }),
      ]),
    );
  });

  it('says so when there is no mail', async () => {
    const state = await engine.import(write('photo.png', 'PNG'));
    expect(state).toMatchObject({ state: 'failed', error: { code: 'import-nothing' } });
  });
});

describe('again', () => {
  it('brings nothing twice, and what the user did with it stands', async () => {
    const nameless = letter('nameless').replace(/Message-ID: .*\n/, '');
    const file = write(
      'box.mbox',
      mbox(letter('one'), letter('two'), letter('one'), nameless, letter('one', '', 'x\n')),
    );
    expect(await engine.import(file)).toMatchObject({ added: 4, known: 1 });
    engine.db.prepare("UPDATE message SET place = 'trash' WHERE subject = 'two'").run();
    engine.db.exec(`INSERT INTO action (id, group_id, kind, account_id, lane, title, payload, state, created_at)
      SELECT 'a', 'a', 'mail.move', account_id, '', '', '{}', 'done', 0 FROM message LIMIT 1;
      INSERT INTO action_message (message_row, action_id, place, was_place, was_unread, was_starred)
      SELECT row, 'a', 'trash', 'archive', 0, 0 FROM message WHERE subject = 'two'`);
    const copy = write('copy.mbox', mbox(letter('one'), letter('two')));
    expect(await engine.import(file)).toMatchObject({ state: 'done', added: 0, known: 5 });
    expect(await engine.import(copy)).toMatchObject({ added: 0, known: 2 });
    expect(engine.shown()).toMatchObject({ two: { mailboxes: 'box', place: 'trash' } });
    expect(engine.db.prepare("SELECT count(*) FROM mailbox WHERE path = 'copy'").pluck().get()).toBe(1);
  });

  it('leaves erased what was erased', async () => {
    const { recordErased } = await import('#engine/store/erased.ts');
    const { deleteMessages } = await import('#engine/privacy/delete-messages.ts');
    const { runCommand } = await import('#engine/store/transaction.ts');
    const file = write('box.mbox', mbox(letter('one'), letter('two')));
    await engine.import(file);
    const row = engine.db.prepare("SELECT row FROM message WHERE subject = 'two'").pluck().get() as number;
    runCommand(
      engine.db,
      (tx) => {
        recordErased(tx, row);
        deleteMessages(tx, [row]);
      },
      undefined,
    );
    expect(await engine.import(file)).toMatchObject({ added: 0, known: 1, erased: 1 });
    expect(Object.keys(engine.shown())).toEqual(['one']);
  });

  it.each([
    ['stopped', 0],
    ['stopped', 1],
    ['killed', 0],
    ['killed', 2],
  ])('goes on when it was %s at batch %i, each message once', async (end, at) => {
    const letters = Array.from({ length: 80 }, (_, i) => letter(`m${i}`));
    write('mail/big', mbox(...letters));
    write('mail/small', mbox(letter('late')));
    engine.beforeBatch = (written) => {
      if (end === 'stopped' && written === at) void engine.imports.close();
      if (end === 'killed' && written >= at) throw new TypedError('killed', 'The process ended.', '');
    };
    const cut = await engine.import(join(engine.directory, 'mail'));
    expect(cut.added).toBeLessThan(81);
    engine.beforeBatch = () => {};
    // A process that was killed has not noted that it ended.
    if (end === 'killed') engine.db.exec("UPDATE import_job SET state = 'running'");
    await engine.another().recover();
    await engine.imports.idle();
    expect(await engine.imports.state()).toMatchObject({ state: 'done', added: 81, known: 0, leftOut: 0 });
    expect(engine.db.prepare('SELECT count(*) FROM message').pluck().get()).toBe(81);
  });
});

describe('there and back', () => {
  const odd = [
    letter('lf'),
    letter('crlf').replaceAll('\n', '\r\n'),
    letter('from', '', 'From here\n>From there\n>>From everywhere\n\nFrom a@b Sun Nov 22 09:00:00 2026\n'),
    letter('no end', '', 'cut'),
    letter('many ends', '', 'x\n\n\n\n'),
    letter('crlf ends', '', 'x\r\n\r\n'),
    letter('cr', '', 'x\r'),
    letter('bytes', '', '\0\x01\xff\xfe\x80 8 bit \0\n'),
    letter('large', '', `${'y'.repeat(99)}\nFrom the middle\n`.repeat(4000)),
    letter('larger than what is kept of a source at first', '', `${'z'.repeat(999)}\nFrom it\n`.repeat(2500)),
  ];

  it.each(['mbox', 'eml'] as const)('gives back the same bytes from %s', async (format) => {
    for (const [index, source] of odd.entries()) write(`in/${index}.eml`, source);
    await engine.import(join(engine.directory, 'in'));
    const before = await engine.sources();
    expect(before).toEqual([...odd].sort());
    const out = join(engine.directory, 'out');
    expect(await engine.export(format, out)).toMatchObject({ messages: odd.length, missing: 0 });
    const second = new ImportEngine();
    try {
      expect(await second.import(out)).toMatchObject({ state: 'done', added: odd.length, leftOut: 0 });
      expect(await second.sources()).toEqual(before);
    } finally {
      second.remove();
    }
  });

  it('writes only what was asked for', async () => {
    await engine.import(
      write('a.mbox', mbox(letter('one'), letter('two'))),
      write('b.mbox', mbox(letter('one'))),
    );
    const id = (sql: string) => engine.db.prepare(sql).pluck().get() as string;
    const scopes = [
      [{ kind: 'mailbox', id: id("SELECT id FROM mailbox WHERE path = 'b'") }, 1, 1],
      [{ kind: 'account', id: id("SELECT id FROM account WHERE provider = 'local'") }, 2, 2],
      [{ kind: 'view', view: 'archive' }, 2, 2],
      [{ kind: 'view', view: 'starred' }, 0, 0],
      [{ kind: 'threads', ids: [id("SELECT thread_id FROM message WHERE subject = 'two'")] }, 1, 1],
    ] as const;
    for (const [index, [scope, messages, files]] of scopes.entries()) {
      const out = join(engine.directory, `out-${index}`);
      expect(await engine.export('mbox', out, scope as never)).toMatchObject({ messages, files });
    }
  });
});
