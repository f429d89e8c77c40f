/** What the form of a rule holds while it is being filled in. */
import type { Account } from '#shared/contract/accounts.ts';
import type { RuleSuggestion } from '#shared/contract/rules.ts';
import {
  type Rule,
  type RuleCondition,
  type RuleDraft,
  ruleConditions,
  ruleDraft,
} from '#shared/contract/rules.ts';

export interface ConditionField {
  /** Stays with the field while others come and go. */
  key: number;
  kind: RuleCondition['kind'];
  text: string;
}

export interface RuleForm {
  name: string;
  accountId: string | null;
  conditions: ConditionField[];
  /** stay, archive, trash, junk, or the id of a mailbox. */
  move: string;
  markRead: boolean;
  star: boolean;
  labelIds: string[];
  stop: boolean;
  enabled: boolean;
}

const PLACES = ['archive', 'trash', 'junk'] as const;

let serial = 0;

/** An empty condition. */
export const newCondition = (kind: ConditionField['kind'] = 'from', text = ''): ConditionField => ({
  key: ++serial,
  kind,
  text,
});

/** What the form begins with: the rule that is changed, else what a thread suggests. */
export function startForm(
  rule: Rule | null,
  suggestion: RuleSuggestion | null,
  accounts: Account[],
): RuleForm {
  const from = rule ?? suggestion;
  const only = accounts.length === 1 ? accounts[0]!.id : null;
  const { move, markRead, star, labelIds } = rule?.actions ?? {
    move: { to: 'archive' },
    markRead: false,
    star: false,
    labelIds: [],
  };
  return {
    name: from?.name ?? '',
    accountId: from ? from.accountId : only,
    conditions: fieldsOf(from?.conditions ?? null),
    move: move === null ? 'stay' : 'mailboxId' in move ? move.mailboxId : move.to,
    markRead,
    star,
    labelIds,
    stop: rule?.stop ?? false,
    enabled: rule?.enabled ?? true,
  };
}

/** Conditions to be changed; without any, one to be filled in. */
export function fieldsOf(conditions: readonly RuleCondition[] | null): ConditionField[] {
  return (
    conditions?.map((one) => newCondition(one.kind, one.kind === 'attachment' ? '' : one.text)) ?? [
      newCondition(),
    ]
  );
}

/** The conditions as the engine takes them; `null` while one is not filled in. */
export function conditionsOf({ conditions }: Pick<RuleForm, 'conditions'>): RuleCondition[] | null {
  return ruleConditions.safeParse(conditions.map(({ kind, text }) => ({ kind, text }))).data ?? null;
}

/** The whole rule; `null` while something is missing. */
export function draftOf(form: RuleForm): RuleDraft | null {
  const { name, enabled, accountId, markRead, star, labelIds, stop } = form;
  const place = PLACES.find((one) => one === form.move);
  const move = form.move === 'stay' ? null : place ? { to: place } : { to: 'mailbox', mailboxId: form.move };
  const actions = { move, markRead, star, labelIds };
  const conditions = conditionsOf(form) ?? [];
  return ruleDraft.safeParse({ name, enabled, accountId, conditions, actions, stop }).data ?? null;
}
