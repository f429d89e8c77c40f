/** What a search finds. */
import { address, channel, id, time } from './model.ts';
import { z } from './zod.ts';

export const searchHit = z.object({
  id,
  threadId: id,
  messageId: z.string().nullable(),
  channel,
  subject: z.string(),
  from: address,
  date: time,
  /** Text around the hit; the matched words lie between U+2402 and U+2403. */
  excerpt: z.string(),
  score: z.number(),
});

export type SearchHit = z.infer<typeof searchHit>;
