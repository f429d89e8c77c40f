/** Rules: what is done with mail when it arrives. */
import { address, id, time } from './model.ts';
import { z } from './zod.ts';

const words = z.string().trim().min(1).max(200);

/** One thing that must be true of a mail. Case does not matter. */
export const ruleCondition = z.discriminatedUnion('kind', [
  /** In the name or the address of who wrote it. */
  z.object({ kind: z.literal('from'), text: words }),
  /** Written from an address there, or at a domain below it; without "@". */
  z.object({ kind: z.literal('domain'), text: words }),
  /** In a name or an address of To or Cc. */
  z.object({ kind: z.literal('to'), text: words }),
  z.object({ kind: z.literal('subject'), text: words }),
  /** The whole List-Id (RFC 2919), without angle brackets. */
  z.object({ kind: z.literal('list'), text: words }),
  z.object({ kind: z.literal('attachment') }),
]);

/** All must be true. */
export const ruleConditions = z.array(ruleCondition).min(1).max(10);

export const ruleMove = z.discriminatedUnion('to', [
  z.object({ to: z.literal('archive') }),
  z.object({ to: z.literal('trash') }),
  z.object({ to: z.literal('junk') }),
  /** One of the rule's own account. */
  z.object({ to: z.literal('mailbox'), mailboxId: id }),
]);

export const ruleActions = z
  .object({
    move: ruleMove.nullable(),
    markRead: z.boolean(),
    star: z.boolean(),
    labelIds: z.array(id).max(10).default([]),
  })
  .refine(
    ({ move, markRead, star, labelIds }) => move !== null || markRead || star || labelIds.length > 0,
    'does nothing',
  );

export const ruleDraft = z.object({
  name: z.string().trim().min(1).max(100),
  enabled: z.boolean(),
  /** `null`: all accounts. */
  accountId: id.nullable(),
  conditions: ruleConditions,
  actions: ruleActions,
  /** Later rules leave alone what this one is about. */
  stop: z.boolean(),
});

export const rule = ruleDraft.extend({
  id,
  /** Why it does nothing, although it is switched on. */
  problem: z.enum(['mailbox-gone', 'label-gone']).nullable(),
});

export const rulePreview = z.object({
  matched: z.number().int(),
  /** Messages of the inbox that were looked at, the newest. */
  looked: z.number().int(),
  /** There are older ones, which were not. */
  hasOlder: z.boolean(),
  newest: z.array(z.object({ messageId: id, from: address, subject: z.string(), date: time })),
});

/** What a rule could begin with. */
export const ruleSuggestion = ruleDraft.pick({ name: true, accountId: true, conditions: true });

/** Something a rule did. */
export const ruleRun = z.object({ actionId: id, title: z.string(), at: time, undone: z.boolean() });

export type RuleCondition = z.infer<typeof ruleCondition>;
export type RuleDraft = z.infer<typeof ruleDraft>;
export type Rule = z.infer<typeof rule>;
export type RulePreview = z.infer<typeof rulePreview>;
export type RuleSuggestion = z.infer<typeof ruleSuggestion>;
export type RuleRun = z.infer<typeof ruleRun>;
