/** What the user did that is not confirmed yet. */
import { channel, errorInfo, id, time } from './model.ts';
import { z } from './zod.ts';

export const outboxEntry = z.object({
  actionId: id,
  channel,
  threadId: id.nullable(),
  messageId: id.nullable(),
  /** "Reply to Ana Ribeiro", "Archive 3 threads". */
  title: z.string(),
  /** It is a message on its way, not something done to messages. */
  sends: z.boolean(),
  /** Of the mail that is sent; empty for everything else. */
  subject: z.string(),
  state: z.enum(['held', 'queued', 'running', 'waiting', 'failed', 'unsure']),
  /** It waits for a time the user chose, not for an undo. */
  planned: z.boolean(),
  holdUntil: time.nullable(),
  nextAttemptAt: time.nullable(),
  attempts: z.number().int(),
  error: errorInfo.nullable(),
});

export type OutboxEntry = z.infer<typeof outboxEntry>;
