import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { mboxEntry, quoteFromLines } from '#engine/export/mbox.ts';

/** Takes the quoting away again, as a reader of mboxrd does. */
const unquote = (quoted: Buffer) =>
  Buffer.from(quoted.toString('latin1').replace(/^>(>*From )/gm, '$1'), 'latin1');

const pieces = fc.constantFrom('From ', '>', '>>', '\n', '\r\n', ' ', 'From', 'x', 'From: ', '\u00ff');
const sources = fc.array(pieces, { maxLength: 40 }).map((parts) => Buffer.from(parts.join(''), 'latin1'));

describe('quoteFromLines', () => {
  it('is undone by taking one > away', () => {
    fc.assert(fc.property(sources, (source) => unquote(quoteFromLines(source)).equals(source)));
  });

  it('leaves no line that begins an entry', () => {
    fc.assert(
      fc.property(sources, (source) => !/(^|\n)From /.test(quoteFromLines(source).toString('latin1'))),
    );
  });

  it('quotes lines of any depth, and nothing inside a line', () => {
    const source = 'From a\r\n>From b\r\n>>From c\r\n From d\r\nx From e\r\n>> x\r\n';
    expect(quoteFromLines(Buffer.from(source)).toString()).toBe(
      '>From a\r\n>>From b\r\n>>>From c\r\n From d\r\nx From e\r\n>> x\r\n',
    );
  });
});

describe('mboxEntry', () => {
  const date = Date.UTC(2026, 10, 2, 9, 8, 7);

  it('begins with the author and the date as asctime writes it, and ends with an empty line', () => {
    expect(mboxEntry(Buffer.from('A: b\r\n\r\nc\r\n'), 'ana@example.org', date).toString()).toBe(
      'From ana@example.org Mon Nov  2 09:08:07 2026\nA: b\r\n\r\nc\r\n\n',
    );
  });

  it('lets no author break the separator', () => {
    const entry = mboxEntry(Buffer.from('A: b\n'), 'a\nFrom b@example.org', date).toString();
    expect(entry.split('\n')[0]).toBe('From MAILER-DAEMON Mon Nov  2 09:08:07 2026');
  });

  it('ends the last line of a source that does not end it', () => {
    expect(mboxEntry(Buffer.from('A: b'), 'ana@example.org', date).toString()).toMatch(/\nA: b\n\n$/);
  });
});
