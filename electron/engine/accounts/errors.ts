import { TypedError } from '#shared/errors/typed-error.ts';

const REASONS = {
  'account-exists': ['This account is connected already.', 'Look under Accounts in Settings.'],
  'account-gone': ['This account was removed.', 'Connect it again if you still need it.'],
  'no-credential': ['There is nothing to sign in with.', 'Enter the password, or sign in in the browser.'],
  'bad-address': ['This is not an email address.', 'Write it like name@example.com.'],
  'bad-number': ['This is not a phone number in international form.', 'Choose one of the numbers listed.'],
  'bad-server-name': [
    'This cannot be the name of a server.',
    'Write it as it stands in the header of your mail, like mx.example.org.',
  ],
  'secret-missing': ['The keychain has no secret for this number.', 'Enter it again.'],
  'number-not-there': [
    'This carrier account does not have the number.',
    'Use the keys of the account the number belongs to, or add its other numbers instead.',
  ],
} as const;

/** Why an account cannot be connected or changed. */
export class AccountError extends TypedError<keyof typeof REASONS> {
  override readonly name = 'AccountError';

  constructor(code: keyof typeof REASONS) {
    super(code, REASONS[code][0], REASONS[code][1]);
  }
}
