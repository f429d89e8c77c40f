/** Where files of texts are put so that carriers can fetch them. */
import { errorInfo, time } from './model.ts';
import { z } from './zod.ts';

/** Where files of texts are put so that carriers can fetch them; the secret never leaves the engine. */
export const mediaHost = z.object({
  /** Files are put below it by HTTP PUT; ends in a slash. */
  uploadUrl: z.string().min(1).max(2000),
  /** Where anybody can fetch them; `null` when it is the same address. */
  publicUrl: z.string().min(1).max(2000).nullable(),
  username: z.string().min(1).max(500).nullable(),
});

export const mediaHostState = z.object({
  host: mediaHost.extend({ hasSecret: z.boolean() }).nullable(),
  /** Files that lie there now, and those of them whose removal has failed so far. */
  files: z.number().int(),
  stuck: z.number().int(),
  error: errorInfo.nullable(),
  nextAt: time.nullable(),
});

export const mediaHostStep = z.object({
  step: z.enum(['upload', 'fetch', 'type', 'hidden', 'delete']),
  error: errorInfo.nullable(),
});

export type MediaHost = z.infer<typeof mediaHost>;
export type MediaHostState = z.infer<typeof mediaHostState>;
export type MediaHostStep = z.infer<typeof mediaHostStep>;
