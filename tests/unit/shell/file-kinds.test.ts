import { describe, expect, it } from 'vitest';
import { openingOf, openingOfBytes, previewOf } from '#shared/files/file-kinds.ts';
import { fileEnding, safeFileName } from '#shared/files/file-names.ts';

const bytes = (text: string) => Uint8Array.from(Buffer.from(text, 'latin1'));

describe('a sender’s file name', () => {
  it.each([
    ['report.pdf', 'report.pdf'],
    ['../../.bashrc', 'bashrc'],
    ['C:\\Users\\x\\plan.docx', 'plan.docx'],
    ['/etc/passwd', 'passwd'],
    ['invoice\u202Efdp.exe', 'invoicefdp.exe'],
    ['a\u0000b\n.txt', 'ab.txt'],
    ['con.txt', '_con.txt'],
    ['trailing.exe. . ', 'trailing.exe'],
    ['what? "why"|<b>.txt', 'what_ _why___b_.txt'],
    ['', 'attachment'],
    ['...', 'attachment'],
    ['.pdf', 'pdf'],
    [`${'x'.repeat(300)}.jpeg`, `${'x'.repeat(60)}.jpeg`],
  ])('%j becomes %j', (name, safe) => {
    expect(safeFileName(name)).toBe(safe);
  });

  it('shows its real ending', () => {
    expect(fileEnding('photo.jpg.EXE ')).toBe('exe');
    expect(fileEnding('README')).toBe('');
  });
});

describe('what may be opened', () => {
  it.each([
    ['plan.pdf', 'open'],
    ['photo.JPEG', 'open'],
    ['table.xlsx', 'open'],
    ['archive.zip', 'open'],
    ['table.xlsm', 'dangerous'],
    ['page.html', 'dangerous'],
    ['drawing.svg', 'dangerous'],
    ['setup.exe', 'dangerous'],
    ['photo.jpg.lnk', 'dangerous'],
    ['x.desktop', 'dangerous'],
    ['x.pdf.', 'open'],
    ['README', 'save-only'],
    ['data.xyz', 'save-only'],
  ])('%s: %s', (name, opening) => {
    expect(openingOf(name)).toBe(opening);
  });

  it.each(['MZ\x90', '\x7fELF', '#!/bin/sh', '\xca\xfe\xba\xbe', '\n[Desktop Entry]\nExec=x'])(
    'a program under the name of a picture stays one: %j',
    (start) => {
      expect(openingOfBytes('photo.png', bytes(start))).toBe('dangerous');
      expect(openingOfBytes('photo.png', bytes('\x89PNG'))).toBe('open');
    },
  );
});

describe('what is shown in the window', () => {
  it.each([
    ['a.png', 'image/png', 'image'],
    ['a.bin', 'image/jpeg', 'image'],
    ['a.jpg', 'application/octet-stream', 'image'],
    ['a.svg', 'image/svg+xml', 'none'],
    ['a.svg', 'application/octet-stream', 'none'],
    ['a.txt', 'text/plain; charset=utf-8', 'text'],
    ['a.csv', '', 'text'],
    ['a.html', 'text/html', 'none'],
    ['a.png', 'text/html', 'none'],
    ['a', 'application/pdf', 'pdf'],
    ['a.pdf', 'application/octet-stream', 'pdf'],
    ['a.pdf', 'text/html', 'none'],
  ])('%s of type %j: %s', (name, type, kind) => {
    expect(previewOf(name, type).kind).toBe(kind);
  });
});
