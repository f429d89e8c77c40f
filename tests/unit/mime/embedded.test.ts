/** Files and texts that stand within a part: uuencode in a text, Outlook's wrapping, mail within mail. */
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { parseMessage } from '#engine/channels/mail/mime/parse.ts';
import { readTnef } from '#engine/channels/mail/mime/tnef.ts';
import { extractUuencoded } from '#engine/channels/mail/mime/uuencode.ts';
import { mail } from './fixture.ts';
import { attribute, mapi, tnef } from './tnef-stream.ts';

/** As uuencode(1) writes it; `blank` is what stands for zero. */
function uuencode(name: string, content: Uint8Array, blank = '`'): string {
  const char = (bits: number) => (bits === 0 ? blank : String.fromCharCode(bits + 32));
  const lines: string[] = [];
  for (let at = 0; at < content.length; at += 45) {
    const part = content.subarray(at, at + 45);
    let line = char(part.length);
    for (let n = 0; n < part.length; n += 3) {
      const word = (part[n]! << 16) | ((part[n + 1] ?? 0) << 8) | (part[n + 2] ?? 0);
      line += [18, 12, 6, 0].map((shift) => char((word >> shift) & 63)).join('');
    }
    lines.push(line);
  }
  return [`begin 644 ${name}`, ...lines, blank, 'end', ''].join('\n');
}

describe('uuencode in a text', () => {
  it('gives back every file, and the words around it', () => {
    const bytes = fc.uint8Array({ minLength: 1, maxLength: 400 });
    fc.assert(
      fc.property(bytes, fc.constantFrom('`', ' '), fc.boolean(), (content, blank, trimmed) => {
        const file = uuencode('plan.bin', content, blank);
        const sent = trimmed ? file.replace(/ +$/gm, '') : file;
        const { text, files } = extractUuencoded(`Here it is:\n${sent}Bye\n`);
        expect(text).toBe('Here it is:\nBye\n');
        expect(files).toEqual([{ name: 'plan.bin', content }]);
      }),
      { numRuns: 200 },
    );
  });

  it.each([
    'begin 644 the day with a walk\nand end it here\nend\n',
    `${uuencode('cut.bin', Buffer.alloc(200, 7)).slice(0, 150)}\n`,
    'begin 644 empty\n`\nend\n',
    'begin with this\n',
  ])('leaves prose and what is cut off as it is: %j', (text) => {
    expect(extractUuencoded(text)).toEqual({ text, files: [] });
  });

  it('is attached to the mail it stands in, after all its parts', async () => {
    const file = uuencode('plan.txt', Buffer.from('larch'));
    const source = mail(
      ...['Content-Type: multipart/mixed; boundary=b', '', '--b', '', `Look:\n${file}Bye`],
      ...['--b', 'Content-Type: image/png; name=a.png', '', 'x', '--b--'],
    );
    const { text, attachments } = await parseMessage(source);
    expect(text?.trim()).toBe('Look:\nBye');
    expect(attachments.map(({ partIndex, filename, size }) => [partIndex, filename, size])).toEqual([
      [1, 'a.png', 1],
      [2, 'plan.txt', 5],
    ]);
    expect(String(Buffer.from(attachments[1]!.content))).toBe('larch');
  });
});

const WRAPPED = tnef(
  attribute('oemCodepage', Buffer.from([0xe4, 0x04, 0, 0])),
  attribute('body', Buffer.from('Gr\xfc\xdfe\0', 'latin1')),
  attribute('fileRendering', Buffer.alloc(14)),
  attribute('fileTitle', Buffer.from('PLAN~1.PDF\0')),
  attribute('fileData', Buffer.from('%PDF-1')),
  attribute('fileProperties', mapi({ 14087: 'Plan für Ana.pdf', 14094: 'application/pdf' })),
  attribute('fileRendering', Buffer.alloc(14)),
  attribute('fileTitle', Buffer.from('note.txt\0')),
  attribute('fileData', Buffer.from('larch')),
);

