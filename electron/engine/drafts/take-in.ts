import { messageIdDomain } from '#engine/channels/mail/message-id.ts';
import type { QuotableHtml } from '#engine/channels/mail/mime/html/quotable.ts';
import { plainText } from '#engine/channels/mail/mime/plain-text.ts';
import type { ParsedMessage } from '#engine/channels/mail/mime/types.ts';
import type { ContentFolder } from '#engine/store/content.ts';
import { uuidv7 } from '#engine/store/ids.ts';
import type { Address } from '#shared/contract/model.ts';
import { readDraftInfo } from './draft-info.ts';
import type { TakenIn } from './server-drafts.ts';

const named = (addresses: ParsedMessage['to']): Address[] =>
  addresses.map(({ name, address }) => ({ name: name ?? '', address }));

/** What a draft of another program says, with its files put where those of drafts lie. */
export async function readServerDraft(
  messageId: string,
  parsed: ParsedMessage,
  quotable: QuotableHtml | null,
  content: ContentFolder,
): Promise<TakenIn> {
  const files: TakenIn['files'] = [];
  for (const { filename, contentType, contentId, inline, content: bytes } of parsed.attachments)
    files.push({
      filename: filename ?? 'file',
      contentType,
      contentId,
      inline,
      content: await content.put(bytes),
    });
  const from = parsed.from[0]?.address ?? null;
  return {
    ...{ messageId, from, files },
    ...{ to: named(parsed.to), cc: named(parsed.cc), bcc: named(parsed.bcc) },
    subject: parsed.subject ?? '',
    text: plainText(parsed),
    html: quotable && withoutLayout(quotable.html),
    inReplyTo: parsed.inReplyTo === null ? null : `<${parsed.inReplyTo}>`,
    ...readDraftInfo(parsed.headers),
    newMessageId: `<${uuidv7()}@${messageIdDomain(from ?? '')}>`,
  };
}

const BLOCK = 'div|p|ul|ol|li|h[1-6]|blockquote|table|thead|tbody|tr|td|th|br|hr|center';
const AROUND_BLOCKS = new RegExp(` ?(</?(?:${BLOCK})\\b[^>]*>) ?`, 'gi');

/** The spaces and line ends that only lay out the source: the editor takes every space as written. */
function withoutLayout(html: string): string {
  if (/<pre\b/i.test(html)) return html;
  return html
    .replace(/[ \t\r\n]+/g, ' ')
    .replace(AROUND_BLOCKS, '$1')
    .replace(AROUND_BLOCKS, '$1');
}
