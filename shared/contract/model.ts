/**
 * What the shapes that cross the boundary between the window and the engine have in common. Every field that can be
 * unknown is `null`, never missing; times are milliseconds since the Unix epoch; ids are UUIDv7 strings.
 */
import { z } from './zod.ts';

export const id = z.string().min(1).max(64);

export const time = z.number().int();

export const channel = z.enum(['mail', 'sms']);

/** An email address or an E.164 number (or short code, or alphanumeric sender) with the name it came with. */
export const address = z.object({ name: z.string().max(1000), address: z.string().max(1000) });

/** The places of the left column. A message is in exactly one of them, whichever channel it came by. */
export const place = z.enum(['inbox', 'archive', 'sent', 'drafts', 'trash', 'junk']);

/** Views that gather threads by something else than a place. */
export const view = z.enum(['inbox', 'later', 'starred', 'archive', 'sent', 'trash', 'junk', 'all']);

export const errorInfo = z.object({
  /** Stable, for programs: `login-refused`, `certificate-refused`, `opted-out` … */
  code: z.string(),
  /** What happened, for people. */
  message: z.string(),
  /** What to do about it, for people. */
  advice: z.string(),
  /** The server's or carrier's own words, shown in a fold. */
  detail: z.string().nullable(),
});

export const attachment = z.object({
  id,
  filename: z.string(),
  contentType: z.string(),
  size: z.number().int(),
  inline: z.boolean(),
  /** It is still on the server, as a part of a large mail. */
  toCome: z.boolean().optional(),
});

export type Channel = z.infer<typeof channel>;
export type Address = z.infer<typeof address>;
export type Place = z.infer<typeof place>;
export type View = z.infer<typeof view>;
export type ErrorInfo = z.infer<typeof errorInfo>;
export type Attachment = z.infer<typeof attachment>;
