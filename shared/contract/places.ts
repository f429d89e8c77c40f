/** What the left column counts. */
import { id } from './model.ts';
import { z } from './zod.ts';

export const placeCounts = z.object({
  inboxUnread: z.number().int(),
  /** Unread messages by mailbox; those without are left out. */
  mailboxUnread: z.record(id, z.number().int()),
  /** Threads with something to read, by label. */
  labelUnread: z.record(id, z.number().int()),
  drafts: z.number().int(),
  outbox: z.number().int(),
  /** Entries of the outbox that wait for the user. */
  outboxAttention: z.number().int(),
  /** Messages in the outbox that wait for a time the user chose. */
  outboxPlanned: z.number().int(),
  /** Threads with something in Trash or Junk. */
  trash: z.number().int(),
  junk: z.number().int(),
});

export type PlaceCounts = z.infer<typeof placeCounts>;
