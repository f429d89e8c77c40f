/** The split inbox: named parts the user divides it into. */
import { id } from './model.ts';
import { ruleConditions } from './rules.ts';
import { z } from './zod.ts';

export const sectionAbout = z.discriminatedUnion('kind', [
  /** Threads that have a label. */
  z.object({ kind: z.literal('label'), labelId: id }),
  /** Threads with mail in the inbox of which all this is true; `accountId` null stands for all accounts. */
  z.object({ kind: z.literal('mail'), accountId: id.nullable(), conditions: ruleConditions }),
]);

export const sectionChange = z.object({
  /** `null` makes one, the last in order. */
  id: id.nullable(),
  name: z.string().trim().min(1).max(40),
  about: sectionAbout,
});

export const section = z.object({
  id,
  name: z.string(),
  about: sectionAbout,
  /** The label it is about was deleted. */
  problem: z.enum(['label-gone']).nullable(),
});

const totals = z.object({ threads: z.number().int(), unread: z.number().int() });

export const sections = z.object({
  sections: z.array(section),
  /** By section; `rest` for the others. */
  totals: z.record(z.string(), totals),
  /** The inbox is still being sorted into them. */
  sorting: z.boolean(),
});

export type SectionAbout = z.infer<typeof sectionAbout>;
export type SectionChange = z.infer<typeof sectionChange>;
export type Section = z.infer<typeof section>;
export type Sections = z.infer<typeof sections>;
