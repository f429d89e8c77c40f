/** Makes what was copied elsewhere ready for the editor, whose schema then takes only what it knows. */
import { inertDocument } from './read.ts';

/** Much longer than any document somebody means to paste into a mail; the rest is left out. */
const LONGEST = 2_000_000;

/**
 * HTML from the clipboard as plain structure: Word's lists become lists, what is hidden falls away, rows of a table
 * become lines, pictures of other places become links to them. `isPicture` says whether an attachment is of this draft.
 */
export function cleanPasted(html: string, isPicture: (attachmentId: string) => boolean): string {
  const { body } = inertDocument(html.slice(0, LONGEST));
  dropUnseen(body);
  makeWordLists(body);
  nestLists(body);
  flattenTables(body);
  treatPictures(body, isPicture);
  spaceParagraphs(body);
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

/** The cells of a row stand in one line, unless they hold lines of their own. */
function flattenTables(body: HTMLElement): void {
  for (const row of [...body.querySelectorAll('tr')]) {
    const cells = [...row.querySelectorAll(':scope > td, :scope > th')];
    if (cells.length < 2 || cells.some((cell) => cell.querySelector('table, ul, ol, pre, p ~ p, div ~ div')))
      continue;
    const line = body.ownerDocument.createElement('div');
    for (const [index, cell] of cells.entries()) {
      if (index > 0) line.append(' | ');
      for (const block of cell.querySelectorAll('p, div')) block.replaceWith(...block.childNodes);
      line.append(...cell.childNodes);
    }
    row.replaceChildren(line);
  }
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

/** Paragraphs of the web stand apart, lines here do not: an empty line keeps them so. */
function spaceParagraphs(body: HTMLElement): void {
  for (const paragraph of [...body.querySelectorAll<HTMLElement>('p + p')]) {
    const before = paragraph.previousElementSibling as HTMLElement;
    const close = [before.style.marginBottom, paragraph.style.marginTop];
    const tight = close.every((margin) => /^0(?:pt|px|cm|in|em)?$/.test(margin) || margin === 'auto');
    const office =
      /^Mso/i.test(paragraph.className) && close.every((margin) => margin === '' || parseFloat(margin) === 0);
    const empty = [before, paragraph].some(
      (one) => one.textContent?.trim() === '' && !one.querySelector('img'),
    );
    if (tight || office || empty || paragraph.closest('li')) continue;
    const line = body.ownerDocument.createElement('div');
    line.append(body.ownerDocument.createElement('br'));
    paragraph.before(line);
  }
}
