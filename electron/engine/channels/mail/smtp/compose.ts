import { bareMessageId } from '../message-id.ts';
import { encodeFlowed } from './flowed.ts';

export interface MailAddress {
  /** Empty when there is none. */
  name: string;
  address: string;
}

export interface OutgoingAttachment {
  filename: string;
  contentType: string;
  content: Uint8Array;
  /** Without angle brackets; makes it a part of the HTML body instead of an attachment. */
  contentId?: string;
}

export interface OutgoingMessage {
  from: MailAddress;
  to: MailAddress[];
  cc: MailAddress[];
  /** Goes into the envelope only, never into the source. */
  bcc: MailAddress[];
  replyTo?: MailAddress[];
  subject: string;
  text: string;
  html: string | null;
  attachments: OutgoingAttachment[];
  /** An answer to an invitation, beside the text (RFC 6047 section 2.4). */
  calendar?: { method: 'REPLY'; content: string };
  /** Message-ID answered; with or without angle brackets, like all here. */
  inReplyTo: string | null;
  references: string[];
  /** Made once by the caller, before the first attempt to send. */
  messageId: string;
  /** Milliseconds since the epoch. */
  date: number;
}

/**
 * Makes the RFC 5322 source of a message, with CRLF line ends; the text is format=flowed, and the HTML its alternative.
 * Reads no file and no URL whatever the input says.
 */
export async function composeMessage(message: OutgoingMessage): Promise<Buffer> {
  const { default: MailComposer } = await import('nodemailer/lib/mail-composer');
  const composer = new MailComposer({
    from: message.from,
    to: message.to,
    cc: message.cc,
    ...(message.replyTo ? { replyTo: message.replyTo } : {}),
    subject: message.subject,
    // What is named `text` loses the parameters of its type.
    alternatives: [
      { contentType: 'text/plain; charset=utf-8; format=flowed', content: encodeFlowed(message.text) },
      ...(message.html === null ? [] : [{ contentType: 'text/html; charset=utf-8', content: message.html }]),
      ...(message.calendar ? [calendarPart(message.calendar)] : []),
    ],
    attachments: message.attachments.map(({ filename, contentType, content, contentId }) => ({
      filename,
      contentType,
      content: Buffer.from(content.buffer, content.byteOffset, content.byteLength),
      ...(contentId ? { cid: contentId } : {}),
    })),
    ...(message.inReplyTo ? { inReplyTo: bracketed(message.inReplyTo) } : {}),
    references: message.references.map(bracketed),
    messageId: bracketed(message.messageId),
    date: new Date(message.date),
    disableFileAccess: true,
    disableUrlAccess: true,
    newline: 'windows',
  });
  return composer.compile().build();
}

const calendarPart = ({ method, content }: NonNullable<OutgoingMessage['calendar']>) => ({
  contentType: `text/calendar; charset=utf-8; method=${method}`,
  contentTransferEncoding: 'base64' as const,
  content,
});

function bracketed(messageId: string): string {
  return `<${bareMessageId(messageId)}>`;
}
