/** What is erased, and what is said of it before, meanwhile and afterwards. */
import { id, time } from './model.ts';
import { z } from './zod.ts';

export const eraseScope = z.discriminatedUnion('kind', [
  z.object({ kind: z.literal('message'), id }),
  z.object({ kind: z.literal('thread'), id }),
  z.object({ kind: z.literal('contact'), id }),
  z.object({ kind: z.literal('account'), id }),
  z.object({ kind: z.literal('trash') }),
  z.object({ kind: z.literal('junk') }),
  z.object({ kind: z.literal('everything') }),
]);

export const erasePreview = z.object({
  messages: z.number().int(),
  threads: z.number().int(),
  attachments: z.number().int(),
  drafts: z.number().int(),
  accounts: z.array(z.string()),
  bytes: z.number().int(),
  /** What stays on the servers, in words. */
  stays: z.array(z.string()),
  goes: z.array(z.string()),
});

export const eraseReceipt = erasePreview.extend({ at: time, verified: z.array(z.string()) });

/** How far an erasure is; the last one brings the receipt. */
export const eraseProgress = z.object({
  /** Messages. */
  erased: z.number().int(),
  total: z.number().int(),
  receipt: eraseReceipt.nullable(),
});

export type EraseScope = z.infer<typeof eraseScope>;
export type ErasePreview = z.infer<typeof erasePreview>;
export type EraseReceipt = z.infer<typeof eraseReceipt>;
export type EraseProgress = z.infer<typeof eraseProgress>;
