/** Labels: words the user sorts threads by. */
import { id } from './model.ts';
import { z } from './zod.ts';

/** How many colours the window draws labels in. */
export const LABEL_COLOURS = 6;

const colour = z
  .number()
  .int()
  .min(0)
  .max(LABEL_COLOURS - 1);

export const label = z.object({ id, name: z.string(), colour });

/** What is saved of a label; `id` null makes one, `colour` null leaves the choice to the engine. */
export const labelChange = z.object({
  id: id.nullable(),
  name: z
    .string()
    .transform((name) =>
      name
        .replace(/[\p{Cc}\p{Zl}\p{Zp}]/gu, ' ')
        .replace(/\s+/g, ' ')
        .trim(),
    )
    .pipe(z.string().min(1).max(60)),
  colour: colour.nullable(),
});

/** How many of some threads have a label. */
export const labelUse = z.object({ labelId: id, threads: z.number().int() });

export type Label = z.infer<typeof label>;
export type LabelChange = z.infer<typeof labelChange>;
