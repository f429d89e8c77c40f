/** Texts to begin a message with. They may have fields, see `template-fields.ts`. */
import { id } from './model.ts';
import { z } from './zod.ts';

export const template = z.object({
  id,
  name: z.string().min(1).max(200),
  /** In the small HTML of drafts. */
  html: z.string().max(1_000_000),
  text: z.string().max(500_000),
});

/** As it is saved; `id` null makes a new one. */
export const templateChange = template.extend({ id: id.nullable() });

export type Template = z.infer<typeof template>;
export type TemplateChange = z.infer<typeof templateChange>;
