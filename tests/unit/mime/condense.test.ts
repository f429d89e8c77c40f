import { randomBytes } from 'node:crypto';
import { inflateSync } from 'node:zlib';
import { describe, expect, it } from 'vitest';
import { condense, SOURCE_IN_ROW_BYTES } from '#engine/channels/mail/mime/condense.ts';
import { parseMessage } from '#engine/channels/mail/mime/parse.ts';
import { fixture, mail } from './fixture.ts';

const HTML = mail(
  'From: Ana Ribeiro <ana@example.org>',
  'Precedence: Bulk',
  'Content-Type: text/html; charset=utf-8',
  '',
  '<p>Harbour opens at nine.</p><p>-- <br>Ana</p>',
);

describe('condense', () => {
  it('keeps the whole source byte for byte, and no copy of what can be read from it', async () => {
    const condensed = await condense(HTML, await parseMessage(HTML), true);
    expect(inflateSync(condensed.source?.deflated ?? Buffer.alloc(0))).toEqual(Buffer.from(HTML));
    expect(condensed.source?.sha256).toMatch(/^[0-9a-f]{64}$/);
    expect(condensed.body).toMatchObject({ hasHtml: true, html: null });
    expect(condensed.precedence).toBe('bulk');
  });

  it('keeps the beginning of a text of megabytes, and says that there is more', async () => {
    const long = (times: number) =>
      mail('From: ana@example.org', 'Content-Type: text/plain', '', 'It is a long day. '.repeat(times));
    for (const [times, warned] of [
      [50_000, false],
      [60_000, true],
    ] as const) {
      const condensed = await condense(long(times), await parseMessage(long(times)), true);
      expect(condensed.warnings.includes('text-truncated')).toBe(warned);
      expect(condensed.body.text.length).toBeGreaterThan(890_000);
    }
  });

  it('keeps the HTML of a message whose source is not whole, and says nothing of its source', async () => {
    const condensed = await condense(HTML, await parseMessage(HTML), false);
    expect(condensed.source).toBeNull();
    expect(inflateSync(condensed.body.html ?? Buffer.alloc(0)).toString()).toContain(
      'Harbour opens at nine.',
    );
  });

  it('leaves a large source to a file', async () => {
    const large = mail('Subject: large', '', randomBytes(SOURCE_IN_ROW_BYTES).toString('base64'));
    expect((await condense(large, await parseMessage(large), true)).source).toBeNull();
  });

  it('parts what is shown from what is folded, and keeps both for searching', async () => {
    const source = mail(
      'Subject: Re: boats',
      '',
      'See you there.\r\n\r\n-- \r\nAna Ribeiro\r\n+1 555 0100\r\n',
    );
    const { body } = await condense(source, await parseMessage(source), true);
    expect(body.text.slice(0, body.visibleLength)).toBe('See you there.');
    expect(body.folded).toEqual([{ kind: 'signature', text: '-- \nAna Ribeiro\n+1 555 0100' }]);
    expect(body.text).toContain('555 0100');
    expect(body.snippet).toBe('See you there.');
  });

  it('tells what is attached without the content', async () => {
    const source = fixture('related.eml');
    const parsed = await parseMessage(source);
    const { attachments } = await condense(source, parsed, true);
    expect(attachments.map(({ filename, sha256 }) => [filename, sha256])).toEqual(
      parsed.attachments.map(({ filename, sha256 }) => [filename, sha256]),
    );
    expect(attachments.every((attachment) => !('content' in attachment))).toBe(true);
  });
});
