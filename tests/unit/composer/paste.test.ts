import { beforeAll, describe, expect, it } from 'vitest';
import { TABLE_LOOK } from '../../../renderer/features/composer/rich/tables.ts';
import { stubPage } from './dom.ts';

let paste: (html: string) => { html: string; text: string };
beforeAll(async () => {
  stubPage();
  const { cleanPasted } = await import('../../../renderer/features/composer/rich/paste.ts');
  const { readHtml } = await import('../../../renderer/features/composer/rich/read.ts');
  const { written } = await import('../../../renderer/features/composer/rich/serialize.ts');
  paste = (html) => written(readHtml(cleanPasted(html, (id) => id === 'mine')));
});

/** As Word for Windows puts it on the clipboard: conditional comments, office elements, lists as paragraphs. */
const WORD = `<html xmlns:o="urn:schemas-microsoft-com:office:office" xmlns:w="urn:schemas-microsoft-com:office:word">
<head><meta name=Generator content="Microsoft Word 15"><!--[if gte mso 9]><xml><o:x/></xml><![endif]-->
<style><!-- p.MsoNormal {margin:0cm;} @list l0 {mso-list-id:1;} --></style></head>
<body lang=EN-GB style='tab-interval:36.0pt'><!--StartFragment-->
<p class=MsoNormal><b><span style='mso-ansi-language:EN-US'>Roof survey<o:p></o:p></span></b></p>
<p class=MsoNormal><o:p>&nbsp;</o:p></p>
<p class=MsoListParagraphCxSpFirst style='text-indent:-18.0pt;mso-list:l0 level1 lfo1'><![if !supportLists]><span style='mso-list:Ignore'>1.<span style='font:7.0pt "Times New Roman"'>&nbsp;&nbsp; </span></span><![endif]>Ridge<o:p></o:p></p>
<p class=MsoListParagraphCxSpMiddle style='margin-left:72.0pt;mso-list:l0 level2 lfo1'><![if !supportLists]><span style='mso-list:Ignore'>a.<span>&nbsp; </span></span><![endif]>tiles</p>
<p class=MsoListParagraphCxSpLast style='mso-list:l0 level1 lfo1'><span style='mso-list:Ignore'>2.<span>&nbsp; </span></span><i>Gutter</i></p>
<p class=MsoListParagraph style='mso-list:l1 level1 lfo2'><span style='font-family:Symbol;mso-list:Ignore'>·<span>&nbsp; </span></span>point</p>
<p class=MsoNormal>See <a href="https://example.org/roof">here</a><span style='mso-hide:all;display:none'>secret</span>.</p>
<!--EndFragment--></body></html>`;

/** As Google Docs does: all in a <b> that is not bold, spans with styles, a nested list beside its item. */
const DOCS = `<meta charset='utf-8'><b style="font-weight:normal;" id="docs-internal-guid-1"><p dir="ltr" style="line-height:1.38;margin-top:0pt;margin-bottom:0pt;"><span style="font-size:11pt;font-weight:400;">Plain </span><span style="font-weight:700;">bold</span><span style="font-style:italic;text-decoration:underline;"> both</span></p><p dir="ltr" style="margin-top:0pt;margin-bottom:0pt;"><span style="font-weight:400">Next</span></p><ul style="margin-top:0;"><li dir="ltr" aria-level="1"><p dir="ltr" role="presentation"><span>One</span></p></li><ul><li aria-level="2"><p><span>deep</span></p></li></ul><li><p><span>Two</span></p></li></ul></b><br class="Apple-interchange-newline">`;

/** As Outlook does with a table and an empty line. */
const OUTLOOK = `<body><div class=WordSection1><p class=MsoNormal>Costs:<o:p></o:p></p><table class=MsoNormalTable><tr><td width=100><p class=MsoNormal>Tiles</p></td><td><p class=MsoNormal><b>120</b></p></td></tr><tr><td>Work</td><td>80</td></tr></table><p class=MsoNormal>Bye</p></div></body>`;

