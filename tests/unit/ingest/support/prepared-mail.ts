import type { PreparedMail } from '#engine/ingest/prepared-mail.ts';

/** A short mail as a sync hands it to the store, to nobody and without a source unless `fields` says otherwise. */
export function preparedMail(
  text: string,
  fields: Partial<PreparedMail> & Pick<PreparedMail, 'uid' | 'messageId' | 'from' | 'subject' | 'date'>,
): PreparedMail {
  return {
    flags: [],
    modseq: null,
    emailId: null,
    providerThreadId: null,
    size: 1000,
    internalDate: fields.date ?? 0,
    inReplyTo: null,
    references: [],
    sender: null,
    to: [],
    cc: [],
    bcc: [],
    replyTo: [],
    listId: null,
    automatic: false,
    warnings: [],
    claims: null,
    body: { text, visibleLength: text.length, folded: [], snippet: text, hasHtml: false, html: null },
    attachments: [],
    calendar: null,
    report: null,
    source: null,
    ...fields,
  };
}
