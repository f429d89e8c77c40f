/** Groups of recipients that the user named. Choosing one puts its members into the mail. */
import { address, id } from './model.ts';
import { z } from './zod.ts';

export const recipientGroup = z.object({
  id,
  name: z.string().min(1).max(200),
  members: z.array(address).min(1).max(500),
});

/** As it is saved; `id` null makes a new one. */
export const recipientGroupChange = recipientGroup.extend({ id: id.nullable() });

export type RecipientGroup = z.infer<typeof recipientGroup>;
export type RecipientGroupChange = z.infer<typeof recipientGroupChange>;
