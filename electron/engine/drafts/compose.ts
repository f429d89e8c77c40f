/** Turns a draft into the message that will be sent: its source, made once, and the rows of its local copy. */
import { createHash } from 'node:crypto';
import type { QuotableHtml } from '#engine/channels/mail/mime/html/quotable.ts';
import {
  composeMessage,
  composeStream,
  isFile,
  type OutgoingAttachment,
  type OutgoingMessage,
} from '#engine/channels/mail/smtp/compose.ts';
import { type OwnFile, prepareLargeOwnMail, prepareOwnMail } from '#engine/ingest/prepare-own-mail.ts';
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

/** What is to be sent; Bcc is never in its source. */
export function messageOf(input: ComposeInput): OutgoingMessage {
  const { draft, answered, sender, messageId, quoted, files, date } = input;
  const threading =
    answered && draft.mode !== 'forward' ? answerReferences(answered) : { inReplyTo: null, references: [] };
  return {
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
  };
}

/** The source, stored, and the rows of its local copy, which know the Bcc. */
export async function composeDraft(input: ComposeInput, content: ContentFolder): Promise<PreparedMail> {
  const { draft, date } = input;
  const message = messageOf(input);
  const prepared = message.attachments.some((file) => isFile(file.content))
    ? await composeLarge(message, content)
    : await prepareOwnMail(await composeMessage(message), date, content);
  return { ...prepared, bcc: draft.bcc };
}

/** Its source goes from the files through their encoding into a file of its own. */
async function composeLarge(message: OutgoingMessage, content: ContentFolder): Promise<PreparedMail> {
  const files = new Map<string, OwnFile>();
  const attachments = message.attachments.map((file, index) => {
    if (!isFile(file.content)) return file;
    const standIn = Buffer.from(`${message.messageId} ${index}`);
    const { size, sha256 } = file.content;
    files.set(createHash('sha256').update(standIn).digest('hex'), { size, sha256 });
    return { ...file, content: standIn };
  });
  const outline = await composeMessage({ ...message, attachments });
  const open = await composeStream(message);
  const stored = await content.put(open());
  return prepareLargeOwnMail({ outline, stored, files }, message.date, content);
}
