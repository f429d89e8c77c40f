/** The small HTML in which drafts keep formatted text: a `div` is a line, as mail programs write it. */

/** Text as characters of HTML, safe in an element and in a quoted attribute. */
export function escapeHtml(text: string): string {
  return text.replace(/[&<>"]/g, (char) => ESCAPES[char]!);
}

const ESCAPES: Record<string, string> = { '&': '&amp;', '<': '&lt;', '>': '&gt;', '"': '&quot;' };

/** Plain text as a draft with formatting: each line its own `div`, runs of spaces kept. */
export function textToHtml(text: string): string {
  if (text === '') return '';
  return text
    .split(/\r\n?|\n/)
    .map((line) => `<div>${line === '' ? '<br>' : keepSpaces(escapeHtml(line))}</div>`)
    .join('');
}

/** Spaces that HTML would fold stay: all but the last of a run, and the first where one would `fold` into what is before. */
export function keepSpaces(html: string, fold = true): string {
  return html.replace(fold ? /^ | (?= )/g : / (?= )/g, '\u00a0');
}

/** A link whose words are its address: every program makes one of the address alone. */
const BARE_LINK = /<a href="((?:https?:\/\/)?([^"]+))">(?:\1|\2)<\/a>/g;

/** Whether the HTML of a draft says anything that its text alone does not. */
export function hasFormatting(html: string): boolean {
  return /<(?!\/?(?:div|br)>)/i.test(html.replace(BARE_LINK, ''));
}

/** The Content-ID of a picture in a draft's text (RFC 2392), by which its HTML names it as `cid:…`. */
export const pictureCid = (attachmentId: string): string => `${attachmentId}@picture.invalid`;
