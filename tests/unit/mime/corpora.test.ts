import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { JSDOM, VirtualConsole } from 'jsdom';
import { describe, expect, it } from 'vitest';
import { MimeError } from '#engine/channels/mail/mime/errors.ts';
import { renderHtml } from '#engine/channels/mail/mime/html/render.ts';
import { parseMessage } from '#engine/channels/mail/mime/parse.ts';
import { visibleText } from '#engine/channels/mail/mime/visible-text.ts';
import { bytesOf, corpus, filesOf } from './corpora.ts';
import { dangersIn } from './document-dangers.ts';

const mime = corpus('mime');
const html = corpus('html');
const replies = corpus('replies');
for (const [name, path] of Object.entries({ mime, html, replies })) {
  if (path === null) console.warn(`skipped: the ${name} corpus is not here (set SKEIN_CORPORA)`);
}

describe.skipIf(mime === null)('messages of other projects', () => {
  const files = filesOf(mime ?? '', /\.(?:eml|raw|golden|txt|msg)$|\/mails\/|\/jsmime\/test\/data\//);

  it('all parse, and each part is accounted for', async () => {
    expect(files.length).toBeGreaterThan(300);
    for (const file of files) {
      try {
        const message = await parseMessage(bytesOf(file));
        for (const attachment of message.attachments)
          expect(attachment.content.byteLength, file).toBe(attachment.size);
      } catch (error) {
        expect(error, file).toBeInstanceOf(MimeError);
        expect((error as MimeError).code, file).toBe('source-empty');
      }
    }
  }, 60_000);

  it('are read without a broken structure where the structure is whole', async () => {
    const whole = filesOf(
      join(mime ?? '', 'ruby-mail/spec/fixtures/emails'),
      /(?:mime_emails|rfc2822)\/.*\.eml$/,
    );
    expect(whole.length).toBeGreaterThan(20);
    for (const file of whole) {
      const message = await parseMessage(bytesOf(file));
      expect(message.warnings, file).not.toContain('structure-unreadable');
      expect(message.from.length, file).toBeGreaterThan(0);
    }
  });
});

describe.skipIf(html === null)('HTML of other projects', () => {
  const vectors = (): { title?: string; payload: string }[] =>
    JSON.parse(readFileSync(join(html ?? '', 'xss-vectors.json'), 'utf8'));

  it('that attacks does nothing', () => {
    const list = vectors();
    expect(list.length).toBeGreaterThan(200);
    for (const { title, payload } of list) {
      expect(dangersIn(renderHtml(payload).html), title).toEqual([]);
      const allowed = dangersIn(renderHtml(payload, { remote: 'allow' }).html);
      expect(
        allowed.filter((danger) => !/^(?:src|background)=https:|^css loads https:/.test(danger)),
        title,
      ).toEqual([]);
    }
  }, 120_000);

  it('that is a newsletter keeps its tables and its text', () => {
    const files = filesOf(html ?? '', /\/(?:leemunroe|postmark\/templates-inlined|konsav)\/.*\.html$/);
    expect(files.length).toBeGreaterThan(20);
    for (const file of files) {
      const source = readFileSync(file, 'utf8');
      if (source.trim() === '') continue;
      const before = new JSDOM(source, { virtualConsole: new VirtualConsole() }).window.document;
      const rendered = renderHtml(source);
      const after = new JSDOM(rendered.html, { virtualConsole: new VirtualConsole() }).window.document;
      expect(after.querySelectorAll('table').length, file).toBe(before.querySelectorAll('table').length);
      expect(after.querySelectorAll('[style]').length, file).toBeGreaterThanOrEqual(
        before.querySelectorAll('body[style],body [style]').length * 0.95,
      );
      expect(dangersIn(rendered.html), file).toEqual([]);
    }
  }, 120_000);
});

describe.skipIf(replies === null)('replies of other projects', () => {
  const normal = (text: string) => text.replace(/[ \t]+$/gm, '').trim();

  it('show their first paragraph alone, where that is all the author wrote', () => {
    // These fixtures share one paragraph; their own tests expect just that to be visible.
    const fixtures = filesOf(join(replies ?? '', 'crisp/test/fixtures'), /\.txt$/)
      .map((file) => ({ file, text: readFileSync(file, 'utf8').replace(/\r\n/g, '\n') }))
      .filter(({ text }) => text.startsWith('Fusce bibendum'));
    expect(fixtures.length).toBeGreaterThan(30);
    const differing = fixtures.filter(({ text }) => {
      const paragraph = text.split('\n').slice(0, 5).join('\n');
      return normal(visibleText(text).visible) !== normal(paragraph);
    });
    // Two quote without marking the lines their program wrapped.
    expect(differing.map(({ file }) => file.replace(/.*\//, ''))).toEqual(['email_7.txt', 'email_8.txt']);
  });

  it('are parted in linear time even when they are made to be slow', () => {
    for (const project of ['github', 'zapier']) {
      const text = readFileSync(join(replies ?? '', project, 'test/emails/pathological.txt'), 'utf8');
      const started = performance.now();
      visibleText(text.repeat(20));
      expect(performance.now() - started).toBeLessThan(1000);
    }
  });
});
