/** What servers and readers report about a mail of mine. */
import { z } from './zod.ts';

export const deliveryReport = z.object({
  recipient: z.string(),
  action: z.enum(['failed', 'delayed', 'delivered', 'relayed', 'read', 'deleted']),
  /** RFC 3463, "5.1.1"; `null`: not said. */
  status: z.string().nullable(),
  /** The server's own words. */
  reason: z.string(),
  /** Until when the server keeps trying. */
  retryUntil: z.number().int().nullable(),
  /** When it was reported, and who signs for it. */
  at: z.number().int(),
  by: z.string(),
});

export type DeliveryReport = z.infer<typeof deliveryReport>;
