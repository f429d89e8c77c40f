import { createHash } from 'node:crypto';
import { describe, expect, it } from 'vitest';
import { MimeError } from '#engine/channels/mail/mime/errors.ts';
import { LIMITS } from '#engine/channels/mail/mime/limits.ts';
import { parseHeaderOnly, parseMessage } from '#engine/channels/mail/mime/parse.ts';
import { describeMessage } from '#engine/channels/mail/mime/report.ts';
import { fixture, mail } from './fixture.ts';

const internalDate = new Date('2026-02-04T12:00:00Z');

describe('envelope', () => {
  it('reads ids without brackets, addresses and the date in UTC', async () => {
    const message = await parseMessage(fixture('alternative.eml'));
    expect(message).toMatchObject({
      messageId: 'alt-1@example.org',
      inReplyTo: 'root-1@example.net',
      references: ['root-0@example.net', 'root-1@example.net'],
      subject: 'Harbour plans',
      from: [{ name: 'Ada Brink', address: 'ada@example.org' }],
      to: [{ name: 'Noor Haddad', address: 'noor@example.net' }],
      cc: [],
      sender: null,
      date: '2026-02-03T08:15:00.000Z',
      warnings: [],
    });
  });

  it('keeps every From address and says that the header is doubled', async () => {
    const message = await parseMessage(fixture('doubled-from.eml'));
    expect(message.from.map((from) => from.address)).toEqual(['payroll@example.com', 'mallory@example.net']);
    expect(message.sender?.address).toBe('bounce@example.net');
    expect(message.to).toHaveLength(2);
    expect(message.subject).toBe('Your salary');
    expect(message.warnings).toEqual(
      expect.arrayContaining(['from-doubled', 'header-repeated:to', 'header-repeated:subject']),
    );
  });

  it('takes the date of a message without a usable one from the server, never from the clock', async () => {
    const withServer = await parseMessage(fixture('bad-date.eml'), { internalDate });
    expect(withServer.date).toBe('2026-02-04T12:00:00.000Z');
    expect(withServer.warnings).toContain('date-invalid');
    expect((await parseMessage(fixture('bad-date.eml'))).date).toBeNull();
    const without = await parseMessage(mail('From: a@example.org', '', 'x'), { internalDate });
    expect(without.date).toBe('2026-02-04T12:00:00.000Z');
    expect(without.warnings).toContain('date-missing');
  });

  it('decodes encoded words split inside a character and never lets one make an address', async () => {
    const message = await parseMessage(fixture('broken-words.eml'));
    expect(message.from).toEqual([{ name: 'Jørgen, Lunde', address: 'jorgen@example.org' }]);
    expect(message.subject).toBe('日本語 ok =?utf-8?Q?unterminated');
    expect(message.to.map((to) => to.address)).toEqual([
      '',
      'jane@example.org',
      'a@example.org',
      'b@example.org',
    ]);
    expect(message.to[1]?.name).toBe('Doe, Jane');
    expect(message.cc).toEqual([{ name: 'Bob', address: 'bob@example.org' }]);
  });

  it('reads list and automatic-mail headers', async () => {
    const source = mail(
      'From: a@example.org',
      'List-Id: "Rowers" <rowers.example.org>',
      'Auto-Submitted: auto-replied; x',
      '',
      '',
    );
    const message = await parseMessage(source);
    expect(message.listId).toBe('rowers.example.org');
    expect(message.autoSubmitted).toBe('auto-replied');
  });

  it('keeps control characters out of what it hands on', async () => {
    const message = await parseMessage(
      mail('From: =?utf-8?Q?A=00=1B[31m?= <a@example.org>', 'Subject: =?utf-8?Q?one=0D=0ABcc:_x?=', '', ''),
    );
    expect(message.from[0]?.name).toBe('A[31m');
    expect(message.subject).toBe('one Bcc: x');
  });
});

