/** What is being written. */
import { FILE_PART, LARGEST_FILE } from './file-parts.ts';
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
  /** Ask the servers on its way to report its delivery (RFC 3461). */
  deliveryReport: z.boolean(),
  attachments: z.array(attachment),
  revision: z.number().int(),
  savedAt: time,
  /** When the server's Drafts mailbox got this revision; `null` until then. */
  serverSavedAt: time.nullable(),
  /** Chosen for its sending: brings the thread back then if nobody answered. */
  remindAt: time.nullable(),
  error: errorInfo.nullable(),
});

/** A Blob, because the transport carries those and no typed arrays. */
const filePart = z.instanceof(Blob).refine((part) => part.size <= FILE_PART, 'comes in parts');
/** Which file a part belongs to, and how many bytes of it came before. */
const upload = z.object({ id, offset: z.number().int().min(0).max(LARGEST_FILE) });

export const attachPart = upload.extend({ content: filePart });
export const attach = z.object({
  id,
  filename: z.string().max(255),
  contentType: z.string().max(255),
  /** A picture in the text, named there by its `pictureCid`. */
  inline: z.boolean().default(false),
  content: filePart,
  /** Where `content` is the last part of a file; `null`: it is all of it. */
  upload: upload.nullable().default(null),
});

/** What a draft is begun with. */
export const newDraft = z.object({
  mode: draft.shape.mode,
  channel,
  threadId: id.nullable(),
  answers: id.nullable(),
  accountId: id.nullable(),
  to: z.array(address).max(500),
  /** With formatting; texts have none. */
  rich: z.boolean().default(false),
});

/** What a draft will start with, before anything is kept of it. Its attachments are those of the forwarded message. */
export const draftOutline = draft.pick({
  accountId: true,
  to: true,
  cc: true,
  subject: true,
  quote: true,
  senderId: true,
  attachments: true,
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
    deliveryReport: z.boolean().default(false),
    remindAt: time.nullable().default(null),
    text: z.string().max(5_000_000),
    html: z.string().max(5_000_000).nullable(),
    quote: z.string().max(5_000_000),
    /** The revision it was typed on: what another program wrote since is not replaced. Left out: the newest. */
    base: z.number().int().optional(),
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
export type DraftOutline = z.infer<typeof draftOutline>;
export type DraftChange = z.infer<typeof draftChange>;
export type ServerDraft = z.infer<typeof serverDraft>;
