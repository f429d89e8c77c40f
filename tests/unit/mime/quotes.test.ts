import { describe, expect, it } from 'vitest';
import { htmlToText } from '#engine/channels/mail/mime/html-text.ts';
import { plainText } from '#engine/channels/mail/mime/plain-text.ts';
import { snippet } from '#engine/channels/mail/mime/snippet.ts';
import { visibleText } from '#engine/channels/mail/mime/visible-text.ts';

const quoted = '> Shall we meet at the harbour?\n> Ada';

describe('visibleText', () => {
  it.each([
    ['English', 'On Tue, Feb 3, 2026 at 9:15 AM Ada Brink <ada@example.org> wrote:'],
    ['English over two lines', 'On Tue, Feb 3, 2026 at 9:15 AM Ada Brink\n<ada@example.org> wrote:'],
    ['French', 'Le mar. 3 févr. 2026 à 09:15, Ada Brink <ada@example.org> a écrit :'],
    ['German', 'Am Di., 3. Feb. 2026 um 09:15 Uhr schrieb Ada Brink <ada@example.org>:'],
    ['Spanish', 'El mar, 3 feb 2026 a las 9:15, Ada Brink (<ada@example.org>) escribió:'],
    ['Italian', 'Il giorno mar 3 feb 2026 alle ore 09:15 Ada Brink <ada@example.org> ha scritto:'],
    ['Portuguese', 'Em ter., 3 de fev. de 2026 às 09:15, Ada Brink <ada@example.org> escreveu:'],
    ['Dutch', 'Op di 3 feb 2026 om 09:15 schreef Ada Brink <ada@example.org>:'],
    ['Polish', 'W dniu 3.02.2026 o 09:15, Ada Brink pisze:'],
    ['Swedish', 'Den tis 3 feb. 2026 kl 09:15 skrev Ada Brink <ada@example.org>:'],
    ['Russian', 'вт, 3 февр. 2026 г. в 09:15, Ada Brink <ada@example.org>:'],
    ['Japanese', '2026年2月3日(火) 9:15 Ada Brink <ada@example.org>:'],
    ['Chinese', 'Ada Brink <ada@example.org> 于2026年2月3日周二 09:15写道：'],
    ['Korean', '2026년 2월 3일 (화) 오전 9:15, Ada Brink <ada@example.org>님이 작성:'],
  ])('folds a quote below its attribution: %s', (_, attribution) => {
    for (const quote of [quoted, quoted.replace(/^> /gm, '')]) {
      const { visible, folded } = visibleText(`Yes, at nine.\n\n${attribution}\n\n${quote}\n`);
      expect(visible).toBe('Yes, at nine.');
      expect(folded).toEqual([{ kind: 'quote', text: `${attribution}\n\n${quote}` }]);
    }
  });

  it.each([
    ['English', 'From: Ada\nSent: Tuesday\nTo: Noor\nSubject: Harbour'],
    ['German', 'Von: Ada\nGesendet: Dienstag\nAn: Noor\nBetreff: Hafen'],
    ['French', 'De : Ada\nEnvoyé : mardi\nÀ : Noor\nObjet : Port'],
    ['bold', '*From:* Ada\n*Sent:* Tuesday\n*To:* Noor\n*Subject:* Harbour'],
    ['with a rule', '________________________________\nFrom: Ada\nDate: Tuesday\nTo: Noor'],
  ])('folds what follows a header block: %s', (_, block) => {
    const { visible, folded } = visibleText(`Yes.\n\n${block}\n\nShall we?`);
    expect(visible).toBe('Yes.');
    expect(folded).toEqual([{ kind: 'quote', text: `${block}\n\nShall we?` }]);
  });

  it('folds signatures, device lines and disclaimers each for itself', () => {
    const notice =
      'This e-mail and any attachments are confidential and intended solely for the addressee named above.';
    const { visible, folded } = visibleText(
      `Yes.\n\nSent from my phone\n\n-- \nNoor Haddad\n+1 555 0100\n\n${notice}`,
    );
    expect(visible).toBe('Yes.');
    expect(folded.map((part) => part.kind)).toEqual(['signature', 'disclaimer']);
    expect(folded[0]?.text).toContain('+1 555 0100');
  });

  it('leaves an answer below a quote with its quote, a forwarded message, and a lone quote', () => {
    for (const text of [
      `On 3 Feb 2026, Ada wrote:\n${quoted}\n\nYes, at nine.`,
      'See below.\n\n---------- Forwarded message ---------\nFrom: Ada\nDate: Tuesday\nTo: Noor\n\nnews',
      quoted,
      'Sent from my desk, which is easier than from my phone.',
      'On average this works. On Monday I was told: fine.',
      'Two points:\n-- one\n-- two',
    ]) {
      expect(visibleText(text)).toEqual({ visible: text, folded: [] });
    }
  });
});

describe('htmlToText', () => {
  it('ends lines where a reader sees them end', () => {
    const html =
      '<head><title>t</title><style>p{}</style></head><body><h1>Title</h1><p>One<br>two &amp; <b>three</b></p><ul><li>a<li>b</ul><table><tr><td>x</td><td>y</td></tr></table><pre>k\n  l</pre><blockquote>q<p>r</blockquote><script>no()</script>end';
    expect(htmlToText(html)).toBe(
      'Title\n\nOne\ntwo & three\n\n- a\n- b\nx y\n\nk\n  l\n\n> q\n>\n> r\n\nend',
    );
  });

  it('stops when it has enough', () => {
    expect(htmlToText('<p>word </p>'.repeat(100_000), 50).length).toBeLessThan(60);
  });
});

describe('snippet', () => {
  const ofMessage = (message: { text: string | null; html: string | null }, length?: number) =>
    snippet(visibleText(plainText(message)).visible, length);

  it('is the first of what was written, without quotes and fillers', () => {
    expect(
      ofMessage({ text: 'Yes,\n  at nine.\n\nOn 3 Feb 2026, Ada wrote:\n> Shall we?', html: null }),
    ).toBe('Yes, at nine.');
    expect(
      ofMessage({ text: null, html: '<style>x</style><div>Sale!\u200c&nbsp;\u200c&nbsp;</div><p>Now</p>' }),
    ).toBe('Sale! Now');
    expect(ofMessage({ text: '', html: null })).toBe('');
  });

  it('never cuts a character in two', () => {
    expect(ofMessage({ text: '😀'.repeat(10), html: null }, 5)).toBe('😀😀');
  });

  it('leads with the answer when that stands below a quote', () => {
    expect(ofMessage({ text: `On 3 Feb 2026, Ada wrote:\n${quoted}\n\nYes, at nine.`, html: null })).toBe(
      'Yes, at nine.',
    );
  });
});