describe('body', () => {
  it('takes one representation of an alternative for each body', async () => {
    const message = await parseMessage(fixture('alternative.eml'));
    expect(message.text?.trim()).toBe('The ferry leaves at nine — see you there.');
    expect(message.html).toContain('<b>nine</b>');
    expect(message.attachments).toEqual([]);
  });

  it('tells parts that the HTML shows from attachments', async () => {
    const message = await parseMessage(fixture('related.eml'));
    expect(
      message.attachments.map(({ filename, contentId, inline, referenced, contentType, partIndex }) => [
        filename,
        contentId,
        inline,
        referenced,
        contentType,
        partIndex,
      ]),
    ).toEqual([
      ['map.png', 'map@example.org', true, true, 'image/png', 1],
      ['route.pdf', null, false, false, 'application/pdf', 2],
    ]);
    expect(message.text).toBeNull();
  });

  it('renders format=flowed with its quote depths', async () => {
    const message = await parseMessage(fixture('flowed.eml'));
    expect(message.text?.trimEnd()).toBe(
      '>> An older remark.\n> A shorter answer.\nThis paragraph is written on two lines.\nFrom here it is stuffed.\n\n-- \nAda',
    );
    expect((await parseMessage(fixture('flowed-delsp.eml'))).text?.trim()).toBe('東京大阪');
  });

  it('believes the bytes over a charset label that lies', async () => {
    const message = await parseMessage(fixture('charset-mismatch.eml'));
    expect(message.text).toBe('Grüße aus Köln\nGrüße aus Bonn\nplain enough');
    expect(message.warnings).toEqual(expect.arrayContaining(['charset-mismatch', 'charset-unknown']));
  });

  it('decodes UTF-7', async () => {
    const message = await parseMessage(fixture('utf7.eml'));
    expect(message.subject).toBe('Café');
    expect(message.text?.trim()).toBe('Menü für zwei, 1 + 1.');
  });

  it('decodes RFC 2231 names and makes hostile ones harmless', async () => {
    const message = await parseMessage(fixture('rfc2231.eml'));
    expect(message.attachments.map((attachment) => attachment.filename)).toEqual([
      '报告 2026.pdf',
      'prévision.xlsx',
      'passwd',
      'invoicefdp.exe',
    ]);
  });

  it('keeps a forwarded message as one attachment with its own bytes', async () => {
    const message = await parseMessage(fixture('forwarded.eml'));
    expect(message.text).toBe('See below.');
    expect(message.attachments).toHaveLength(1);
    const [forwarded] = message.attachments;
    expect(forwarded?.contentType).toBe('message/rfc822');
    const inner = await parseMessage(forwarded?.content as Uint8Array);
    expect(inner.subject).toBe('keys');
    expect(inner.attachments[0]?.filename).toBe('keys.csv');
  });

  it('returns unencoded content byte for byte, line ends included', async () => {
    const content = Buffer.from([0x41, 0x0d, 0x0a, 0x42, 0x0a, 0x0d, 0x0a, 0xff, 0x00, 0x2d, 0x2d]);
    const source = Buffer.concat([
      mail(
        'From: a@example.org',
        'Content-Type: multipart/mixed; boundary=s',
        '',
        '--s',
        'Content-Type: application/x-raw',
        'Content-Transfer-Encoding: binary',
        '',
        '',
      ),
      content,
      mail('', '--s--', ''),
    ]);
    const [attachment] = (await parseMessage(source)).attachments;
    expect(Buffer.from(attachment?.content as Uint8Array)).toEqual(content);
    expect(attachment?.size).toBe(content.length);
    expect(attachment?.sha256).toBe(createHash('sha256').update(content).digest('hex'));
  });

  it('shows what arrived of a message that was cut off', async () => {
    const message = await parseMessage(fixture('truncated.eml'));
    expect(message.text).toBe('This much arrived.');
    expect(message.attachments[0]?.filename).toBe('a.zip');
    expect(message.attachments[0]?.size).toBe(6);
    expect(message.warnings).toContain('multipart-truncated');
  });

  it('shows the body of a multipart that names no boundary', async () => {
    const message = await parseMessage(
      mail('From: a@example.org', 'Content-Type: multipart/mixed', '', 'still readable'),
    );
    expect(message.text).toBe('still readable');
    expect(message.warnings).toContain('boundary-missing');
  });

  it('shows text without any header', async () => {
    const message = await parseMessage(mail('no header here', 'at all'));
    expect(message.text).toBe('no header here\nat all');
    expect(message.warnings).toContain('header-missing');
  });

  it('makes nothing of a line of blanks before the header, as pages of a source begin with', async () => {
    const message = await parseMessage(mail('      ', 'From: a@example.org', 'Subject: s', '', 'text'));
    expect(message).toMatchObject({ subject: 's', text: 'text' });
    expect(message.warnings).not.toContain('header-malformed');
  });

  it('finds the body when the blank line is missing', async () => {
    const message = await parseMessage(
      mail('From: a@example.org', 'Subject: s', 'This is the body', 'of the message'),
    );
    expect(message.subject).toBe('s');
    expect(message.text).toBe('This is the body\nof the message');
    expect(message.warnings).toContain('header-malformed');
  });
});

