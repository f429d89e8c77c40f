/** What may be sent to a number. */
import { time } from './model.ts';
import { z } from './zod.ts';

/** Whether a number may be texted: `review` waits for the user to say what the person meant. */
export const standing = z.discriminatedUnion('state', [
  z.object({ state: z.literal('open') }),
  z.object({
    state: z.enum(['opted-out', 'review']),
    at: time,
    /** What they wrote, as recognised; `null` when the carrier or the user said it. */
    words: z.string().nullable(),
    /** The number of mine they said it to. */
    own: z.string(),
    /** That number is connected; else START to any other one lifts an opt-out. */
    connected: z.boolean(),
    source: z.enum(['keyword', 'carrier', 'user']),
  }),
]);

export const mediaLimits = z.object({
  maxMediaCount: z.number().int(),
  maxMediaBytes: z.number().int(),
  mediaTypes: z.array(z.string()),
});

export type Standing = z.infer<typeof standing>;
export type MediaLimits = z.infer<typeof mediaLimits>;
