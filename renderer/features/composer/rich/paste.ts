/** Makes what was copied elsewhere ready for the editor, whose schema then takes only what it knows. */
import { treatTables } from './paste-tables.ts';
import { inertDocument } from './read.ts';

/** Much longer than any document somebody means to paste into a mail; the rest is left out. */
const LONGEST = 2_000_000;

/**
 * HTML from the clipboard as plain structure: Word's lists become lists, what is hidden falls away, tables of
 * data stay tables, pictures of other places become links to them. `isPicture` says whether an attachment is of this draft.
 */
export function cleanPasted(html: string, isPicture: (attachmentId: string) => boolean): string {
  const { head, body } = inertDocument(html.slice(0, LONGEST));
  const generator = head.querySelector('meta[name="generator" i]')?.getAttribute('content') ?? '';
  dropUnseen(body);
  makeWordLists(body);
  nestLists(body);
  treatTables(body);
  treatPictures(body, isPicture);
  spaceParagraphs(body, /LibreOffice|OpenOffice/i.test(generator));
  return body.innerHTML;
}

function dropUnseen(body: HTMLElement): void {
  for (const element of body.querySelectorAll(
    'style, script, title, meta, link, xml, template, noscript, object, br.Apple-interchange-newline',
  ))
    element.remove();
  for (const element of [...body.querySelectorAll<HTMLElement>('[style]')])
    if (element.style.display === 'none' || element.getAttribute('style')?.includes('mso-hide:all'))
      element.remove();
  // Office's own elements (<o:p>, <w:sdt>, <v:shape>) hold at most text.
  for (const element of [...body.querySelectorAll('*')])
    if (element.localName.includes(':')) element.replaceWith(...element.childNodes);
  const comments = body.ownerDocument.createNodeIterator(body, NodeFilter.SHOW_COMMENT);
  for (let comment = comments.nextNode(); comment; comment = comments.nextNode())
    (comment as Comment).remove();
}

/** "1.", "a)", "iv." number an item; every other sign only marks it. */
const NUMBER = /^\(?(?:\d+|[a-z]|[ivxlc]+)[.)]/i;

/** Word writes a list as paragraphs that name their level, each with its mark as text. */
function makeWordLists(body: HTMLElement): void {
  let open: { list: HTMLElement; level: number }[] = [];
  let last: { element: Element; name: string } | null = null;
  for (const paragraph of [...body.querySelectorAll<HTMLElement>('[style*="mso-list"]')]) {
    const named = /mso-list:\s*(\S+) level(\d)/i.exec(paragraph.getAttribute('style') ?? '');
    if (!named) continue;
    const level = Number(named[2]);
    if (last?.element !== paragraph.previousElementSibling || last?.name !== named[1]) open = [];
    const mark = paragraph.querySelector('[style*="mso-list:Ignore" i]');
    const numbered = NUMBER.test(mark?.textContent?.trim() ?? '');
    mark?.remove();
    while (open.length > 0 && open.at(-1)!.level > level) open.pop();
    if (open.at(-1)?.level !== level) {
      const list = body.ownerDocument.createElement(numbered ? 'ol' : 'ul');
      const parent = open.at(-1)?.list.lastElementChild;
      if (parent) parent.append(list);
      else {
        paragraph.before(list);
        last = { element: list, name: named[1]! };
      }
      open.push({ list, level });
    }
    const item = body.ownerDocument.createElement('li');
    item.append(...paragraph.childNodes);
    open.at(-1)!.list.append(item);
    paragraph.remove();
  }
}

/** Google Docs puts a list that is nested beside the item it belongs to. */
function nestLists(body: HTMLElement): void {
  for (const list of body.querySelectorAll('ul > ul, ul > ol, ol > ul, ol > ol'))
    if (list.previousElementSibling?.localName === 'li') list.previousElementSibling.append(list);
}

function treatPictures(body: HTMLElement, isPicture: (attachmentId: string) => boolean): void {
  for (const image of [...body.querySelectorAll('img')]) {
    const source = image.getAttribute('src') ?? '';
    const attachment = /^skein-message:\/\/attachment\/(.+)$/.exec(source)?.[1];
    if (attachment !== undefined && isPicture(attachment)) continue;
    const alt = image.getAttribute('alt')?.trim() ?? '';
    // Nobody sees a picture of a pixel, and following it would tell its sender.
    const shown = !(image.getAttribute('width') === '1' || image.getAttribute('height') === '1');
    if (!/^https?:/i.test(source) || !shown || image.closest('a')) {
      image.replaceWith(alt);
      continue;
    }
    const link = body.ownerDocument.createElement('a');
    link.href = source;
    link.textContent = alt || source;
    image.replaceWith(link);
  }
}

/**
 * Paragraphs of the web stand apart, lines here do not: an empty line keeps them so. `below`: only what is below a
 * paragraph is space, as in the documents of some programs.
 */
function spaceParagraphs(body: HTMLElement, below: boolean): void {
  for (const paragraph of [...body.querySelectorAll<HTMLElement>('p + p')]) {
    const before = paragraph.previousElementSibling as HTMLElement;
    const close = [before.style.marginBottom, below ? '0' : paragraph.style.marginTop];
    const tight = close.every((margin) => /^0(?:pt|px|cm|mm|in|em)?$/.test(margin) || margin === 'auto');
    const office =
      /^Mso/i.test(paragraph.className) && close.every((margin) => margin === '' || parseFloat(margin) === 0);
    const empty = [before, paragraph].some(
      (one) => one.textContent?.trim() === '' && !one.querySelector('img'),
    );
    if (tight || office || empty || paragraph.closest('li, td, th')) continue;
    const line = body.ownerDocument.createElement('div');
    line.append(body.ownerDocument.createElement('br'));
    paragraph.before(line);
  }
}