function nested(levels: number): Uint8Array {
  const lines = ['From: a@example.org'];
  for (let level = 0; level < levels; level++) {
    lines.push(`Content-Type: multipart/mixed; boundary=b${level}x`, '', `--b${level}x`);
  }
  lines.push('Content-Type: text/plain', '', 'at the bottom');
  for (let level = levels - 1; level >= 0; level--) lines.push(`--b${level}x--`);
  return mail(...lines, '');
}

describe('hostile input', () => {
  it('refuses an empty source and an oversized one with a code', async () => {
    await expect(parseMessage(new Uint8Array(0))).rejects.toMatchObject({ code: 'source-empty' });
    const oversized = { byteLength: LIMITS.source + 1 } as Uint8Array;
    await expect(parseMessage(oversized)).rejects.toBeInstanceOf(MimeError);
    await expect(parseMessage(oversized)).rejects.toMatchObject({ code: 'source-too-large' });
  });

  it('reads 200 levels of nesting and falls back to the source beyond the limit', async () => {
    expect((await parseMessage(nested(200))).text).toBe('at the bottom');
    const tooDeep = await parseMessage(nested(400));
    expect(tooDeep.warnings).toContain('nesting-too-deep');
    expect(tooDeep.from[0]?.address).toBe('a@example.org');
    expect(tooDeep.text).toContain('at the bottom');
  });

  it('reads a message with a header of 50 MB in bounded time', async () => {
    const filler = Buffer.alloc(50 * 1024 * 1024, `X-Filler: ${'y'.repeat(988)}\r\n`);
    const source = Buffer.concat([
      mail('From: a@example.org', 'Subject: big', ''),
      filler,
      mail('', 'X-Last: 1', '', 'the body'),
    ]);
    const started = performance.now();
    const message = await parseMessage(source);
    expect(performance.now() - started).toBeLessThan(5000);
    expect(message.subject).toBe('big');
    expect(message.text).toBe('the body');
    expect(message.warnings).toContain('header-truncated');
    expect(message.headers.length).toBeLessThan(2000);
  });

  it('reads a single header line of 50 MB', async () => {
    const source = Buffer.concat([
      mail('From: a@example.org', 'Subject: '),
      Buffer.alloc(50 * 1024 * 1024, 'z'),
      mail('', '', 'the body'),
    ]);
    const message = await parseMessage(source);
    expect(message.from[0]?.address).toBe('a@example.org');
    expect(message.text).toBe('the body');
    expect(message.warnings).toContain('header-truncated');
  });

  it('stops after a bounded number of parts and addresses', async () => {
    const parts = '--s\r\n\r\nx\r\n'.repeat(30_000);
    const many = await parseMessage(
      mail('From: a@example.org', 'Content-Type: multipart/mixed; boundary=s', '', parts),
    );
    expect(many.warnings).toContain('too-many-parts');
    const to = Array.from({ length: 20_000 }, (_, i) => `u${i}@example.org`).join(',\r\n ');
    const addressed = await parseMessage(mail('From: a@example.org', `To: ${to}`, '', 'x'));
    expect(addressed.to).toHaveLength(LIMITS.addresses);
    expect(addressed.warnings).toContain('too-many-addresses');
  });

  it('gives the header and the start of the source of a message that is not to be parsed', () => {
    const message = parseHeaderOnly(fixture('alternative.eml'), 'parse-timeout', { internalDate });
    expect(message.subject).toBe('Harbour plans');
    expect(message.text).toContain('--sep');
    expect(message.warnings).toContain('parse-timeout');
  });
});

describe('report', () => {
  it('prints message ids with their brackets and attachments without content', async () => {
    const report = await describeMessage('rel.eml', fixture('related.eml'));
    expect(report).toMatchObject({
      file: 'rel.eml',
      messageId: '<rel-1@example.org>',
      inReplyTo: null,
      references: [],
    });
    expect(JSON.parse(JSON.stringify(report)).attachments[1]).toEqual({
      filename: 'route.pdf',
      contentType: 'application/pdf',
      contentId: null,
      size: 9,
      sha256: createHash('sha256').update('%PDF-1.4\n').digest('hex'),
      inline: false,
    });
  });

  it('reports a source that cannot be read', async () => {
    expect(await describeMessage('e', new Uint8Array(0))).toMatchObject({
      file: 'e',
      error: { code: 'source-empty' },
    });
  });
});
