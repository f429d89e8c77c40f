import { address, id, time } from './model.ts';
import { z } from './zod.ts';

/** A draft that another program left in the server's Drafts mailbox. */
export const serverDraft = z.object({
  messageId: id,
  accountId: id,
  to: z.array(address),
  subject: z.string(),
  snippet: z.string(),
  savedAt: time,
});

export type ServerDraft = z.infer<typeof serverDraft>;
