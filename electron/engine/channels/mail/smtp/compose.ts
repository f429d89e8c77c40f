import { createHash } from 'node:crypto';
import type { Readable } from 'node:stream';
import type MailComposer from 'nodemailer/lib/mail-composer';
import { type ByteSource, bytesAtHand } from '../byte-source.ts';
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
  content: Uint8Array | FileBytes;
  /** Without angle brackets; makes it a part of the HTML body instead of an attachment. */
  contentId?: string;
}

/** A file that is read while the message is made. */
export interface FileBytes extends ByteSource {
  /** In hexadecimal. */
  sha256: string;
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
  /** Header fields beside the usual ones. */
  fields?: Record<string, string>;
}

/**
 * Makes the RFC 5322 source of a message, with CRLF line ends; the text is format=flowed, and the HTML its alternative.
 * Reads no file and no URL whatever the input says.
 */
export async function composeMessage(message: OutgoingMessage): Promise<Buffer> {
  const { default: Composer } = await import('nodemailer/lib/mail-composer');
  return new Composer(mailOf(message)).compile().build();
}

/** The same as a stream that reads files when their turn comes; each call of the result gives the same bytes. */
export async function composeStream(message: OutgoingMessage): Promise<() => Readable> {
  const { default: Composer } = await import('nodemailer/lib/mail-composer');
  return () => new Composer(mailOf(message)).compile().createReadStream();
}

/** The same where its size is needed beforehand: one with files is read an additional time for it. */
export async function composeSource(message: OutgoingMessage): Promise<ByteSource> {
  if (!message.attachments.some(({ content }) => isFile(content)))
    return bytesAtHand(await composeMessage(message));
  const open = await composeStream(message);
  let size = 0;
  for await (const chunk of open()) size += (chunk as Buffer).length;
  return { size, open };
}

export const isFile = (content: OutgoingAttachment['content']): content is FileBytes => 'open' in content;

function mailOf(message: OutgoingMessage): ConstructorParameters<typeof MailComposer>[0] {
  return {
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
      content: isFile(content)
        ? content.open()
        : Buffer.from(content.buffer, content.byteOffset, content.byteLength),
      ...(contentId ? { cid: contentId } : {}),
    })),
    ...(message.inReplyTo ? { inReplyTo: bracketed(message.inReplyTo) } : {}),
    references: message.references.map(bracketed),
    messageId: bracketed(message.messageId),
    // Left to the library it would be another one each time.
    baseBoundary: createHash('sha256').update(message.messageId).digest('hex').slice(0, 24),
    date: new Date(message.date),
    ...(message.fields ? { headers: message.fields } : {}),
    disableFileAccess: true,
    disableUrlAccess: true,
    newline: 'windows',
  };
}

const calendarPart = ({ method, content }: NonNullable<OutgoingMessage['calendar']>) => ({
  contentType: `text/calendar; charset=utf-8; method=${method}`,
  contentTransferEncoding: 'base64' as const,
  content,
});

function bracketed(messageId: string): string {
  return `<${bareMessageId(messageId)}>`;
}
