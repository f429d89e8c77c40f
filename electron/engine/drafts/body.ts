/** The text and the HTML of a mail, made of what was written and what is quoted below it. */
import type { QuotableHtml } from '#engine/channels/mail/mime/html/quotable.ts';
import type { Draft } from '#shared/contract/model.ts';
import { escapeHtml, hasFormatting, textToHtml } from '#shared/text/draft-html.ts';

const QUOTE_STYLE = 'margin:0 0 0 0.8ex;border-left:1px solid #ccc;padding-left:1ex';

/**
 * What a draft says, to be sent. The HTML is `null` when the text says it all: the draft is written as plain text, or
 * neither it nor what it quotes has any formatting. `quoted` is the HTML of the mail it answers, if that has any.
 */
export function mailBody(
  draft: Pick<Draft, 'text' | 'html' | 'quote' | 'mode'>,
  quoted: QuotableHtml | null,
): { text: string; html: string | null } {
  const hasQuote = draft.quote.trim() !== '';
  const text = hasQuote ? `${draft.text.trimEnd()}\n\n${draft.quote}\n`.replace(/^\n+/, '') : draft.text;
  const formatted = draft.html !== null && (hasFormatting(draft.html) || (hasQuote && quoted !== null));
  if (!formatted) return { text, html: null };
  const quote = hasQuote ? quoteHtml(draft, quoted) : '';
  const own = hasQuote && draft.html !== '' ? `${draft.html}<div><br></div>` : draft.html;
  return {
    text,
    html: `<!doctype html>\n<html><head><meta charset="utf-8"></head><body>${own}${quote}</body></html>\n`,
  };
}

/** The line or the block that says whose words follow, and the words. */
function quoteHtml({ quote, mode }: Pick<Draft, 'quote' | 'mode'>, quoted: QuotableHtml | null): string {
  const forwarded = mode === 'forward';
  const end = quote.indexOf(forwarded ? '\n\n' : '\n');
  const heading = end < 0 ? quote : quote.slice(0, end);
  const words = end < 0 ? '' : quote.slice(end).replace(/^\n+/, '');
  const lines = heading.split('\n').map((line) => `<div>${escapeHtml(line)}</div>`);
  if (forwarded) return `${lines.join('')}<div><br></div><div>${quoted?.html ?? textToHtml(words)}</div>`;
  const inner = quoted?.html ?? textToHtml(words.replace(/^> ?/gm, ''));
  return `${lines.join('')}<blockquote type="cite" style="${QUOTE_STYLE}">${inner}</blockquote>`;
}