/** As Excel does, with a cell over two columns. */
const EXCEL = `<html xmlns:x="urn:schemas-microsoft-com:office:excel"><head><style><!--td {mso-number-format:General;}--></style></head><body link=blue><table border=0 cellpadding=0 style='border-collapse:collapse'><!--StartFragment--><col width=64 span=2><tr height=20><td colspan=2 class=xl65 align=center>Costs</td></tr><tr height=20><td height=20>Tiles</td><td align=right>120</td></tr><!--EndFragment--></table></body></html>`;

describe('pasting', () => {
  it('takes over what Word means and nothing of how it says it', () => {
    expect(paste(WORD).html).toBe(
      '<div><strong>Roof survey</strong></div><div>\u00a0</div>' +
        '<ol><li>Ridge<ol><li>tiles</li></ol></li><li><em>Gutter</em></li></ol><ul><li>point</li></ul>' +
        '<div>See <a href="https://example.org/roof">here</a>.</div>',
    );
  });

  it('reads Google Docs', () => {
    expect(paste(DOCS).html).toBe(
      '<div>Plain <strong>bold</strong><em><u> both</u></em></div><div>Next</div>' +
        '<ul><li>One<ul><li>deep</li></ul></li><li>Two</li></ul>',
    );
  });

  it('keeps a table of data, and the text has its rows as lines', () => {
    expect(paste(OUTLOOK)).toEqual({
      html:
        `<div>Costs:</div><table ${TABLE_LOOK}><tbody><tr><td>Tiles</td><td><strong>120</strong></td></tr>` +
        '<tr><td>Work</td><td>80</td></tr></tbody></table><div>Bye</div>',
      text: 'Costs:\nTiles | 120\nWork | 80\nBye',
    });
  });

  it('reads spreadsheets: numbers to the right, cells that were joined', () => {
    expect(paste(EXCEL).html).toBe(
      `<table ${TABLE_LOOK}><tbody><tr><td colspan="2" align="center">Costs</td></tr>` +
        '<tr><td>Tiles</td><td align="right">120</td></tr></tbody></table>',
    );
  });

  it('makes lines of a table that only lays out a page', () => {
    expect(
      paste(
        '<table role="presentation"><tr><td>Home</td><td>News</td></tr></table>' +
          '<table><tr><td><table><tr><td>One</td><td>Two</td></tr></table></td><td><p>Side</p></td></tr></table>',
      ).html,
    ).toBe(
      `<div>Home | News</div><table ${TABLE_LOOK}><tbody><tr><td>One</td><td>Two</td></tr></tbody></table><div>Side</div>`,
    );
  });

  it('reads LibreOffice, whose paragraphs have space below them only', () => {
    const html = (content: string) =>
      `<html><head><meta name="generator" content="LibreOffice 24.2 (Linux)"/></head><body>${content}</body></html>`;
    expect(
      paste(html('<p style="margin-bottom: 0cm"><b>One</b></p><p style="margin-bottom: 0cm">Two</p>')).html,
    ).toBe('<div><strong>One</strong></div><div>Two</div>');
    expect(paste(html('<p>One</p><p>Two</p>')).html).toBe('<div>One</div><div><br></div><div>Two</div>');
  });

  it('keeps the paragraphs of a web page apart and loads nothing of it', () => {
    const { html } = paste(
      '<article><style>p{color:red}</style><p style="color:red">One</p><p>Two <img src="https://example.org/a.png" alt="A map"></p>' +
        '<img src="https://example.org/pixel" width="1" height="1"><script>x()</script><form><input value="x"></form></article>',
    );
    expect(html).toBe(
      '<div>One</div><div><br></div><div>Two <a href="https://example.org/a.png">A map</a></div>',
    );
  });

  it('keeps a picture of this draft and no other', () => {
    const { html } = paste(
      '<div>a<img src="skein-message://attachment/mine" alt="m"><img src="skein-message://attachment/other" alt="o"></div>',
    );
    expect(html).toBe('<div>a<img src="cid:mine@picture.invalid" alt="m">o</div>');
  });
});
