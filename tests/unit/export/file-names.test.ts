import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { fileName, UniqueNames } from '#engine/export/file-names.ts';
import { MailFolders } from '#engine/export/folders.ts';
import type { ExportedMessage } from '#engine/export/pages.ts';

const message = (mailboxes: ExportedMessage['mailboxes']): ExportedMessage => ({
  ...{ row: 1, id: 'm1', channel: 'mail', accountId: 'a1', account: 'ana@example.org', date: 0 },
  ...{ place: 'inbox', sender: 'bob@example.org', complete: true, mailboxes },
});

describe('fileName', () => {
  it('is one harmless part of a path, whatever it is made of', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary', maxLength: 200 }), (name) => {
        const safe = fileName(name);
        expect(safe).not.toBe('');
        expect(safe).not.toMatch(/[/\\:*?"<>|\p{Cc}\p{Cf}]|^\.|[. ]$/u);
        expect(Buffer.byteLength(safe)).toBeLessThan(240);
      }),
    );
  });

  it.each([
    ['Projects 2026', 'Projects 2026'],
    ['..', '_'],
    ['../../etc/passwd', '_.._etc_passwd'],
    ['.hidden', 'hidden'],
    ['con', '_con'],
    ['Entwürfe', 'Entwürfe'],
    ['report\u202egpj.exe', 'reportgpj.exe'],
  ])('%j is %j', (name, safe) => {
    expect(fileName(name)).toBe(safe);
  });
});

describe('UniqueNames', () => {
  it('gives different keys different names, also where case does not count', () => {
    const names = new UniqueNames();
    expect(names.of('1', 'Work')).toBe('Work');
    expect(names.of('2', 'work')).toBe('work (2)');
    expect(names.of('1', 'Work')).toBe('Work');
  });
});

describe('MailFolders', () => {
  it('keeps the tree of mailboxes and never leaves the folder of the account', () => {
    const folders = new MailFolders();
    const paths = folders.of(
      message([
        { id: 'b1', path: 'Work/2026', delimiter: '/' },
        { id: 'b2', path: 'INBOX.Sub', delimiter: '.' },
        { id: 'b3', path: '../../x', delimiter: '/' },
        { id: 'b4', path: 'Work.mbox/y', delimiter: '/' },
        { id: 'b5', path: 'flat', delimiter: '' },
      ]),
    );
    expect(paths).toEqual([
      'ana@example.org/Work/2026',
      'ana@example.org/INBOX/Sub',
      'ana@example.org/_/_/x',
      'ana@example.org/Work_mbox/y',
      'ana@example.org/flat',
    ]);
  });

  it('has a place for what no server has', () => {
    expect(new MailFolders().of(message([]))).toEqual(['ana@example.org/on this computer/inbox']);
  });
});