describe("Outlook's wrapping", () => {
  const wrap = (content: Buffer, header: string[] = []) =>
    mail(
      ...['Content-Type: multipart/mixed; boundary=b', ''],
      ...header,
      ...[
        '--b',
        'Content-Type: application/ms-tnef; name=winmail.dat',
        'Content-Transfer-Encoding: base64',
        '',
      ],
      ...[content.toString('base64'), '--b--'],
    );

  it('is opened: its files and its text are those of the mail', async () => {
    const { text, attachments } = await parseMessage(wrap(WRAPPED));
    expect(text).toBe('Grüße');
    expect(attachments.map(({ filename, contentType, size }) => [filename, contentType, size])).toEqual([
      ['Plan für Ana.pdf', 'application/pdf', 6],
      ['note.txt', 'application/octet-stream', 5],
    ]);
  });

  it('gives way to the text that stands beside it', async () => {
    const { text } = await parseMessage(wrap(WRAPPED, ['--b', '', 'Beside it']));
    expect(text?.trim()).toBe('Beside it');
  });

  it('that cannot be read stays a file', async () => {
    for (const broken of [Buffer.from('nothing of the kind'), tnef()]) {
      const { attachments } = await parseMessage(wrap(broken));
      expect(attachments.map(({ filename }) => filename)).toEqual(['winmail.dat']);
    }
  });

  it('holds a message whose files count too', () => {
    const inner = Buffer.concat([Buffer.alloc(16), WRAPPED]);
    const outer = tnef(
      attribute('fileRendering', Buffer.alloc(14)),
      attribute('fileProperties', mapi({ 14081: inner })),
    );
    expect(readTnef(outer)?.files.map(({ name }) => name)).toEqual(['Plan für Ana.pdf', 'note.txt']);
  });

  it('never makes it throw, however it is cut and changed', () => {
    const change = fc.record({ at: fc.nat(WRAPPED.length), byte: fc.nat(255) });
    fc.assert(
      fc.property(fc.nat(WRAPPED.length), fc.array(change, { maxLength: 8 }), (length, changes) => {
        const bytes = Buffer.from(WRAPPED.subarray(0, length));
        for (const { at, byte } of changes) if (at < bytes.length && at > 5) bytes[at] = byte;
        const read = readTnef(bytes);
        for (const { content } of read?.files ?? []) expect(content.byteLength).toBeLessThanOrEqual(length);
      }),
      { numRuns: 500 },
    );
  });
});

describe('mail within mail', () => {
  it('without a name is called by its subject', async () => {
    const source = mail(
      ...['Content-Type: multipart/mixed; boundary=b', '', '--b', '', 'See below', '--b'],
      ...['Content-Type: message/rfc822', '', 'Subject: =?utf-8?q?Gr=C3=BC=C3=9Fe?=', '', 'Hello', '--b--'],
    );
    expect((await parseMessage(source)).attachments[0]?.filename).toBe('Grüße.eml');
  });

  it('is what the parts of a digest are (RFC 2046 section 5.1.5)', async () => {
    const source = mail(
      ...['Content-Type: multipart/mixed; boundary=o', '', '--o', '', 'Two topics', '--o'],
      ...['Content-Type: multipart/digest; boundary=b', '', '--b', ''],
      ...['Subject: Larch', '', 'One', '--b', '', 'Subject: Spruce', '', 'Two', '--b--', '--o--'],
    );
    const { text, attachments } = await parseMessage(source);
    expect(text?.trim()).toBe('Two topics');
    expect(attachments.map(({ filename, contentType }) => [filename, contentType])).toEqual([
      ['Larch.eml', 'message/rfc822'],
      ['Spruce.eml', 'message/rfc822'],
    ]);
  });
});

describe('parts that are not written as they should be', () => {
  it('have their words although they have no header, not even its end', async () => {
    const source = mail(
      ...['Content-Type: multipart/mixed; boundary=b', '', '--b', '', 'One', '--b'],
      ...['No header here', 'and a second line', '--b--'],
    );
    expect((await parseMessage(source)).text).toContain('No header here\nand a second line');
  });

  it('have their type although what follows it lacks a semicolon', async () => {
    const source = mail(
      ...['Content-Type: multipart/mixed; boundary=b', '', '--b', '', 'One', '--b'],
      ...['Content-Type: application/pdf name="plan.pdf"', '', '%PDF', '--b--'],
    );
    expect((await parseMessage(source)).attachments[0]?.contentType).toBe('application/pdf');
  });
});
