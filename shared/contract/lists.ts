/** Mailing lists and the ways off them. */
import { id, time } from './model.ts';
import { z } from './zod.ts';

/** How to be taken off the list by which a mail came (RFC 2369, RFC 8058). */
export const wayOff = z.object({
  messageId: id,
  /** What the list calls itself, or its sender's name. */
  list: z.string(),
  /** The address of mine that is on it. */
  address: z.string(),
  how: z.discriminatedUnion('kind', [
    /** One request to this server, and it is done. */
    z.object({
      kind: z.literal('one-click'),
      host: z.string(),
      /** Whose signature of this the mail server found valid; `null`: it said nothing of it. */
      signedBy: z.string().nullable(),
    }),
    z.object({ kind: z.literal('mail'), to: z.string(), subject: z.string(), text: z.string() }),
    /** Only by hand, in a browser. */
    z.object({ kind: z.literal('page'), host: z.string() }),
  ]),
  /** A page where it can be done by hand. */
  page: z.string().nullable(),
  /** When the user last asked; `waiting`: the mail that asks is in the outbox. */
  asked: z.object({ at: time, waiting: z.boolean() }).nullable(),
});

export type WayOff = z.infer<typeof wayOff>;
