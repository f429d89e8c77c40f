/** The text and the HTML of a mail, made of what was written and what is quoted below it. */
import type { QuotableHtml } from '#engine/channels/mail/mime/html/quotable.ts';
import type { Draft } from '#shared/contract/drafts.ts';
import type { Sender } from '#shared/contract/senders.ts';
import { escapeHtml, hasFormatting, textToHtml } from '#shared/text/draft-html.ts';

const QUOTE_STYLE = 'margin:0 0 0 0.8ex;border-left:1px solid #ccc;padding-left:1ex';

/**
 * What a draft says, to be sent, with the sender's signature. The HTML is `null` when the text says it all: the draft is written as plain text, or
 * neither it nor what it quotes has any formatting. `quoted` is the HTML of the mail it answers, if that has any.
 */
export function mailBody(
  draft: Pick<Draft, 'text' | 'html' | 'quote' | 'mode' | 'signature'>,
  quoted: QuotableHtml | null,
  { signatureHtml, signatureText }: Pick<Sender, 'signatureHtml' | 'signatureText'>,
): { text: string; html: string | null } {
  const hasQuote = draft.quote.trim() !== '';
  const signed = draft.signature && signatureText.trim() !== '';
  const words = signed ? `${draft.text.trimEnd()}\n\n-- \n${signatureText}` : draft.text;
  const text = hasQuote ? `${words.trimEnd()}\n\n${draft.quote}\n`.replace(/^\n+/, '') : words;
  const formatted =
    draft.html !== null &&
    (hasFormatting(draft.html) || (hasQuote && quoted !== null) || (signed && hasFormatting(signatureHtml)));
  if (!formatted) return { text, html: null };
  const quote = hasQuote ? quoteHtml(draft, quoted) : '';
  const signature = signed ? `<div><br></div><div>-- </div>${signatureHtml}` : '';
  const above = `${draft.html}${signature}`;
  const own = hasQuote && above !== '' ? `${above}<div><br></div>` : above;
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
