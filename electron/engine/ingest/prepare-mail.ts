/** Turns what the MIME worker made of a message into rows. Its source becomes a file here when it is large. */
import {
  type CondensedBody,
  type CondensedMessage,
  condenseSource,
  SOURCE_IN_ROW_BYTES,
} from '#engine/channels/mail/mime/condense.ts';
import type { Address as ParsedAddress } from '#engine/channels/mail/mime/types.ts';
import type { IncomingMessage, PartOutline } from '#engine/channels/mail/ports.ts';
import type { ContentFolder } from '#engine/store/content.ts';
import type { Address } from '#shared/contract/model.ts';
import type { Derived } from './derived.ts';
import type { PreparedAttachment, PreparedMail, PreparedSource } from './prepared-mail.ts';

const toAddress = ({ name, address }: ParsedAddress): Address => ({
  name: (name ?? '').slice(0, 1000),
  address: address.slice(0, 1000),
});

/** The parser names a msg-id by its inside; the store and the servers with the brackets (RFC 5322 section 3.6.4). */
export const bracketed = (id: string) => `<${id}>`;

async function prepareSource(
  { source, parsed }: IncomingMessage<CondensedMessage>,
  content: ContentFolder,
): Promise<PreparedSource | null> {
  if (!source) return null;
  if (source.byteLength > SOURCE_IN_ROW_BYTES) {
    const stored = await content.put(source);
    return { sha256: stored.sha256, deflated: null, content: stored };
  }
  return { ...(parsed?.source ?? condenseSource(source)), content: null };
}

/** How names of files end, by which the system knows what opens them. */
const ENDINGS: Record<string, string> = {
  ...{
    'application/pdf': 'pdf',
    'application/zip': 'zip',
    'application/rtf': 'rtf',
    'application/msword': 'doc',
  },
  ...{
    'image/jpeg': 'jpg',
    'image/png': 'png',
    'image/gif': 'gif',
    'image/webp': 'webp',
    'image/tiff': 'tif',
  },
  ...{ 'text/plain': 'txt', 'text/html': 'html', 'text/csv': 'csv', 'text/vcard': 'vcf' },
  ...{ 'audio/mpeg': 'mp3', 'audio/wav': 'wav', 'video/mp4': 'mp4', 'message/rfc822': 'eml' },
};

/** What a part is called whose author gave it no name. */
function unnamed(contentType: string): string {
  if (contentType === 'text/calendar') return 'invitation.ics';
  const ending = ENDINGS[contentType];
  return ending ? `attachment.${ending}` : 'attachment';
}

/** What a report says to programs. */
const FOR_PROGRAMS =
  /^(message\/(global-)?(delivery-status|disposition-notification)|text\/rfc822-headers?)$/;

/** A part without a name that is shown as what it says, not as a file: an event, a report. */
function isShownOtherwise(
  { contentType, filename }: CondensedMessage['attachments'][number],
  { calendar, report }: CondensedMessage,
): boolean {
  if (filename !== null) return false;
  return contentType === 'text/calendar'
    ? calendar !== null
    : report !== null && FOR_PROGRAMS.test(contentType);
}

export function prepareAttachments(parsed: CondensedMessage): PreparedAttachment[] {
  return parsed.attachments.map((part) => ({
    partIndex: part.partIndex,
    filename: part.filename ?? unnamed(part.contentType),
    contentType: part.contentType,
    contentId: part.contentId,
    size: part.size,
    sha256: part.sha256,
    inline: (part.inline && part.referenced) || isShownOtherwise(part, parsed),
  }));
}

const EMPTY_BODY: CondensedBody = {
  text: '',
  visibleLength: 0,
  folded: [],
  snippet: '',
  hasHtml: false,
  html: null,
};

/** Files that are known to be there before they are here. */
const prepareOutline = (parts: readonly PartOutline[]): PreparedAttachment[] =>
  parts.map(({ filename, contentType, ...part }, partIndex) => ({
    ...{ ...part, contentType, partIndex, sha256: null },
    filename: filename ?? unnamed(contentType),
  }));

/** What is derived from the source alone. */
export function prepareDerived(parsed: CondensedMessage): Derived {
  const { body, warnings, claims, calendar, report } = parsed;
  return { body, warnings, claims, calendar, report, attachments: prepareAttachments(parsed) };
}

const UNREADABLE: Derived = {
  body: EMPTY_BODY,
  warnings: ['parse-failed'],
  claims: null,
  attachments: [],
  calendar: null,
  report: null,
};

/** Everything of one incoming message that its rows need. */
export async function prepareMail(
  incoming: IncomingMessage<CondensedMessage>,
  content: ContentFolder,
): Promise<PreparedMail> {
  const { parsed } = incoming;
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
      /bulk|list|junk/i.test(parsed?.precedence ?? '') ||
      parsed?.leavable === true,
    ...(parsed ? prepareDerived(parsed) : UNREADABLE),
    ...(incoming.outline ? { attachments: prepareOutline(incoming.outline) } : {}),
    source: await prepareSource(incoming, content),
  };
}
