/** Turns a draft into the message that will be sent: its source, made once, and the rows of its local copy. */
import type { QuotableHtml } from '#engine/channels/mail/mime/html/quotable.ts';
import { composeMessage, type OutgoingAttachment } from '#engine/channels/mail/smtp/compose.ts';
import { prepareOwnMail } from '#engine/ingest/prepare-own-mail.ts';
import type { PreparedMail } from '#engine/ingest/prepared-mail.ts';
import type { ContentFolder } from '#engine/store/content.ts';
import type { Draft } from '#shared/contract/drafts.ts';
import type { Sender } from '#shared/contract/senders.ts';
import { validateAddress } from '#shared/text/address-validation.ts';
import { type AnsweredMail, answerReferences } from './answer.ts';
import { mailBody } from './body.ts';
import { DraftError } from './errors.ts';

export interface ComposeInput {
  draft: Draft;
  messageId: string;
  sender: Sender;
  answered: AnsweredMail | null;
  /** The HTML of the answered mail as it is quoted; `null`: its text is. */
  quoted: QuotableHtml | null;
  files: OutgoingAttachment[];
  /** Milliseconds since the epoch. */
  date: number;
}

/** Throws DraftError when it cannot be sent as it is. */
export function checkMail(draft: Draft): void {
  const recipients = [...draft.to, ...draft.cc, ...draft.bcc];
  if (recipients.length === 0) throw new DraftError('no-recipient');
  if (recipients.some(({ address }) => !validateAddress(address).ok)) throw new DraftError('bad-recipient');
  const empty = draft.text.trim() === '' && draft.quote.trim() === '' && draft.subject.trim() === '';
  if (empty && draft.attachments.length === 0) throw new DraftError('nothing-to-send');
}

/** The RFC 5322 source; Bcc is never in it. */
export function composeSource(input: ComposeInput): Promise<Buffer> {
  const { draft, answered, sender, messageId, quoted, files, date } = input;
  const threading =
    answered && draft.mode !== 'forward' ? answerReferences(answered) : { inReplyTo: null, references: [] };
  return composeMessage({
    from: { name: sender.name, address: sender.address },
    ...(sender.replyTo === '' ? {} : { replyTo: [{ name: sender.name, address: sender.replyTo }] }),
    to: draft.to,
    cc: draft.cc,
    bcc: draft.bcc,
    subject: draft.subject,
    ...mailBody(draft, quoted, sender),
    attachments: files,
    ...threading,
    messageId,
    date,
  });
}

/** The source and the rows of its local copy, which know the Bcc. */
export async function composeDraft(input: ComposeInput, content: ContentFolder): Promise<PreparedMail> {
  const { draft, date } = input;
  const source = await composeSource(input);
  const prepared = await prepareOwnMail(source, date, content);
  return { ...prepared, bcc: draft.bcc };
}
