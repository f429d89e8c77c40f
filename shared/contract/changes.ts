/** What the window hears of when the store changed. */
import { id } from './model.ts';
import { z } from './zod.ts';

export const change = z.object({
  /** Threads whose row or timeline changed; `'all'` when too many to name. */
  threads: z.union([z.array(id), z.literal('all')]),
  accounts: z.boolean(),
  drafts: z.boolean(),
  outbox: z.boolean(),
  settings: z.boolean(),
  people: z.boolean(),
});

export type Change = z.infer<typeof change>;
