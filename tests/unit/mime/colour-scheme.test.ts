import fc from 'fast-check';
import { JSDOM } from 'jsdom';
import { describe, expect, it } from 'vitest';
import { colourScheme, DARK_PAPER, inkForBoth } from '#engine/channels/mail/mime/html/colour-scheme.ts';
import { renderHtml } from '#engine/channels/mail/mime/html/render.ts';

const first = (html: string, selector: string) =>
  new JSDOM(renderHtml(html).html).window.document.body.querySelector(selector);

describe('how a mail goes with the dark theme', () => {
  it.each([
    ['plain', '<p style="color:#1F497D;font-family:Calibri">Hello</p>'],
    ['plain', '<body bgcolor="#FFFFFF"><div style="background: white">Hello</div>'],
    ['plain', '<p style="background:rgb(255, 255, 255) none repeat scroll 0% 0%">Hello</p>'],
    ['paper', '<table bgcolor=navy><tr><td>Sale</td></tr></table>'],
    ['paper', '<style>.head { background-color: #0055ff }</style><p class="head">Sale</p>'],
    ['paper', '<td style="background-image:url(a.png)">Sale</td>'],
    ['paper', '<td background="a.png">Sale</td>'],
    ['paper', '<meta name="color-scheme" content="light dark"><p style="background:#eee">No dark rules</p>'],
    ['paper', '<style>@media (prefers-color-scheme:dark){p{background:#000}}</style><p>Declares none</p>'],
    [
      'own',
      '<meta content="light dark" name=supported-color-schemes><style>@media (prefers-color-scheme: dark){p{background:#000}}</style>',
    ],
    [
      'own',
      '<style>:root{color-scheme: light dark} @media (prefers-color-scheme: dark){p{background:#000}}</style>',
    ],
  ])('%s: %s', (scheme, html) => {
    expect(colourScheme(html)).toBe(scheme);
    expect(renderHtml(`${html}<p>x</p>`).scheme).toBe(scheme);
  });

  it('lets only a mail without a design turn dark', () => {
    const plain = renderHtml('<p>Hello</p>').html;
    expect(plain).toContain('html{color-scheme:light dark}');
    expect(renderHtml('<p style="background:#eee">Hello</p>').html).toContain(
      'html{color-scheme:only light}',
    );
  });
});

describe('a design for light paper that is shown darkened', () => {
  const turned = (html: string) =>
    [
      ...new JSDOM(renderHtml(html, { remote: 'allow' }).html).window.document.querySelectorAll(
        '[data-skein-turned]',
      ),
    ].map((element) => (element.localName === 'html' && 'page') || element.textContent || element.localName);

  it.each([
    ['pictures stay', '<table bgcolor="#eee"><td><img src="https://example.test/a.png"></table>', ['img']],
    [
      'and what stands on them',
      '<td background="//example.test/a.png">A <img src="//example.test/b.png">',
      ['A '],
    ],
    [
      'what is dark stays',
      '<div style="background:#eee"><p style="background: #123 none">A</p>B</div>',
      ['A'],
    ],
    [
      'with what is dark in it',
      '<div style="background-color:rgb(0, 0, 0)">A<p style="background:navy">B</p></div>',
      ['AB'],
    ],
    [
      'light paper on dark is turned',
      '<body bgcolor="#222222"><table style="background-color:#fff"><tr><td>A</td></tr></table>',
      ['page', 'A'],
    ],
    [
      'a button goes with what it stands on',
      '<div style="background:#ddd"><a style="background:#000">A</a></div>',
      [],
    ],
    ['a brand colour goes with the rest', '<table bgcolor="#e96f3d"><tr><td>A</td></tr></table>', []],
    [
      'what a style sheet makes dark stays',
      '<style>.head{background-color:#111}</style><div style="background:#eee"><p class="wide head">A</p>B</div>',
      ['A'],
    ],
    [
      'by whatever names the part',
      '<style>#top, table.foot > tbody td{background:navy} div .pic{background:url(//a.test/b.png)}</style>' +
        '<p id="top">A</p><table class="foot"><tr><td>B</td></tr></table><div><i><p class="pic">C</p></i></div>',
      ['A', 'B', 'C'],
    ],
    [
      'of two rules that which names it more closely counts, of two alike the later one',
      '<style>p.a{background:#000}p{background:#eee}.b{background:#111}.b{background:#ddd}</style>' +
        '<p class="a">A</p><p class="b">B</p><p class="a" style="background:#eee">C</p>',
      ['A'],
    ],
    [
      'rules for paper, small screens, states and words count for nothing',
      '<style>@media print{.a{background:#000}}@media (max-width:600px){.b{background:#000}}' +
        '.c:hover,a.c,.c{color:#000}.d{background:#000;background-clip:text}@media screen{.e{background:#000}}</style>' +
        '<div style="background:#eee"><p class="a">A</p><p class="b">B</p><p class="c">C</p><p class="d">D</p><p class="e">E</p>',
      ['E'],
    ],
    [
      'the page itself too',
      '<style>body{background:#101010}</style><body><div style="background:#fff">A</div>',
      ['page', 'A'],
    ],
    [
      'what hides nothing is none',
      '<p style="background:#eee">A<b>B</b></p><p style="background:rgba(0,0,0,.05)">A</p>',
      [],
    ],
  ])('%s', (_, html, expected) => {
    expect(turned(html.startsWith('<td') ? `<table><tr>${html}` : html)).toEqual(expected);
  });

  it('marks nothing for the sender', () => {
    expect(turned('<div style="background:#eee" data-skein-turned>A</div>')).toEqual([]);
  });
});

