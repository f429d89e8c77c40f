import type { Account } from '#shared/contract/accounts.ts';
import type { Label } from '#shared/contract/labels.ts';
import type { RuleCondition, RuleDraft } from '#shared/contract/rules.ts';
import { displayAddress } from '../../app/displayAddress.ts';
import { strings } from '../../app/strings/index.ts';

const words = strings.rules;

/** A rule in one line. */
export function ruleInWords(
  rule: RuleDraft,
  accounts: readonly Account[],
  labels: ReadonlyMap<string, Label>,
): string {
  const { move, markRead, star, labelIds } = rule.actions;
  const account = accounts.find(({ id }) => id === rule.accountId);
  const several = accounts.filter(({ channel }) => channel === 'mail').length > 1;
  const mailbox = account?.mailboxes.find(({ id }) => move?.to === 'mailbox' && id === move.mailboxId);
  const to = mailbox ? words.actOf.mailbox(mailbox.name) : words.actOf.gone;
  const acts = [
    move ? (move.to === 'mailbox' ? to : words.actOf[move.to]) : null,
    markRead ? words.actOf.read : null,
    star ? words.actOf.star : null,
    ...labelIds.map((id) => words.actOf.label(labels.get(id)?.name ?? words.goneLabel)),
    rule.stop ? words.actOf.stop : null,
  ].filter((act) => act !== null);
  const conditions = rule.conditions.map(conditionInWords);
  return words.says(conditions, acts, account && several ? displayAddress(account.address) : null);
}

/** One condition in words. */
export function conditionInWords(condition: RuleCondition): string {
  return condition.kind === 'attachment'
    ? words.conditionOf.attachment()
    : words.conditionOf[condition.kind](condition.text);
}
