/** What is shown of a thread's messages, one item each. */
import { invitation } from './calendar.ts';
import { address, attachment, errorInfo, id, place, time } from './model.ts';
import { deliveryReport } from './reports.ts';
import { caution, senderCheck } from './trust.ts';
import { z } from './zod.ts';

export const fold = z.object({ kind: z.enum(['quote', 'signature', 'disclaimer']), text: z.string() });

const itemCommon = {
  id,
  accountId: id,
  conversationId: id,
  date: time,
  from: address,
  to: z.array(address),
  fromMe: z.boolean(),
  unread: z.boolean(),
  starred: z.boolean(),
  attachments: z.array(attachment),
  /** Why this message is in this thread, in one line a person can read. */
  reason: z.string(),
  error: errorInfo.nullable(),
};

export const sendState = z.enum(['queued', 'sending', 'sent', 'failed', 'unsure']);

export const mailItem = z.object({
  kind: z.literal('mail'),
  ...itemCommon,
  cc: z.array(address),
  bcc: z.array(address),
  replyTo: z.array(address),
  subject: z.string(),
  place,
  /** Visible text with quotes and signature folded away; `null` until the body has arrived. */
  text: z.string().nullable(),
  folded: z.array(fold),
  hasHtml: z.boolean(),
  /** Of a conversation that a list or a program began. */
  bulk: z.boolean(),
  /** `null` for a received message. `unsure`: the server never answered, it may have been sent. */
  sendState: sendState.nullable(),
  /** When an undo-send hold ends; `null` when nothing is held. */
  holdUntil: time.nullable(),
  actionId: id.nullable(),
  warnings: z.array(z.string()),
  /** Its bytes on the server, while only its header and text are here; `null`: everything is here. */
  bytesToCome: z.number().int().nullable(),
  /** What a calendar in it says. */
  invitation: invitation.nullable(),
  /** What was reported about it; of each recipient the newest word. */
  reports: z.array(deliveryReport),
  /** It only reports about a mail of the same thread. */
  isReport: z.boolean(),
  /** `null` for what is mine, and where there is no mail server. */
  check: senderCheck.nullable(),
  cautions: z.array(caution),
  /** Nothing came from this address or went to it before. */
  firstContact: z.boolean(),
});

/** How much of a file is here, from 0 to 1, and whether its server cannot be reached just now. */
export const fileProgress = z.object({ share: z.number(), waiting: z.boolean() });

export const deliveryStatus = z.enum([
  'queued',
  'sending',
  'sent',
  'delivered',
  'read',
  'undelivered',
  'failed',
  'canceled',
  'received',
  'unsure',
  'unknown',
]);

export const textItem = z.object({
  kind: z.literal('sms'),
  ...itemCommon,
  text: z.string(),
  status: deliveryStatus,
  holdUntil: time.nullable(),
  actionId: id.nullable(),
  segments: z.number().int(),
  encoding: z.enum(['GSM-7', 'UCS-2']),
});

export const timelineItem = z.discriminatedUnion('kind', [mailItem, textItem]);

export type FileProgress = z.infer<typeof fileProgress>;
export type MailItem = z.infer<typeof mailItem>;
export type DeliveryStatus = z.infer<typeof deliveryStatus>;
export type TextItem = z.infer<typeof textItem>;
export type TimelineItem = z.infer<typeof timelineItem>;
