/** Names and addresses that mail is sent from: the account's own and its aliases. */
import { id } from './model.ts';
import { z } from './zod.ts';

export const sender = z.object({
  /** The account's own has the account's id. */
  id,
  accountId: id,
  address: z.string().max(320),
  name: z.string().max(200),
  /** Where answers are to go; empty: to the address itself. */
  replyTo: z.string().max(320),
  /** In the small HTML of drafts; empty: no signature. */
  signatureHtml: z.string().max(200_000),
  signatureText: z.string().max(100_000),
  /** New mail of the account is sent from it. */
  preferred: z.boolean(),
  /** The address the account is connected as. */
  own: z.boolean(),
});

/** As it is saved; `id` null makes a new one. */
export const senderChange = sender.omit({ own: true }).extend({ id: id.nullable() });

/** An address that mail in Sent came from and that is none of mine yet. */
export const senderSuggestion = z.object({
  accountId: id,
  address: z.string(),
  name: z.string(),
  messages: z.number().int(),
});

export type Sender = z.infer<typeof sender>;
export type SenderChange = z.infer<typeof senderChange>;
export type SenderSuggestion = z.infer<typeof senderSuggestion>;
