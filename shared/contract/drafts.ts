/** What is being written. */
import { address, attachment, channel, errorInfo, id, time } from './model.ts';
import { z } from './zod.ts';

export const draft = z.object({
  id,
  channel,
  accountId: id.nullable(),
  threadId: id.nullable(),
  /** The message it answers or forwards. */
  answers: id.nullable(),
  mode: z.enum(['new', 'reply', 'reply-all', 'forward']),
  to: z.array(address),
  cc: z.array(address),
  bcc: z.array(address),
  subject: z.string(),
  /** What is written, without formatting. */
  text: z.string(),
  /** The same with its formatting, in the small HTML the editor writes; `null`: plain text. */
  html: z.string().nullable(),
  /** Quoted history that will follow the text; the user may drop it. */
  quote: z.string(),
  /** The address it is sent from; `null`: the account's own. */
  senderId: id.nullable(),
  /** The sender's signature follows the text. */
  signature: z.boolean(),
  attachments: z.array(attachment),
  revision: z.number().int(),
  savedAt: time,
  /** When the server's Drafts mailbox got this revision; `null` until then. */
  serverSavedAt: time.nullable(),
  /** Chosen with its sending: brings the thread back then if nobody answered. */
  remindAt: time.nullable(),
  error: errorInfo.nullable(),
});

/** What is saved of a draft while it is written. */
export const draftChange = draft
  .pick({
    channel: true,
    accountId: true,
    to: true,
    cc: true,
    bcc: true,
    subject: true,
    text: true,
    html: true,
    quote: true,
    senderId: true,
    signature: true,
  })
  .extend({
    id,
    text: z.string().max(5_000_000),
    html: z.string().max(5_000_000).nullable(),
    quote: z.string().max(5_000_000),
  });

/** A draft that another program left in the server's Drafts mailbox. */
export const serverDraft = z.object({
  messageId: id,
  accountId: id,
  to: z.array(address),
  subject: z.string(),
  snippet: z.string(),
  savedAt: time,
});

export type Draft = z.infer<typeof draft>;
export type DraftChange = z.infer<typeof draftChange>;
export type ServerDraft = z.infer<typeof serverDraft>;
