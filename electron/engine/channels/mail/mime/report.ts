import { MimeError } from './errors.ts';
import { parseMessage } from './parse.ts';
import type { ParsedAttachment, ParsedMessage } from './types.ts';

/** A message as `skein parse` prints it. Message ids stand in angle brackets, as in the header. */
export interface MessageReport extends Omit<ParsedMessage, 'headers' | 'attachments'> {
  file: string;
  attachments: Omit<ParsedAttachment, 'partIndex' | 'referenced' | 'content'>[];
}

export interface FailedReport {
  file: string;
  error: { code: string; message: string };
}

function bracketed(id: string): string {
  return `<${id}>`;
}

/** The report on a parsed message. `file` is the name it was read from. */
function reportOf(file: string, parsed: ParsedMessage): MessageReport {
  const { headers: _, ...shown } = parsed;
  return {
    file,
    ...shown,
    messageId: parsed.messageId === null ? null : bracketed(parsed.messageId),
    inReplyTo: parsed.inReplyTo === null ? null : bracketed(parsed.inReplyTo),
    references: parsed.references.map(bracketed),
    attachments: parsed.attachments.map(({ partIndex: _, referenced: __, content: ___, ...shown }) => shown),
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
