import { MimeError } from './errors.ts';
import { parseMessage } from './parse.ts';
import type { Address, ParsedMessage } from './types.ts';

/** A message as `skein parse` prints it. Message ids stand in angle brackets, as in the header. */
export interface MessageReport {
  file: string;
  messageId: string | null;
  inReplyTo: string | null;
  references: string[];
  subject: string | null;
  from: Address[];
  sender: Address | null;
  to: Address[];
  cc: Address[];
  bcc: Address[];
  replyTo: Address[];
  date: string | null;
  text: string | null;
  html: string | null;
  attachments: {
    filename: string | null;
    contentType: string;
    contentId: string | null;
    size: number;
    sha256: string;
    inline: boolean;
  }[];
  listId: string | null;
  autoSubmitted: string | null;
  warnings: string[];
}

export interface FailedReport {
  file: string;
  error: { code: string; message: string };
}

function bracketed(id: string): string {
  return `<${id}>`;
}

/** The report on a parsed message. `file` is the name it was read from. */
export function reportOf(file: string, parsed: ParsedMessage): MessageReport {
  return {
    file,
    messageId: parsed.messageId === null ? null : bracketed(parsed.messageId),
    inReplyTo: parsed.inReplyTo === null ? null : bracketed(parsed.inReplyTo),
    references: parsed.references.map(bracketed),
    subject: parsed.subject,
    from: parsed.from,
    sender: parsed.sender,
    to: parsed.to,
    cc: parsed.cc,
    bcc: parsed.bcc,
    replyTo: parsed.replyTo,
    date: parsed.date,
    text: parsed.text,
    html: parsed.html,
    attachments: parsed.attachments.map(({ filename, contentType, contentId, size, sha256, inline }) => ({
      filename,
      contentType,
      contentId,
      size,
      sha256,
      inline,
    })),
    listId: parsed.listId,
    autoSubmitted: parsed.autoSubmitted,
    warnings: parsed.warnings,
  };
}

/**
 * Reads one message for `skein parse`. Never rejects because of the message: one that cannot be read
 * at all is reported as `{file, error}`.
 * @param parse how to read; the command line passes a pool's `parse` to have its limits
 */
export async function describeMessage(
  file: string,
  source: Uint8Array,
  parse: (source: Uint8Array) => Promise<ParsedMessage> = parseMessage,
): Promise<MessageReport | FailedReport> {
  try {
    return reportOf(file, await parse(source));
  } catch (error) {
    if (!(error instanceof MimeError)) throw error;
    return { file, error: { code: error.code, message: error.message } };
  }
}
