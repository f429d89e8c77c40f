import { JSDOM } from 'jsdom';
import { describe, expect, it } from 'vitest';
import { PLACEHOLDER } from '#engine/channels/mail/mime/html/image-policy.ts';
import { renderHtml } from '#engine/channels/mail/mime/html/render.ts';
import { dangersIn } from './document-dangers.ts';

function body(html: string): HTMLElement {
  return new JSDOM(html).window.document.body;
}

const remote = 'https://images.example.com/photo.gif';

describe('a rendered message', () => {
  it('carries a policy of its own as the first thing after its charset', () => {
    const { html } = renderHtml('<p>hi</p>');
    expect(html).toMatch(/^<html><head><meta charset="utf-8"><meta http-equiv="Content-Security-Policy"/);
    const policy = new JSDOM(html).window.document.querySelector('meta[http-equiv]')?.getAttribute('content');
    expect(policy).toContain("default-src 'none'");
    expect(policy).toContain('img-src data: skein-message:;');
    expect(policy).not.toContain('https:');
  });

  it.each([
    ['quirks mode without a doctype', '', /^<html>/],
    ['quirks mode', '<!DOCTYPE HTML PUBLIC "-//W3C//DTD HTML 4.0 Transitional//EN">', /^<html>/],
    [
      'limited quirks mode',
      '<!-- made --><!DOCTYPE html PUBLIC "-//W3C//DTD XHTML 1.0 Transitional//EN" "http://www.w3.org/TR/xhtml1/DTD/xhtml1-transitional.dtd">',
      /^<!doctype html PUBLIC "-\/\/W3C\/\/DTD XHTML 1.0 Transitional\/\/EN" "">/,
    ],
    ['standards mode', '\n<!DOCTYPE html>', /^<!doctype html><html>/],
  ])('is laid out as it was meant to be, in %s', (_, doctype, expected) => {
    expect(renderHtml(`${doctype}<html><body><p>hi</p>`).html).toMatch(expected);
  });

  it('leaves out what could be chosen in a form, and keeps its words', () => {
    const { html } = renderHtml('<form>Search <select><option>Here<option>There</select> now</form>');
    expect(body(html).textContent).toBe('Search  now');
  });

  it('takes no length from the height of its frame, which follows its own', () => {
    const { html } = renderHtml(
      '<style>div{min-height:100vh;margin:0}p{padding:calc(10dvh + 1px)}</style><div style="height:50VMIN;width:9vw">x</div>',
    );
    expect(html).toContain('div{margin:0}');
    expect(html).toContain('style="width:9vw"');
    expect(html).not.toMatch(/vh|vmin/i);
  });

  it.each([
    ['script', '<script>alert(1)</script><p>x</p>'],
    ['handler', '<p onclick="alert(1)">x</p><img src=x onerror=alert(1)>'],
    ['script link', '<a href="java\nscript:alert(1)">x</a><a href="  javascript:alert(1)">y</a>'],
    ['data document', '<a href="data:text/html,<script>alert(1)</script>">x</a>'],
    [
      'form',
      '<form action="https://example.com"><input name=a><button formaction="https://example.com">go</button></form>x',
    ],
    ['refresh', '<meta http-equiv="refresh" content="0;url=https://example.com"><p>x</p>'],
    ['base', '<base href="https://example.com/"><a href="a">x</a>'],
    ['frame', '<iframe srcdoc="<script>alert(1)</script>"></iframe><p>x</p>'],
    ['svg', '<svg><image href="https://example.com/a.png"/><script>alert(1)</script></svg><p>x</p>'],
    ['style breakout', '<style>a{content:"</style><img src=x onerror=alert(1)>"}</style><p>x</p>'],
    [
      'style escapes',
      '<style>p{background:u\\72l(https://example.com/a)} @\\69mport "https://example.com/b";</style><p>x</p>',
    ],
    ['style comment', '<style><!-- p{background:ur/**/l(https://example.com/a)} --></style><p>x</p>'],
    [
      'expression',
      '<p style="width:exp\\72 ession(alert(1));behavior:url(#x);-moz-binding:url(https://example.com)">x</p>',
    ],
    ['overlay', '<div style="position : FIXED;top:0">x</div><style>div{position:sticky !important}</style>'],
    ['clobbering', '<img name="body" id="cookie"><a id=defaultView href="https://example.com">x</a>'],
    ['stylesheet', '<link rel=stylesheet href="https://example.com/a.css"><p>x</p>'],
    [
      'media',
      '<video poster="https://example.com/p.png" src="https://example.com/v.mp4"></video><audio src="//example.com/a"></audio>x',
    ],
  ])('holds no danger: %s', (_, html) => {
    expect(dangersIn(renderHtml(html).html)).toEqual([]);
    expect(
      dangersIn(renderHtml(html, { remote: 'allow' }).html).filter((danger) => !/https:\/\//.test(danger)),
    ).toEqual([]);
  });

  it.each([
    ['image', `<img src="${remote}">`],
    ['protocol-relative image', '<img src="//images.example.com/photo.gif">'],
    ['srcset', `<img srcset="${remote} 2x">`],
    ['background attribute', `<table background="${remote}"><tr><td>x</td></tr></table>`],
    ['style attribute', `<div style="background:url('${remote}')">x</div>`],
    ['escaped url', '<div style="background:\\75\\72\\6c(https://images.example.com/photo.gif)">x</div>'],
    ['style sheet', `<style>p{background-image:url(${remote})}</style><p>x</p>`],
    ['media query', `<style>@media (min-width: 1px){p{list-style:url(${remote})}}</style><p>x</p>`],
    ['import', `<style>@import url(${remote});</style><p>x</p>`],
    ['import of a string', `<style>@import "${remote}";</style><p>x</p>`],
    ['font', `<style>@font-face{font-family:a;src:url(${remote})}</style><p>x</p>`],
    ['image-set', `<div style='background:image-set("${remote}" 1x)'>x</div>`],
    ['link', `<link rel="stylesheet" href="${remote}"><p>x</p>`],
    ['video poster', `<video poster="${remote}">x</video>`],
    ['svg image', `<svg><image href="${remote}"/></svg><p>x</p>`],
    ['embedded object', `<object data="${remote}">x</object>`],
  ])('blocks and counts what is on another server: %s', (_, html) => {
    const rendered = renderHtml(`${html}<p>text</p>`);
    expect(rendered.blockedRemote).toBe(1);
    expect(rendered.html).not.toContain('images.example.com');
  });

  it.each([
    ['one pixel', `<img src="${remote}" width="1" height="1">`],
    ['two by style', `<img src="${remote}" style="width:2px;height:1px">`],
    ['one given side', `<img src="${remote}" height="1">`],
    ['not displayed', `<img src="${remote}" style="display: none !important" width="600">`],
    ['transparent', `<img src="${remote}" style="opacity:0">`],
    ['hidden', `<img hidden src="${remote}">`],
    ['set of sources', `<img srcset="${remote} 2x" width="1" height="1">`],
    ['by its address', '<img src="https://mail.example.com/wf/open?upn=x">'],
    ['by its name', '<img src="//example.com/a/pixel.gif?u=1">'],
  ])('never loads what only counts openings: %s', (_, html) => {
    for (const consent of ['block', 'allow'] as const) {
      const rendered = renderHtml(`${html}<p>text</p>`, { remote: consent });
      expect(rendered).toMatchObject({ trackers: 1, blockedRemote: 0 });
      expect(rendered.html).not.toMatch(/images\.example|mail\.example|example\.com\/a/);
    }
  });

  it('takes nothing for a tracker that can be seen', () => {
    const rendered = renderHtml(
      `<img src="${remote}?1" width="600" height="1"><img src="${remote}?2"><img src="${remote}?3" style="max-width:100%;height:auto;width:40px">` +
        '<img src="https://example.com/pixel.gif" width="200"><img src="https://example.com/opening-hours.png">' +
        '<img src="cid:x" width="1" height="1"><img src="data:image/gif;base64,R0lGODlhAQABAIAAAAAAAP///yH5BAEAAAAALAAAAAABAAEAAAIBRAA7" width="1" height="1">',
    );
    expect(rendered).toMatchObject({ trackers: 0, blockedRemote: 5 });
  });

  it('lets images through after consent, over https only', () => {
    const rendered = renderHtml(
      `<img src="${remote}"><img src="http://a.example.com/b.png"><div style="background:url(${remote})">x</div>`,
      { remote: 'allow' },
    );
    const images = [...body(rendered.html).querySelectorAll('img')].map((image) => image.getAttribute('src'));
    expect(images).toEqual([remote, 'https://a.example.com/b.png']);
    expect(rendered.html).toContain(`background:url(&quot;${remote}&quot;)`);
    expect(rendered.blockedRemote).toBe(0);
    expect(rendered.html).toContain('img-src data: skein-message: https:');
  });

  it('shows attachments by their Content-ID and nothing for unknown ones', () => {
    const cid = new Map([['map@example.org', 'skein-message://m/1']]);
    const rendered = renderHtml(
      '<img src="cid:map@example.org"><img src="CID:map%40example.org"><img src="cid:other">',
      { cid },
    );
    const images = [...body(rendered.html).querySelectorAll('img')].map((image) => image.getAttribute('src'));
    expect(images.slice(0, 2)).toEqual(['skein-message://m/1', 'skein-message://m/1']);
    expect(images[2]).toBe(PLACEHOLDER);
    expect(rendered.blockedRemote).toBe(0);
  });

  it('opens links outside and tells where they lead', () => {
    const rendered = renderHtml(
      '<a href="https://example.com/a b" target=_top>one <b>link</b></a><a href="mailto:a@example.org">m</a><a href="tel:+15550100">t</a><a href="ftp://example.com">f</a><a href="/relative">r</a>',
    );
    const anchors = [...body(rendered.html).querySelectorAll('a')];
    expect(anchors.map((anchor) => anchor.getAttribute('href'))).toEqual([
      'https://example.com/a%20b',
      'mailto:a@example.org',
      'tel:+15550100',
      null,
      null,
    ]);
    expect(anchors[0]?.target).toBe('_blank');
    expect(anchors[0]?.rel).toBe('noopener noreferrer');
    expect(rendered.links[0]).toEqual({ href: 'https://example.com/a%20b', text: 'one link' });
  });

  it('keeps what newsletters are made of', () => {
    const html =
      '<style>@media only screen and (max-width:600px){.wide{width:100%!important}}#top a{color:#c00}p::before{content:"<>"}</style>' +
      '<table width="600" cellpadding="0" bgcolor="#eeeeee" align="center" style="border-collapse:collapse"><tr><td valign="top" class="wide" id="top" style="padding:10px 20px;font-family:\'Open Sans\',Arial"><font color="red">x</font></td></tr></table>';
    const rendered = renderHtml(html).html;
    expect(rendered).toContain('@media only screen and (max-width:600px){.wide{width:100%!important}}');
    expect(rendered).toContain('#user-content-top a{color:#c00}');
    const cell = body(rendered).querySelector('td');
    expect(cell?.id).toBe('user-content-top');
    expect(cell?.getAttribute('style')).toBe('padding:10px 20px;font-family:"Open Sans",Arial');
    expect(cell?.closest('table')?.getAttribute('bgcolor')).toBe('#eeeeee');
    expect(cell?.querySelector('font')?.getAttribute('color')).toBe('red');
  });

  it('shows text when no HTML is left, when it is too long, and when it nests without end', () => {
    expect(renderHtml('<script>x</script>').asText).toBe(true);
    const long = renderHtml(`<p>start</p>${'<b>x</b>'.repeat(500_000)}`);
    expect(long.asText).toBe(true);
    expect(long.html).toContain('start');
    const deep = renderHtml(`${'<div>'.repeat(100_000)}bottom`);
    expect(deep.html).toContain('bottom');
    expect(
      dangersIn(
        renderHtml('<script>&lt;script&gt;alert(1)&lt;/script&gt;</script>&lt;img src=x onerror=alert(1)&gt;')
          .html,
      ),
    ).toEqual([]);
  }, 60_000);
});

describe('a quoted message at the end', () => {
  const folded = (html: string) => body(renderHtml(html).html).querySelector('details.skein-quote');

  it.each([
    [
      'Gmail',
      '<div>Yes.</div><div class="gmail_quote"><div class="gmail_attr">On Mon, Ada wrote:</div><blockquote>Shall we?</blockquote></div>',
    ],
    [
      'Apple Mail',
      '<div>Yes.</div><div>On 3 Feb 2026, Ada wrote:</div><blockquote type="cite">Shall we?</blockquote>',
    ],
    [
      'Thunderbird',
      '<p>Yes.</p><div class="moz-cite-prefix">Ada wrote:</div><blockquote type="cite">Shall we?</blockquote>',
    ],
    ['Outlook', '<p>Yes.</p><hr><div id="divRplyFwdMsg"><b>From:</b> Ada</div><div>Shall we?</div>'],
    [
      'Outlook on the desktop',
      '<div><p>Yes.</p><div style="border:none;border-top:solid #E1E1E1 1.0pt;padding:3pt"><b>From:</b> Ada</div><p>Shall we?</p></div>',
    ],
  ])('is folded: %s', (_, html) => {
    const details = folded(html);
    expect(details?.textContent).toContain('Shall we?');
    expect(details?.textContent).not.toContain('Yes.');
    expect(details?.hasAttribute('open')).toBe(false);
  });

  it('stays open when an answer stands below, when it is everything, and when it is forwarded', () => {
    expect(folded('<blockquote>Shall we?</blockquote><p>Yes.</p>')).toBeNull();
    expect(folded('<blockquote>Shall we?</blockquote>')).toBeNull();
    expect(
      folded('<p>See:</p><div class="gmail_quote">---------- Forwarded message ---------<br>news</div>'),
    ).toBeNull();
  });
});
