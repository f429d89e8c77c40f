/** What the user chose for a thread that no server knows. Times are milliseconds since the Unix epoch. */
import { time } from './model.ts';
import { z } from './zod.ts';

/** Acts on threads that servers know nothing of; `later` and `remind` need a time. */
export const CHOICE_ACTS = ['later', 'mute', 'unmute', 'pin', 'unpin', 'remind', 'unremind'] as const;

/** What a thread's row says of it. */
export const threadChoice = {
  /** Out of the inbox until then, or until somebody writes. */
  laterUntil: time.nullable(),
  /** In the inbox again then, unless somebody answered. */
  remindAt: time.nullable(),
  /** When a message of mine in it goes out that waits for its time. */
  sendsAt: time.nullable(),
  /** New messages stay out of the inbox and say nothing. */
  muted: z.boolean(),
  /** Stands before all others in its lists. */
  pinned: z.boolean(),
  /** Why it stands in the inbox again, as long as nothing newer is in it. */
  back: z.object({ at: time, why: z.enum(['due', 'message', 'no-answer']) }).nullable(),
};
