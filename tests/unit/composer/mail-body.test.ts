import { describe, expect, it } from 'vitest';
import { quotableHtml } from '#engine/channels/mail/mime/html/quotable.ts';
import { parseMessage } from '#engine/channels/mail/mime/parse.ts';
import { composeMessage, type OutgoingMessage } from '#engine/channels/mail/smtp/compose.ts';
import { mailBody as bodyOf } from '#engine/drafts/body.ts';
import { textToHtml } from '#shared/text/draft-html.ts';

const draft = (text: string, html: string | null, quote = '', mode: 'reply' | 'forward' = 'reply') => ({
  ...{ text, html, quote, mode, signature: true },
});
const UNSIGNED = { signatureHtml: '', signatureText: '' };
const mailBody = (
  written: Parameters<typeof bodyOf>[0],
  quoted: Parameters<typeof bodyOf>[1],
  sender = UNSIGNED,
) => bodyOf(written, quoted, sender);
const QUOTE = 'On Friday, Ana wrote:\n> Hello\n> & bye';

describe('what a mail says', () => {
  it('is text alone when nothing is formatted, or when it is written as plain text', () => {
    expect(mailBody(draft('a\nb', textToHtml('a\nb')), null).html).toBeNull();
    expect(mailBody(draft('a', null, QUOTE), { html: '<b>Hello</b>', parts: [] }).html).toBeNull();
    expect(mailBody(draft('a', textToHtml('a'), QUOTE), null)).toEqual({
      text: `a\n\n${QUOTE}\n`,
      html: null,
    });
  });

  it('has HTML where the answer or what it quotes has formatting, with the same words in both', () => {
    const own = mailBody(draft('so', '<div><strong>so</strong></div>', QUOTE), null);
    expect(own.html).toContain('<div>On Friday, Ana wrote:</div><blockquote type="cite"');
    expect(own.html).toContain('<div>Hello</div><div>&amp; bye</div></blockquote>');
    const quoted = mailBody(draft('so', textToHtml('so'), QUOTE), { html: '<h1>Hello</h1>', parts: [] });
    expect(quoted.html).toMatch(
      /<body><div>so<\/div><div><br><\/div><div>On .*<h1>Hello<\/h1><\/blockquote>/,
    );
    expect(quoted.text).toBe(`so\n\n${QUOTE}\n`);
    const forward = mailBody(draft('', '', '--- Forwarded\nFrom: <x@y>\n\nHello', 'forward'), {
      html: '<h1>Hello</h1>',
      parts: [],
    });
    expect(forward.html).toContain('<body><div>--- Forwarded</div><div>From: &lt;x@y&gt;</div>');
    expect(forward.html).not.toContain('blockquote');
  });

  it('is signed between the words and the quote, and the mark of the signature stays', () => {
    const sender = { signatureHtml: '<div><strong>Ana</strong></div>', signatureText: 'Ana' };
    expect(mailBody(draft('so', null, QUOTE), null, sender).text).toBe(`so\n\n-- \nAna\n\n${QUOTE}\n`);
    expect(mailBody(draft('so', textToHtml('so')), null, sender).html).toContain(
      '<body><div>so</div><div><br></div><div>-- </div><div><strong>Ana</strong></div></body>',
    );
    expect(mailBody({ ...draft('so', textToHtml('so')), signature: false }, null, sender)).toEqual({
      text: 'so',
      html: null,
    });
  });

  it('quotes HTML without what runs, without its style sheets, with its pictures named', () => {
    const quoted = quotableHtml(
      '<style>p{}</style><p onclick="x()">a<script>x()</script><img src="cid:p1@x"><img src="cid:none@x">' +
        '<img src="https://example.org/a.png"><form action="https://x"><input></form></p>',
      ['p1@x', 'unused@x'],
    )!;
    expect(quoted.parts).toEqual(['p1@x']);
    expect(quoted.html).toContain('src="cid:p1@x"');
    expect(quoted.html).toContain('src="https://example.org/a.png"');
    expect(quoted.html).not.toMatch(/onclick|script|style|form|input|data-skein|none@x/);
  });
});

describe('its source', () => {
  const message: OutgoingMessage = {
    from: { name: '', address: 'a@example.org' },
    to: [{ name: '', address: 'b@example.org' }],
    ...{
      cc: [],
      bcc: [],
      subject: 's',
      inReplyTo: null,
      references: [],
      messageId: 'x@example.org',
      date: 0,
    },
    text: `${'word '.repeat(50)}end\n-- \nAna`,
    html: null,
    attachments: [],
  };
  const types = (source: Buffer) =>
    [...source.toString().matchAll(/^Content-Type: ([^;\r]+)/gim)].map((m) => m[1]);

  it('is one part of flowing text without HTML', async () => {
    const source = await composeMessage(message);
    expect(types(source)).toEqual(['text/plain']);
    expect(source.toString()).toContain('format=flowed');
    expect((await parseMessage(source)).text?.trimEnd()).toBe(message.text);
  });

  it('has the pictures beside the HTML and the files beside both', async () => {
    const picture = { filename: 'a.png', contentType: 'image/png', content: Buffer.from('p') };
    const source = await composeMessage({
      ...message,
      html: '<div><img src="cid:1@picture.invalid"></div>',
      attachments: [
        { ...picture, contentId: '1@picture.invalid' },
        { ...picture, filename: 'b.png' },
      ],
    });
    expect(types(source)).toEqual([
      'multipart/mixed',
      'multipart/alternative',
      'text/plain',
      'multipart/related',
      'text/html',
      'image/png',
      'image/png',
    ]);
    const { attachments } = await parseMessage(source);
    expect(attachments.map(({ filename, inline }) => [filename, inline])).toEqual([
      ['a.png', true],
      ['b.png', false],
    ]);
  });
});