describe('the colours of a mail whose paper may turn dark', () => {
  it('are kept on light paper, and given for dark paper', () => {
    const html = '<p style="color:#1f497d !important;background:#fff;margin:0"><font color=red>A</font></p>';
    expect(first(html, 'p')?.getAttribute('style')).toMatch(
      /^color:light-dark\(#1f497d,hsl\(213 60% 88%\)\) !important;margin:0$/,
    );
    expect(first(html, 'font')?.getAttribute('style')).toContain('color:light-dark(#ff0000,hsl(0 100% 85%))');
    expect(first('<p style="color:windowtext">A</p>', 'p')?.getAttribute('style')).toBe('color:inherit');
    expect(first('<body text="#000000" bgcolor="white"><p>A</p>', 'p')?.parentElement?.outerHTML).not.toMatch(
      /bgcolor|text=/,
    );
  });

  it('of what was not to be seen is not seen on dark paper either', () => {
    expect(inkForBoth('#fefefe')).toBe('light-dark(#fefefe,transparent)');
  });

  it('are left alone in a design', () => {
    const html = '<table bgcolor="navy"><tr><td style="color:#fff">Sale</td></tr></table>';
    expect(first(html, 'td')?.getAttribute('style')).toBe('color:#fff');
    expect(first(html, 'table')?.getAttribute('bgcolor')).toBe('navy');
  });

  it('can always be read on dark paper', () => {
    const channel = fc.integer({ min: 0, max: 255 });
    fc.assert(
      fc.property(channel, channel, channel, (red, green, blue) => {
        const ink = inkForBoth(`rgb(${red}, ${green}, ${blue})`)!;
        const dark = /hsl\((\d+) (\d+)% (\d+)%\)/.exec(ink);
        if (!dark) return expect(ink).toContain('transparent');
        const [hue, saturation, lightness] = dark.slice(1).map(Number) as [number, number, number];
        expect(
          contrast(fromHsl(hue, saturation / 100, lightness / 100), fromHex(DARK_PAPER)),
        ).toBeGreaterThan(4.5);
      }),
    );
  });
});

type Rgb = [number, number, number];

const fromHex = (hex: string) =>
  [1, 3, 5].map((at) => Number.parseInt(hex.slice(at, at + 2), 16) / 255) as Rgb;

/** CSS Color Module Level 4, section 7.1. */
function fromHsl(hue: number, saturation: number, lightness: number): Rgb {
  const part = (n: number) => {
    const k = (n + hue / 30) % 12;
    return (
      lightness - saturation * Math.min(lightness, 1 - lightness) * Math.max(-1, Math.min(k - 3, 9 - k, 1))
    );
  };
  return [part(0), part(8), part(4)];
}

/** WCAG 2.2. */
function contrast(a: Rgb, b: Rgb): number {
  const luminance = (rgb: Rgb) => {
    const [red, green, blue] = rgb.map((part) =>
      part <= 0.04045 ? part / 12.92 : ((part + 0.055) / 1.055) ** 2.4,
    ) as Rgb;
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue;
  };
  const [dark, light] = [luminance(a), luminance(b)].sort((x, y) => x - y) as [number, number];
  return (light + 0.05) / (dark + 0.05);
}
