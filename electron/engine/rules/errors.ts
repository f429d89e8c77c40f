/** Why a rule was not kept or not applied, and what to do about it. */
import { TypedError } from '#shared/errors/typed-error.ts';

const REASONS = {
  'rule-gone': ['This rule is no longer here.', 'It was deleted meanwhile. Make it again if you want it.'],
  'rule-mailbox': [
    'The mailbox this rule moves mail to is not there.',
    'Choose another mailbox of the account the rule is for.',
  ],
  'rule-label': ['A label this rule gives is not there.', 'Choose another label.'],
  'rule-account': ['The account this rule is for is not there.', 'Choose another account.'],
  'rule-most': ['There are as many rules as Skein keeps.', 'Delete one that you do not need any more.'],
} as const;

export class RuleError extends TypedError<keyof typeof REASONS> {
  override readonly name = 'RuleError';

  constructor(code: keyof typeof REASONS) {
    super(code, REASONS[code][0], REASONS[code][1]);
  }
}
