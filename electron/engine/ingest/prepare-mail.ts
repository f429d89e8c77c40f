/** Turns what the parser understood into rows: the slow part of ingest, done before the writer is asked. */
import { createHash } from 'node:crypto';
import { promisify } from 'node:util';
import { deflate } from 'node:zlib';
import { plainText } from '#engine/channels/mail/mime/plain-text.ts';
import { snippet } from '#engine/channels/mail/mime/snippet.ts';
import type { Address as ParsedAddress, ParsedMessage } from '#engine/channels/mail/mime/types.ts';
import { visibleText } from '#engine/channels/mail/mime/visible-text.ts';
import type { IncomingMessage } from '#engine/channels/mail/ports.ts';
import type { ContentFolder } from '#engine/store/content.ts';
import type { Address } from '#shared/contract/model.ts';
import type { PreparedAttachment, PreparedBody, PreparedMail, PreparedSource } from './prepared-mail.ts';

/** Sources above this many bytes lie in a content file of their own rather than in the database. */
const CONTENT_FILE_BYTES = 256 * 1024;
/** Characters of text that are kept for reading and searching; the source keeps the rest. */
const MAX_TEXT = 1_000_000;

const compress = promisify(deflate);

const toAddress = ({ name, address }: ParsedAddress): Address => ({
  name: (name ?? '').slice(0, 1000),
  address: address.slice(0, 1000),
});

/** The parser names a msg-id by its inside; the store and the servers with the brackets (RFC 5322 section 3.6.4). */
const bracketed = (id: string) => `<${id}>`;

/** Compresses a source, or puts it in a content file when it is large. */
export async function prepareSource(source: Uint8Array, content: ContentFolder): Promise<PreparedSource> {
  if (source.byteLength > CONTENT_FILE_BYTES) {
    const stored = await content.put(source);
    return { sha256: stored.sha256, deflated: null, content: stored };
  }
  return {
    sha256: createHash('sha256').update(source).digest('hex'),
    deflated: await compress(source, { level: 1 }),
    content: null,
  };
}

export function prepareAttachments(parsed: ParsedMessage): PreparedAttachment[] {
  return parsed.attachments.map((part) => ({
    partIndex: part.partIndex,
    filename: part.filename ?? '',
    contentType: part.contentType,
    contentId: part.contentId,
    size: part.size,
    sha256: part.sha256,
    inline: part.inline && part.referenced,
  }));
}

async function prepareBody(parsed: ParsedMessage): Promise<PreparedBody> {
  const { visible, folded } = visibleText(plainText(parsed).slice(0, MAX_TEXT));
  return {
    text: [visible, ...folded.map((part) => part.text)].join('\n'),
    visibleLength: visible.length,
    folded,
    snippet: snippet(visible),
    html: parsed.html === null ? null : await compress(parsed.html, { level: 1 }),
  };
}

const EMPTY_BODY: PreparedBody = { text: '', visibleLength: 0, folded: [], snippet: '', html: null };

/** Everything of one incoming message that its rows need. */
export async function prepareMail(
  incoming: IncomingMessage<ParsedMessage>,
  content: ContentFolder,
): Promise<PreparedMail> {
  const { parsed } = incoming;
  const precedence = parsed?.headers.find(([name]) => name.toLowerCase() === 'precedence')?.[1];
  const date = parsed?.date ? Date.parse(parsed.date) : Number.NaN;
  return {
    uid: incoming.uid,
    flags: incoming.flags,
    modseq: incoming.modseq,
    emailId: incoming.emailId,
    providerThreadId: incoming.threadId,
    size: incoming.size,
    internalDate: incoming.internalDate,
    messageId: parsed?.messageId ? bracketed(parsed.messageId) : null,
    inReplyTo: parsed?.inReplyTo ? bracketed(parsed.inReplyTo) : null,
    references: parsed?.references.map(bracketed) ?? [],
    subject: parsed?.subject ?? '',
    date: Number.isFinite(date) ? date : incoming.internalDate,
    from: parsed?.from.map(toAddress) ?? [],
    sender: parsed?.sender ? toAddress(parsed.sender) : null,
    to: parsed?.to.map(toAddress) ?? [],
    cc: parsed?.cc.map(toAddress) ?? [],
    bcc: parsed?.bcc.map(toAddress) ?? [],
    replyTo: parsed?.replyTo.map(toAddress) ?? [],
    listId: parsed?.listId ?? null,
    automatic:
      (parsed?.autoSubmitted !== null &&
        parsed?.autoSubmitted !== undefined &&
        parsed.autoSubmitted !== 'no') ||
      /bulk|list|junk/i.test(precedence ?? ''),
    warnings: parsed?.warnings ?? ['parse-failed'],
    body: parsed ? await prepareBody(parsed) : EMPTY_BODY,
    attachments: parsed ? prepareAttachments(parsed) : [],
    source: incoming.source ? await prepareSource(incoming.source, content) : null,
  };
}
