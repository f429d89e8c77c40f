/** Who somebody is, and where that is known from. */
import { attachment, id, time } from './model.ts';
import { z } from './zod.ts';

export const identity = z.object({
  id,
  kind: z.enum(['mail', 'phone']),
  value: z.string(),
  /** Where it is known from: "signed an email of 3 May", "you joined it". */
  evidence: z.string(),
  optedOut: z.boolean(),
});

export const person = z.object({
  contactId: id,
  name: z.string(),
  identities: z.array(identity),
  files: z.array(attachment.extend({ date: time, messageId: id })),
  suggestions: z.array(z.object({ id, identity: z.string(), evidence: z.string() })),
});

export type Person = z.infer<typeof person>;
