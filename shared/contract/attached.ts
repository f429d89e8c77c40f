/** What is read of attachments that are mail or people themselves. */
import { z } from './zod.ts';

const person = z.object({ name: z.string(), address: z.string() });

export const contactCard = z.object({
  name: z.string(),
  fields: z.array(
    z.object({
      kind: z.enum(['email', 'phone', 'organisation', 'title', 'address', 'web', 'note']),
      value: z.string(),
    }),
  ),
});

export const attached = z.discriminatedUnion('kind', [
  z.object({
    kind: z.literal('mail'),
    from: z.array(person),
    to: z.array(person),
    cc: z.array(person),
    subject: z.string(),
    date: z.number().int().nullable(),
    text: z.string(),
    files: z.array(z.object({ filename: z.string(), size: z.number().int() })),
  }),
  z.object({ kind: z.literal('contacts'), cards: z.array(contactCard) }),
]);

export type ContactCard = z.infer<typeof contactCard>;
export type Attached = z.infer<typeof attached>;
