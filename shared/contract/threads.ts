/** Threads as the list shows them, and as one is read. */
import { threadChoice } from './choices.ts';
import { address, channel, id, time } from './model.ts';
import { person } from './people.ts';
import { timelineItem } from './timeline.ts';
import { z } from './zod.ts';

export const threadRow = z.object({
  id,
  kind: z.enum(['person', 'topic']),
  /** Who the thread is with, me excluded, newest speaker first. */
  participants: z.array(address),
  participantCount: z.number().int(),
  subject: z.string(),
  snippet: z.string(),
  snippetFromMe: z.boolean(),
  channels: z.array(channel),
  lastAt: time,
  messageCount: z.number().int(),
  unread: z.number().int(),
  starred: z.boolean(),
  hasAttachments: z.boolean(),
  hasDraft: z.boolean(),
  /** Something in it could not be sent, or did not arrive, and waits for the user. */
  needsAttention: z.boolean(),
  /** It is only that a report says so, which lies in the inbox. */
  undelivered: z.boolean(),
  ...threadChoice,
  /** Ids of its labels. */
  labels: z.array(id),
  /** Mailboxes of the user's own that it lies in. */
  mailboxes: z.array(z.object({ mailboxId: id, name: z.string() })),
});

export const thread = threadRow.extend({
  items: z.array(timelineItem),
  /** Older items exist before the first one returned. */
  hasOlder: z.boolean(),
  person: person.nullable(),
  /** Channels the composer can answer on: from which account, to whom. */
  replyChannels: z.array(
    z.object({ channel, accountId: id, from: z.string(), to: z.array(address), label: z.string() }),
  ),
  /** Set once for the first thread that joins two channels, until the user has seen it. */
  joinNotice: z.object({ evidence: z.string() }).nullable(),
});

export type ThreadRow = z.infer<typeof threadRow>;
export type Thread = z.infer<typeof thread>;
